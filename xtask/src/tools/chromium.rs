//! The browser of the end-to-end tests.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

/// Where Debian, other Linux distributions and macOS put it.
const PLACES: [&str; 7] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The browser's program: the variable `CHROMIUM` names it, or it is where it usually is.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!("CHROMIUM names {}, which is not there", named.display());
    }
    if let Some(found) = PLACES
        .iter()
        .map(PathBuf::from)
        .find(|place| place.is_file())
    {
        return Ok(found);
    }
    let install = if cfg!(target_os = "macos") {
        "brew install --cask chromium"
    } else {
        "sudo apt-get install --yes chromium"
    };
    bail!("Chromium is missing. Install it: {install}  (or set CHROMIUM to a browser's path)")
}
