//! The main job from its start to its verdict, and its summary.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{connection, links, sync};
use crate::http::Client;
use crate::progress::{say, step};
use crate::stack::Sandbox;

/// HubSpot's allowance for an installed marketplace app: 110 calls in any 10 seconds per account.
const CALLS_PER_WINDOW: f64 = 110.0;
const WINDOW_SECONDS: f64 = 10.0;
/// Number of complaints that are shown; the counts include all of them.
const COMPLAINTS_SHOWN: usize = 10;

/// The result of the job.
pub(crate) struct Job {
    /// The figures, as JSON.
    pub(crate) summary: Value,
    /// Whether every contact carries its own working link.
    pub(crate) is_well: bool,
}

/// Does the main job with the Worker at this origin.
pub(crate) fn play(sandbox: &Sandbox, worker: &str) -> Result<Job> {
    let account = &sandbox.account;
    let mut session = step("connecting the account", || {
        connection::connect(worker, &account.url)
    })?;
    let done = step("syncing every contact", || {
        sync::sync_everyone(&mut session)
    })?;
    let found = step("following every link", || links::inspect(account, worker))?;
    for complaint in found.complaints.iter().take(COMPLAINTS_SHOWN) {
        say(complaint);
    }
    let stats = Client::new()
        .get(&format!("{}/_sandbox/stats", account.url))?
        .json()?;
    let calls = stats
        .get("calls")
        .and_then(Value::as_f64)
        .context("stats without calls")?;
    let failed = done.run.pointer("/counts/failed").and_then(Value::as_u64);
    let summary = json!({
        "contacts": found.contacts,
        "linked": found.linked,
        "failed": failed,
        "hubspot_calls": stats.get("calls"),
        "http_429": stats.get("http_429"),
        "seconds": rounded(done.seconds),
        "seconds_at_quota": rounded(calls / CALLS_PER_WINDOW * WINDOW_SECONDS),
    });
    Ok(Job {
        summary,
        is_well: found.contacts > 0
            && found.linked == found.contacts
            && found.complaints.is_empty()
            && failed == Some(0),
    })
}

fn rounded(seconds: f64) -> f64 {
    (seconds * 100.0).round() / 100.0
}
