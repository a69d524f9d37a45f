//! `cargo xtask build`: the Worker and the dashboard, as `wrangler deploy` takes them. It is also the
//! build command in `wrangler.toml`.

use anyhow::Result;

use crate::artefacts;

/// Builds them.
pub(crate) fn run() -> Result<()> {
    artefacts::deployable()
}
