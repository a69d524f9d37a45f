//! The sandbox's record page, and the card's bundle that runs in it, in `target/record-page`.

use std::path::PathBuf;

use anyhow::Result;

use super::stamp::Stamp;
use crate::processes::succeed;
use crate::progress::step;
use crate::tools::node;
use crate::workspace;

/// Builds them. The npm packages must be there.
pub(super) fn build() -> Result<PathBuf> {
    let output = workspace::own("record-page");
    let sources = [
        workspace::at("tests/sandbox/record-page"),
        workspace::at("www/hubspot"),
        workspace::at("package-lock.json"),
    ];
    let stamp = Stamp::of("record-page", &sources)?;
    if !stamp.matches(&output) {
        step("building the record page and the card", || {
            succeed(
                "building the record page",
                node::npm()?.args([
                    "run",
                    "--silent",
                    "build",
                    "--workspace",
                    "@goodword/record-page",
                ]),
            )?;
            stamp.keep()
        })?;
    }
    Ok(output)
}
