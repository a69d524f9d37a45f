//! wrangler, without telemetry, look-ups and files in the home directory.

use std::process::Command;

use anyhow::Result;

use super::node;
use crate::workspace;

/// Tells `wrangler.toml`'s build command that the Worker has just been built.
pub(crate) const BUILT_MARK: &str = "GOODWORD_IS_BUILT";

/// Returns wrangler, ready for its arguments.
pub(crate) fn wrangler() -> Result<Command> {
    let mut command = node::script("wrangler/bin/wrangler.js")?;
    command
        .env("WRANGLER_SEND_METRICS", "false")
        .env("WRANGLER_SEND_ERROR_REPORTS", "false")
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
        .env("XDG_CONFIG_HOME", workspace::own("wrangler"))
        .env("CI", "true");
    Ok(command)
}
