//! The simulation: its own tests, every crash point of a sync among them, and 500 seeds.

use std::process::Command;

use anyhow::Result;

use super::counting;
use crate::artefacts;
use crate::report::Tally;
use crate::workspace;

const SEEDS: u32 = 500;

pub(super) fn run() -> Result<Tally> {
    let (text, is_well) = counting::run(
        "simulation tests",
        Command::new("cargo")
            .args(["test", "--package", "simulation", "--no-fail-fast"])
            .current_dir(workspace::root()),
    )?;
    let mut tally = counting::libtest(&text).with_failure_if(!is_well);
    let program = artefacts::program("simulation")?;
    let (_, is_well) = counting::run(
        &format!("simulation of {SEEDS} seeds"),
        Command::new(program).args(["--seeds", &SEEDS.to_string(), "--from", "0"]),
    )?;
    tally += Tally::one(is_well);
    Ok(tally)
}
