//! `cargo xtask dev`: the Worker alone, against the HubSpot that its settings name: `wrangler.toml`,
//! and over it `.dev.vars`. It is built again whenever its sources change.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::{artefacts, tools};

/// Becomes wrangler. The arguments are wrangler's own.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    artefacts::deployable()?;
    let failure = tools::wrangler()?.arg("dev").args(arguments).exec();
    Err(failure).context("cannot start wrangler")
}
