//! Programs of the workspace that run on this machine.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::processes::succeed;
use crate::progress::step;
use crate::workspace;

/// Builds a package's program of the same name, and says where it is.
pub(crate) fn program(package: &str) -> Result<PathBuf> {
    step(&format!("building the {package}"), || {
        succeed(
            Command::new("cargo")
                .args(["build", "--quiet", "--package", package, "--bin", package])
                .current_dir(workspace::root()),
        )
    })?;
    Ok(workspace::built("debug").join(package))
}
