//! The Worker, in `src/worker/build`: compiled for wasm, and then bound, shrunk and wrapped by worker-build.
//!
//! Cargo decides whether the wasm is new. worker-build would bind and shrink it each time, so it runs only when the
//! wasm is new.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::stamp::Stamp;
use super::wasm_names::without_names;
use crate::processes::succeed;
use crate::progress::{say, step};
use crate::tools::{self, WASM, cargo, node};
use crate::workspace;

/// worker-build sets it for its own cargo. It is set for ours too: cargo compiles everything again when it changes.
const BOUND_BY_JS_SYS: (&str, &str) = ("WASM_BINDGEN_USE_JS_SYS", "1");

/// Returns the path of the module that `wrangler.toml` names.
pub(crate) fn module() -> PathBuf {
    workspace::at("src/worker/build/index.js")
}

/// Returns the path of the wasm beside it.
pub(crate) fn wasm() -> PathBuf {
    workspace::at("src/worker/build/index_bg.wasm")
}

/// Compiles the Worker.
pub(super) fn compile() -> Result<()> {
    tools::wasm_target()?;
    step("compiling the Worker", || {
        succeed(
            "compiling the Worker",
            cargo()
                .args(["build", "--lib", "--release", "--target", WASM])
                .env(BOUND_BY_JS_SYS.0, BOUND_BY_JS_SYS.1)
                .current_dir(workspace::at("src/worker")),
        )
    })
}

/// Makes a module for workerd from the compiled Worker. The npm packages must be there.
pub(super) fn wrap(worker_build: &Path, wasm_bindgen: &Path) -> Result<()> {
    let compiled = workspace::built(WASM).join("release/goodword.wasm");
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
    let tools: [(&str, OsString); 4] = [
        ("PATH", node::path()?),
        ("WASM_BINDGEN_BIN", wasm_bindgen.into()),
        ("WASM_OPT_BIN", bin("wasm-opt").into()),
        ("ESBUILD_BIN", bin("esbuild").into()),
    ];
    step("binding and shrinking the Worker", || {
        succeed(
            "worker-build",
            Command::new(worker_build)
                .arg("--release")
                .envs(tools)
                .env(BOUND_BY_JS_SYS.0, BOUND_BY_JS_SYS.1)
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

fn bin(program: &str) -> PathBuf {
    workspace::at("node_modules/.bin").join(program)
}
