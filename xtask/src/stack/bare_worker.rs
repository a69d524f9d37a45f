//! The Worker in workerd alone. A benchmark through wrangler would measure wrangler's proxy. A script stands for
//! Workers KV; the queue takes everything and delivers nothing.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::sandbox::Account;
use super::settings;
use crate::artefacts;
use crate::http::Client;
use crate::processes::Service;
use crate::tools::node;
use crate::workspace;

const CONFIG: &str = include_str!("bare_worker.capnp");
const STAND_INS: &str = include_str!("stand_ins.js");
const PATIENCE: Duration = Duration::from_secs(30);

/// A running Worker.
pub(crate) struct BareWorker {
    /// Its origin.
    pub(crate) origin: String,
    _service: Service,
}

impl BareWorker {
    /// Starts the built Worker, with empty tables, on this port.
    pub(crate) fn start(port: u16, account: &Account) -> Result<Self> {
        let home = workspace::empty_directory(workspace::own("bench/worker"))?;
        workspace::directory(home.join("tables"))?;
        for (name, text) in [("config.capnp", CONFIG), ("stand_ins.js", STAND_INS)] {
            fs::write(home.join(name), text).with_context(|| format!("cannot write {name}"))?;
        }
        for built in [artefacts::worker::module(), artefacts::worker::wasm()] {
            let name = built.file_name().context("a file without a name")?;
            fs::copy(&built, home.join(name))
                .with_context(|| format!("cannot copy {}", built.display()))?;
        }
        let origin = format!("http://localhost:{port}");
        let mut command = Command::new(workspace::at("node_modules/.bin/workerd"));
        command
            .args(["serve", "config.capnp", "--experimental"])
            .arg(format!("--socket-addr=http=127.0.0.1:{port}"))
            .arg(format!(
                "--directory-path=tables={}",
                home.join("tables").display()
            ))
            .current_dir(&home)
            .env("PATH", node::path()?);
        for (name, value) in settings::of(&origin, account)?.pairs() {
            command.env(name, value);
        }
        let mut service = Service::start("worker", &home, &mut command)?;
        let client = Client::new();
        let page = format!("{origin}/r/none");
        service.wait_until("ready", PATIENCE, || client.get(&page).is_ok())?;
        Ok(Self {
            origin,
            _service: service,
        })
    }
}
