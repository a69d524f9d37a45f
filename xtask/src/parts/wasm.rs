//! The Worker's own tests that only wasm can run, compiled for wasm and run under Node.

use anyhow::Result;

use super::counting;
use crate::report::Tally;
use crate::tools::{self, WASM, cargo, node};

pub(super) fn run() -> Result<Tally> {
    tools::packages()?;
    tools::wasm_target()?;
    let runner = tools::wasm_test_runner()?;
    let (text, is_well) = counting::run(
        "wasm tests",
        cargo()
            .args(["test", "--package", "goodword", "--target", WASM])
            .arg("--no-fail-fast")
            // They run for a second: to compile them well would take longer.
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env("PATH", node::path()?),
    )?;
    Ok(counting::libtest(&text).with_failure_if(!is_well))
}
