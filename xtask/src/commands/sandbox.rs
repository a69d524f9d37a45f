//! `cargo xtask sandbox`: the sandbox HubSpot alone. Its arguments are the sandbox's own, and so is
//! its standard output, whose first line is JSON.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};

use crate::artefacts::{Program, programs};

/// Becomes the sandbox.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    programs(&[Program::Sandbox])?;
    let failure = Command::new(Program::Sandbox.path()).args(arguments).exec();
    Err(failure).context("cannot start the sandbox")
}
