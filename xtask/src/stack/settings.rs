//! The settings of a Worker beside a sandbox.

use std::fs::File;
use std::io::Read;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::sandbox::Account;
use crate::tools::DevVars;

/// AES-256 and HMAC-SHA-256 both take keys of 32 bytes.
const KEY_BYTES: usize = 32;

/// Returns the settings of the Worker at `origin` for the account, with keys of its own.
pub(super) fn of(origin: &str, account: &Account) -> Result<DevVars> {
    Ok(DevVars::default()
        .with("PUBLIC_ORIGIN", origin)
        .with("HUBSPOT_API_ORIGIN", &account.url)
        .with("HUBSPOT_APP_ORIGIN", &account.url)
        .with("HUBSPOT_CLIENT_ID", &account.client_id)
        .with("HUBSPOT_APP_ID", &account.app_id)
        .with("HUBSPOT_CLIENT_SECRET", &account.client_secret)
        .with("SEALING_KEYS", format!("local:{}", key()?))
        .with("SESSION_KEY", key()?)
        // The sandbox stands for DNS and for the Internet, where nobody knows a link domain.
        .with(
            "DNS_RESOLVER",
            format!("{}/_sandbox/dns-query", account.url),
        )
        .with(
            "LINK_HOST_SITE",
            format!("{}/_sandbox/hosts/{{host}}", account.url),
        )
        // Each triggering of cron should find every ongoing sync due.
        .with("SWEEP_MINUTES", "0"))
}

/// Returns a new key for each start: no run of the demo opens the secrets of another.
fn key() -> Result<String> {
    let mut bytes = [0; KEY_BYTES];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("no randomness")?;
    Ok(STANDARD.encode(bytes))
}
