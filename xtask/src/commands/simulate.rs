//! `cargo xtask simulate`: the whole system under seeded faults and virtual time, any number of times.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};

use crate::artefacts;

/// Becomes the simulation.
pub(crate) fn run(seeds: u64, from: u64) -> Result<()> {
    let program = artefacts::program("simulation")?;
    let failure = Command::new(program)
        .args(["--seeds", &seeds.to_string(), "--from", &from.to_string()])
        .exec();
    Err(failure).context("cannot start the simulation")
}
