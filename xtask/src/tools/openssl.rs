//! OpenSSL's headers, which worker-build is compiled against on Linux (it can download programs, a
//! thing that it is never asked to do here). macOS brings its own TLS.

use std::process::Command;

use anyhow::{Result, bail};
use nix::unistd::geteuid;

use crate::processes::{capture, succeed};
use crate::progress::step;

const PACKAGES: [&str; 2] = ["libssl-dev", "pkg-config"];

/// Makes sure that the headers are there. On a Debian where this program may install packages (a
/// container, a build machine) it does so; elsewhere it says which command does.
pub(super) fn headers() -> Result<()> {
    if !cfg!(target_os = "linux") || are_there() {
        return Ok(());
    }
    if !geteuid().is_root() || capture(Command::new("apt-get").arg("--version")).is_err() {
        bail!(
            "worker-build is compiled against OpenSSL, whose headers are missing. \
             On Debian: sudo apt-get install --yes {}",
            PACKAGES.join(" ")
        );
    }
    step("installing OpenSSL's headers by apt-get", || {
        succeed(Command::new("apt-get").args(["update", "--quiet"]))?;
        succeed(
            Command::new("apt-get")
                .env("DEBIAN_FRONTEND", "noninteractive")
                .args(["install", "--yes", "--quiet", "--no-install-recommends"])
                .args(PACKAGES),
        )
    })
}

fn are_there() -> bool {
    std::env::var_os("OPENSSL_DIR").is_some()
        || capture(Command::new("pkg-config").args(["--exists", "openssl"]))
            .is_ok_and(|said| said.status.success())
}
