//! `cargo xtask openapi`: writes the description of the API from the types of the Worker. The description is served
//! with the dashboard, whose own types are made from it. A test fails while the file differs from what this writes.

use std::process::Command;

use anyhow::Result;

use crate::processes::succeed;
use crate::progress::step;
use crate::tools::{WHOLE_WORKSPACE, cargo};
use crate::workspace;

/// The place where the dashboard's build looks for it.
const FILE: &str = "www/dashboard/openapi.json";

/// Writes it.
pub(crate) fn run() -> Result<()> {
    step("describing the API", || {
        succeed(
            "building the description",
            cargo()
                .args(["build", "--example", "openapi"])
                .args(WHOLE_WORKSPACE),
        )?;
        succeed(
            "describing the API",
            Command::new(workspace::built("debug/examples/openapi")).arg(workspace::at(FILE)),
        )
    })
}
