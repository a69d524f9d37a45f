//! The dashboard's static files, in `www/dashboard/dist`.

use anyhow::Result;

use super::stamp::Stamp;
use crate::processes::succeed;
use crate::progress::step;
use crate::tools::node;
use crate::workspace;

pub(super) fn build() -> Result<()> {
    let output = workspace::at("www/dashboard/dist/index.html");
    let sources = [
        workspace::at("www/dashboard"),
        workspace::at("package-lock.json"),
    ];
    let stamp = Stamp::of("dashboard", &sources)?;
    if stamp.matches(&output) {
        return Ok(());
    }
    step("building the dashboard", || {
        succeed(node::npm()?.args([
            "run",
            "--silent",
            "build",
            "--workspace",
            "@goodword/dashboard",
        ]))?;
        stamp.keep()
    })
}
