//! OpenSSL's headers. worker-build is compiled against them on Linux, although the one thing that needs them, the
//! download of other tools, is never used here. macOS brings its own TLS.

use std::process::Command;

use anyhow::{Result, bail};

use super::debian;
use crate::processes::capture;

const PACKAGES: [&str; 2] = ["libssl-dev", "pkg-config"];

/// Makes sure that the headers are there: installs them where it may, and otherwise names the command that does.
pub(super) fn headers() -> Result<()> {
    if !cfg!(target_os = "linux") || are_there() {
        return Ok(());
    }
    if debian::may_install() {
        return debian::install(&PACKAGES);
    }
    bail!(
        "worker-build is compiled against OpenSSL, whose headers are missing. \
         On Debian: sudo apt-get install --yes {}",
        PACKAGES.join(" ")
    );
}

fn are_there() -> bool {
    std::env::var_os("OPENSSL_DIR").is_some()
        || capture(Command::new("pkg-config").args(["--exists", "openssl"]))
            .is_ok_and(|said| said.status.success())
}
