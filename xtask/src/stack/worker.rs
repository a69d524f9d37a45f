//! The Worker in workerd, through `wrangler dev`.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;

use super::sandbox::Account;
use super::settings;
use crate::http::Client;
use crate::processes::{Service, free_port};
use crate::tools::{BUILT_MARK, wrangler};
use crate::workspace;

/// wrangler bundles, starts two workerds and loads the wasm: 4 s on two idle cores.
const PATIENCE: Duration = Duration::from_secs(90);

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
        let settings = settings::of(&origin, account)?
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
