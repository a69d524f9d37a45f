//! `cargo xtask sandbox`: the sandbox HubSpot alone. Its arguments are the sandbox's own, and so is
//! its standard output, whose first line is JSON.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};

use crate::artefacts;

/// Becomes the sandbox.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let program = artefacts::program("sandbox")?;
    let failure = Command::new(program).args(arguments).exec();
    Err(failure).context("cannot start the sandbox")
}
