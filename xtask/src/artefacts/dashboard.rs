//! The static files, in `www/dashboard/dist`: the dashboard, and beside it the script for customers' own sites.

use std::fs;

use anyhow::{Context, Result};

use super::stamp::Stamp;
use crate::processes::{both, succeed};
use crate::progress::step;
use crate::tools::node;
use crate::workspace;

/// Builds them. The npm packages must be there.
pub(super) fn build() -> Result<()> {
    let script = workspace::at("www/dashboard/dist/ref.js");
    let sources = [
        workspace::at("www/dashboard"),
        workspace::at("www/script"),
        workspace::at("package-lock.json"),
    ];
    let stamp = Stamp::of("dashboard", &sources)?;
    if stamp.matches(&script) {
        return Ok(());
    }
    step("building the dashboard", || {
        both(
            || package("@goodword/dashboard"),
            || package("@goodword/script"),
        )?;
        // Vite empties the directory when it builds, so the copy comes after it.
        let built = workspace::at("www/script/dist/ref.js");
        fs::copy(built, &script).context("cannot copy the script")?;
        stamp.keep()
    })
}

fn package(name: &str) -> Result<()> {
    succeed(
        &format!("building {name}"),
        node::npm()?.args(["run", "--silent", "build", "--workspace", name]),
    )
}
