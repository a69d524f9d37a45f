//! `cargo xtask bench`: figures that the product promises, measured on this machine.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::json;

use crate::bench::{requests_per_second, wasm_size};
use crate::parts::told_where;
use crate::processes::{capture, free_port};
use crate::progress::step;
use crate::stack::{BareWorker, Sandbox, SandboxOptions};
use crate::tools::node;
use crate::{artefacts, main_job, workspace};

/// The options of the benchmark.
#[derive(Args)]
pub(crate) struct Options {
    /// How many contacts are synced, and links then followed.
    #[arg(long, default_value_t = 1000)]
    contacts: u32,
    /// For how many seconds links are followed.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Over how many connections.
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Measures instead how the Users tab answers when an account has so many referrers.
    #[arg(long)]
    users: Option<u32>,
}

/// Measures, and prints a JSON object as the last line.
pub(crate) fn run(options: &Options) -> Result<()> {
    if let Some(referrers) = options.users {
        return users(referrers);
    }
    let built = artefacts::all()?;
    let port = free_port()?;
    let sandbox = Sandbox::start(&SandboxOptions {
        program: built.sandbox,
        record_page: built.record_page,
        port: 0,
        home: workspace::directory(workspace::own("bench"))?,
        contacts: options.contacts,
        seed: 1,
        latency: None,
        worker: format!("http://localhost:{port}"),
        shows_cards: false,
    })?;
    let worker = BareWorker::start(port, &sandbox.account)?;
    let job = main_job::play(&sandbox, &worker.origin)?;
    let paths = main_job::link_paths(&sandbox, &worker.origin).context("no links to follow")?;
    let redirects = step("following links as fast as they are answered", || {
        let time = Duration::from_secs(options.seconds);
        requests_per_second(port, &paths, 302, options.connections, time)
    })?;
    let figures = json!({
        "worker": wasm_size()?,
        "main_job": job.summary,
        "redirects_per_second": redirects.round(),
    });
    println!("{figures}");
    Ok(())
}

/// Measures the Users tab. The stories' own code drives the Worker: this takes a session and the API's description.
fn users(referrers: u32) -> Result<()> {
    let mut script = Command::new(node::node()?);
    script
        .args(["--experimental-transform-types", "--no-warnings"])
        .arg(workspace::at("tests/e2e/benchmarks/users.ts"))
        .arg(referrers.to_string());
    told_where(&mut script)?;
    let said = step("asking for users", || capture(&mut script))?;
    ensure!(said.status.success(), "{}", said.text);
    println!("{}", said.text.trim_end());
    Ok(())
}
