//! Formatting and lints of Rust. Each is one test.

use anyhow::Result;

use super::counting;
use crate::report::Tally;
use crate::tools::{self, WASM, WHOLE_WORKSPACE, cargo};

pub(super) fn run() -> Result<Tally> {
    tools::wasm_target()?;
    let mut rustfmt = cargo();
    rustfmt.args(["fmt", "--all", "--check"]);
    let mut clippy = cargo();
    clippy
        .args(["clippy", "--quiet", "--all-targets"])
        .args(WHOLE_WORKSPACE)
        .args(["--", "--deny", "warnings"]);
    // The tests in wasm, and a few lines of the library, are not compiled natively.
    let mut clippy_for_wasm = cargo();
    clippy_for_wasm
        .args(["clippy", "--quiet", "--package", "goodword"])
        .args(["--all-targets", "--target", WASM])
        .args(["--", "--deny", "warnings"]);
    let mut tally = Tally::default();
    for (name, mut command) in [
        ("rustfmt", rustfmt),
        ("clippy", clippy),
        ("clippy of the Worker for wasm", clippy_for_wasm),
    ] {
        tally += Tally::one(counting::run(name, &mut command)?.1);
    }
    Ok(tally)
}
