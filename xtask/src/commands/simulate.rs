//! `cargo xtask simulate`: the whole system under seeded faults and virtual time, any number of times.
//! Its arguments are the simulation's own.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};

use crate::artefacts::{Program, programs};

/// Becomes the simulation.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    programs(&[Program::Simulation])?;
    let failure = Command::new(Program::Simulation.path())
        .args(arguments)
        .exec();
    Err(failure).context("cannot start the simulation")
}
