//! The browser of the end-to-end tests.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use super::debian;

/// The places where Debian, other Linux distributions and macOS put it.
const PLACES: [&str; 7] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const PACKAGE: &str = "chromium";

/// Returns the browser's program. The variable `CHROMIUM` names it, or it is in one of the usual places. If there is
/// none, installs it where it may, and otherwise names the command that does.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!("CHROMIUM names {}, which is not there", named.display());
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    if debian::may_install() {
        debian::install(&[PACKAGE])?;
        if let Some(found) = installed() {
            return Ok(found);
        }
    }
    let install = if cfg!(target_os = "macos") {
        "brew install --cask chromium"
    } else {
        "sudo apt-get install --yes chromium (on Debian)"
    };
    bail!("Chromium is missing. Install it: {install}  (or set CHROMIUM to a browser's path)")
}

fn installed() -> Option<PathBuf> {
    PLACES
        .iter()
        .map(PathBuf::from)
        .find(|place| place.is_file())
}
