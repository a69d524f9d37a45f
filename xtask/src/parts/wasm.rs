//! The Worker's own tests, compiled for wasm and run under Node: what only wasm can show.

use std::process::Command;

use anyhow::Result;

use super::counting;
use crate::report::Tally;
use crate::tools::{self, node};
use crate::workspace;

pub(super) fn run() -> Result<Tally> {
    tools::packages()?;
    tools::wasm_target()?;
    let runner = tools::test_runner()?;
    let (text, is_well) = counting::run(
        "wasm tests",
        Command::new("cargo")
            .args([
                "test",
                "--package",
                "goodword",
                "--target",
                "wasm32-unknown-unknown",
            ])
            .arg("--no-fail-fast")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env("PATH", node::path()?)
            .current_dir(workspace::root()),
    )?;
    Ok(counting::libtest(&text).with_failure_if(!is_well))
}
