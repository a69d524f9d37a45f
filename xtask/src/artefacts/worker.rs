//! The Worker, in `src/worker/build`: compiled for wasm, bound, shrunk and wrapped by worker-build.
//!
//! Cargo decides whether the wasm is new. Binding and shrinking, which worker-build would repeat each
//! time, is done only when it is.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::stamp::Stamp;
use super::wasm_names::without_names;
use crate::processes::succeed;
use crate::progress::{say, step};
use crate::tools::{self, node};
use crate::workspace;

/// The module that `wrangler.toml` names.
pub(crate) fn module() -> PathBuf {
    workspace::at("src/worker/build/index.js")
}

/// The wasm beside it.
pub(crate) fn wasm() -> PathBuf {
    workspace::at("src/worker/build/index_bg.wasm")
}

pub(super) fn build() -> Result<()> {
    tools::wasm_target()?;
    let wasm_bindgen = tools::wasm_bindgen()?;
    let worker_build = tools::worker_build()?;
    let environment = [
        ("PATH", PathBuf::from(node::path()?)),
        ("WASM_BINDGEN_BIN", wasm_bindgen),
        ("WASM_OPT_BIN", workspace::at("node_modules/.bin/wasm-opt")),
        ("ESBUILD_BIN", workspace::at("node_modules/.bin/esbuild")),
        // worker-build sets it for its own cargo; so must this one, or each would undo the other.
        ("WASM_BINDGEN_USE_JS_SYS", PathBuf::from("1")),
    ];
    step("compiling the Worker", || {
        succeed(
            Command::new("cargo")
                .args([
                    "build",
                    "--quiet",
                    "--lib",
                    "--release",
                    "--target",
                    "wasm32-unknown-unknown",
                ])
                .envs(environment.clone())
                .current_dir(workspace::at("src/worker")),
        )
    })?;
    let compiled = workspace::built("wasm32-unknown-unknown/release/goodword.wasm");
    // The manifest says how the wasm is shrunk, the lock file by which wasm-opt and esbuild.
    let sources = [
        compiled,
        workspace::at("src/worker/Cargo.toml"),
        workspace::at("package-lock.json"),
    ];
    let stamp = Stamp::of("worker", &sources)?;
    if stamp.matches(&module()) {
        return Ok(());
    }
    step("binding and shrinking the Worker", || {
        succeed(
            Command::new(worker_build)
                .arg("--release")
                .envs(environment)
                .current_dir(workspace::at("src/worker")),
        )?;
        let shrunk = fs::read(wasm()).context("worker-build left no wasm")?;
        let nameless = without_names(&shrunk)?;
        fs::write(wasm(), &nameless).context("cannot write the wasm")?;
        say(&format!(
            "the Worker's wasm has {} KB",
            nameless.len() / 1000
        ));
        stamp.keep()
    })
}
