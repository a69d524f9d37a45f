//! Packages of Debian. On a Debian where this program may install packages (a container, a build machine) it does so.

use std::process::Command;

use anyhow::Result;
use nix::unistd::geteuid;

use crate::processes::{capture, succeed};
use crate::progress::step;
use crate::workspace;

/// Whether this program may install packages.
pub(super) fn may_install() -> bool {
    cfg!(target_os = "linux")
        && geteuid().is_root()
        && capture(Command::new("apt-get").arg("--version")).is_ok()
}

/// Installs the packages.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    let _lock = workspace::exclusively("Debian's packages")?;
    step(
        &format!("installing {} by apt-get", packages.join(", ")),
        || {
            succeed(
                "apt-get update",
                Command::new("apt-get").args(["update", "--quiet"]),
            )?;
            succeed(
                "apt-get install",
                Command::new("apt-get")
                    .env("DEBIAN_FRONTEND", "noninteractive")
                    .args(["install", "--yes", "--quiet", "--no-install-recommends"])
                    .args(packages),
            )
        },
    )
}
