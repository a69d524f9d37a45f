//! The Worker in workerd, through `wrangler dev`.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::sandbox::Account;
use crate::http::Client;
use crate::processes::{Service, free_port};
use crate::tools::{BUILT_MARK, DevVars, wrangler};
use crate::workspace;

/// wrangler bundles, starts two workerds and loads the wasm: 4 s on two idle cores.
const PATIENCE: Duration = Duration::from_secs(90);
/// AES-256 and HMAC-SHA-256 both take keys of 32 bytes.
const KEY_BYTES: usize = 32;

/// How a Worker is to run.
pub(crate) struct WorkerOptions {
    /// Its port.
    pub(crate) port: u16,
    /// Where its tables are kept.
    pub(crate) state: PathBuf,
}

/// A running Worker.
pub(crate) struct Worker {
    /// Its origin.
    pub(crate) origin: String,
    service: Service,
}

impl WorkerOptions {
    /// The origin that the Worker will have.
    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }
}

impl Worker {
    /// Starts the built Worker against the sandbox's account, and waits until it answers.
    pub(crate) fn start(options: &WorkerOptions, account: &Account) -> Result<Self> {
        let origin = options.origin();
        let settings = DevVars::default()
            .with("PUBLIC_ORIGIN", &origin)
            .with("HUBSPOT_API_ORIGIN", &account.url)
            .with("HUBSPOT_APP_ORIGIN", &account.url)
            .with("HUBSPOT_CLIENT_ID", &account.client_id)
            .with("HUBSPOT_APP_ID", &account.app_id)
            .with("HUBSPOT_CLIENT_SECRET", &account.client_secret)
            .with("SEALING_KEYS", format!("local:{}", key()?))
            .with("SESSION_KEY", key()?)
            .write(workspace::directory(workspace::own("settings"))?.join("worker.env"))?;
        let mut command = wrangler()?;
        command
            .args([
                "dev",
                "--ip",
                "127.0.0.1",
                "--show-interactive-dev-session=false",
            ])
            .args(["--port", &options.port.to_string()])
            .args(["--inspector-port", &free_port()?.to_string()])
            .arg("--persist-to")
            .arg(&options.state)
            .arg("--env-file")
            .arg(settings)
            .env(BUILT_MARK, "yes");
        let mut service = Service::start("worker", &mut command)?;
        let client = Client::new();
        service.wait_until("ready", PATIENCE, || client.get(&origin).is_ok())?;
        Ok(Self { origin, service })
    }

    /// Runs on until something ends it.
    pub(crate) fn wait(&mut self) -> Result<()> {
        self.service.wait()
    }
}

/// A key of its own for each start: what one run of the demo sealed is of no use to another.
fn key() -> Result<String> {
    let mut bytes = [0; KEY_BYTES];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("no randomness")?;
    Ok(STANDARD.encode(bytes))
}
