//! `cargo xtask openapi`: the description of the API, made anew from the types of the Worker. It is served with the
//! dashboard, whose own types are made from it; a test fails while it is not what this writes.

use std::process::Command;

use anyhow::Result;

use crate::processes::succeed;
use crate::progress::step;
use crate::workspace;

/// Where the dashboard's build looks for it.
const FILE: &str = "www/dashboard/openapi.json";

/// Writes it.
pub(crate) fn run() -> Result<()> {
    step("describing the API", || {
        succeed(
            Command::new("cargo")
                .args(["run", "--quiet", "--package", "goodword"])
                .args(["--features", "openapi", "--example", "openapi", "--"])
                .arg(workspace::at(FILE))
                .current_dir(workspace::root()),
        )
    })
}
