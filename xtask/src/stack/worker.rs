//! The Worker in workerd, through `wrangler dev`.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;

use super::sandbox::Account;
use super::settings;
use crate::http::Client;
use crate::processes::{Service, free_port};
use crate::tools::{BUILT_MARK, wrangler};

/// wrangler bundles, starts two workerds and loads the wasm: 4 s on two idle cores.
const PATIENCE: Duration = Duration::from_secs(90);

/// The options of a Worker.
pub(crate) struct WorkerOptions {
    /// Its port.
    pub(crate) port: u16,
    /// The directory for its tables, its settings and its log.
    pub(crate) home: PathBuf,
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
        let settings = settings::of(&origin, account)?.write(options.home.join("worker.env"))?;
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
            .arg(options.home.join("state"))
            .arg("--env-file")
            .arg(settings)
            // wrangler keeps there which Workers run, and would connect those of two demos.
            .env("XDG_CONFIG_HOME", options.home.join("wrangler"))
            .env(BUILT_MARK, "yes");
        let mut service = Service::start("worker", &options.home, &mut command)?;
        let client = Client::new();
        service.wait_until("ready", PATIENCE, || client.get(&origin).is_ok())?;
        Ok(Self { origin, service })
    }

    /// Runs on until something ends it.
    pub(crate) fn wait(&mut self) -> Result<()> {
        self.service.wait()
    }
}
