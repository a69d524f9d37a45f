//! The sandbox HubSpot as a process.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::processes::Service;

/// The sandbox makes a contact in some microseconds. This is enough for a million of them on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The options of a sandbox.
pub(crate) struct SandboxOptions {
    /// Its program.
    pub(crate) program: PathBuf,
    /// The record page's files.
    pub(crate) record_page: PathBuf,
    /// The directory for its log.
    pub(crate) home: PathBuf,
    /// Its port; 0 is any.
    pub(crate) port: u16,
    /// How many contacts its portal has.
    pub(crate) contacts: u32,
    /// The source of its contacts and its secrets.
    pub(crate) seed: u64,
    /// How long a call takes, `A..B` in milliseconds.
    pub(crate) latency: Option<String>,
    /// The Worker's origin.
    pub(crate) worker: String,
    /// Whether every contact's record page can show the card. HubSpot gives the record's id to a card as a number.
    /// Otherwise some ids are larger than a number holds exactly, which must not disturb a Worker.
    pub(crate) shows_cards: bool,
}

/// The account that the sandbox describes in its first line.
#[derive(Debug, Deserialize)]
pub(crate) struct Account {
    /// Its origin.
    pub(crate) url: String,
    /// The app's public name.
    pub(crate) client_id: String,
    /// The app's secret.
    pub(crate) client_secret: String,
    /// The app's number.
    #[serde(deserialize_with = "text")]
    pub(crate) app_id: String,
    /// The portal's number.
    #[serde(deserialize_with = "text")]
    pub(crate) portal_id: String,
}

/// A running sandbox.
pub(crate) struct Sandbox {
    /// The account that it describes.
    pub(crate) account: Account,
    _service: Service,
}

impl Sandbox {
    /// Starts a sandbox and waits until it listens.
    pub(crate) fn start(options: &SandboxOptions) -> Result<Self> {
        let worker = &options.worker;
        let mut command = Command::new(&options.program);
        command
            .args(["--port", &options.port.to_string()])
            .args(["--contacts", &options.contacts.to_string()])
            .args(["--seed", &options.seed.to_string()])
            .args([
                "--redirect-url",
                &format!("{worker}/hubspot/oauth/callback"),
            ])
            .args(["--permitted-fetch", worker])
            .args(["--card-variable", &format!("apiOrigin={worker}")])
            .arg("--record-assets")
            .arg(&options.record_page);
        if options.shows_cards {
            command.arg("--ids-within-doubles");
        }
        if let Some(latency) = &options.latency {
            command.args(["--latency-ms", latency]);
        }
        let (service, line) =
            Service::start_and_hear("sandbox", &options.home, &mut command, PATIENCE)?;
        let account = serde_json::from_str(&line)
            .with_context(|| format!("the sandbox's first line is not as agreed: {line}"))?;
        Ok(Self {
            account,
            _service: service,
        })
    }
}

/// Reads a number or a text as a text.
fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    })
}
