//! The npm packages of the lock file.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::processes::succeed;
use crate::progress::step;
use crate::workspace;

/// A copy of the lock file that the installed packages were taken from.
const STAMP: &str = "node_modules/.installed-from";

/// Makes `node_modules` agree with the lock file. Runs no package's install script: none is needed, and none can then
/// surprise.
///
/// This is not `npm ci`, which refuses a lock file that leaves out a package of another platform. A lock file has to,
/// where the registry at hand does not carry all platforms' packages.
pub(crate) fn packages() -> Result<()> {
    let lock = fs::read(workspace::at("package-lock.json")).context("no package-lock.json")?;
    let are_there = || fs::read(workspace::at(STAMP)).is_ok_and(|installed| installed == lock);
    if are_there() {
        return Ok(());
    }
    let _alone = workspace::exclusively("the npm packages")?;
    if are_there() {
        return Ok(());
    }
    step("installing the npm packages", || {
        succeed(
            "npm install",
            Command::new("npm")
                .args(["install", "--no-save", "--ignore-scripts"])
                .args(["--no-audit", "--no-fund", "--loglevel=error"])
                .current_dir(workspace::root()),
        )?;
        fs::write(workspace::at(STAMP), &lock).context("cannot mark the packages as installed")
    })
}
