//! Rust's standard library for WebAssembly.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::processes::{capture, succeed};
use crate::progress::step;
use crate::workspace;

/// The target that a Worker is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that the toolchain can compile for it.
pub(crate) fn wasm_target() -> Result<()> {
    let _alone = workspace::exclusively("the wasm target")?;
    let asked = capture(
        Command::new("rustc")
            .args(["--target", WASM, "--print", "target-libdir"])
            .current_dir(workspace::root()),
    )?;
    if asked.status.success()
        && asked
            .text
            .lines()
            .next()
            .is_some_and(|path| Path::new(path).exists())
    {
        return Ok(());
    }
    step("adding the wasm target", || {
        succeed(
            "rustup target add",
            Command::new("rustup")
                .args(["target", "add", WASM])
                .current_dir(workspace::root()),
        )
    })
}
