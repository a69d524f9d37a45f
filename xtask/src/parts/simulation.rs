//! The simulation: 500 seeds, every crash point of a sync, and its experiments. They are the package's
//! own tests, and as slow as they are thorough; so they are a part of their own.

use std::process::Command;

use anyhow::Result;

use super::counting;
use crate::report::Tally;
use crate::workspace;

pub(super) fn run() -> Result<Tally> {
    let (text, is_well) = counting::run(
        "simulation tests",
        Command::new("cargo")
            .args(["test", "--package", "simulation", "--no-fail-fast"])
            .current_dir(workspace::root()),
    )?;
    Ok(counting::libtest(&text).with_failure_if(!is_well))
}
