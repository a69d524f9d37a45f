//! `cargo xtask demo`: the whole product on this machine, with a sandbox in HubSpot's place.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::http::Client;
use crate::processes::{ClaimedPort, before_interrupt_ends};
use crate::progress::say;
use crate::stack::{Sandbox, SandboxOptions, Worker, WorkerOptions};
use crate::{artefacts, main_job, workspace};

/// Every minute, as in `wrangler.toml`.
const CRON: Duration = Duration::from_mins(1);

/// The options of the demo.
#[derive(Args)]
pub(crate) struct Options {
    /// How many contacts the sandbox's account has.
    #[arg(long, default_value_t = 1000)]
    contacts: u32,
    /// Source of the contacts: the same seed gives the same ones.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long each HubSpot call takes, in milliseconds.
    #[arg(long, value_name = "A..B")]
    latency_ms: Option<String>,
    /// Run the main job unattended and print its figures as JSON.
    #[arg(long)]
    once: bool,
    /// Write every call that the Worker made to HubSpot to this file.
    #[arg(long, value_name = "FILE")]
    har: Option<PathBuf>,
    /// The Worker's port.
    #[arg(long, default_value_t = 8787)]
    port: u16,
}

/// Builds everything, starts it, and either waits or plays the main job.
pub(crate) fn run(options: &Options) -> Result<()> {
    let built = artefacts::all()?;
    // The port is this demo's alone, and so is the directory: several demos may run at once.
    let port = ClaimedPort::prefer(options.port)?;
    let home = workspace::empty_directory(workspace::own("demo").join(port.number.to_string()))?;
    let worker_options = WorkerOptions {
        port: port.number,
        home: home.clone(),
    };
    let sandbox = Sandbox::start(&SandboxOptions {
        program: built.sandbox,
        record_page: built.record_page,
        port: 0,
        home,
        contacts: options.contacts,
        seed: options.seed,
        latency: options.latency_ms.clone(),
        worker: worker_options.origin(),
        shows_cards: !options.once,
    })?;
    say(&format!(
        "the sandbox HubSpot is at {}",
        sandbox.account.url
    ));
    let mut worker = Worker::start(&worker_options, &sandbox.account)?;
    say(&format!("the Worker is at {}", worker.origin));

    if !options.once {
        if let Some(file) = options.har.clone() {
            let url = sandbox.account.url.clone();
            before_interrupt_ends(move || {
                if let Err(failure) = save_har(&url, &file) {
                    say(&format!("{failure:#}"));
                }
            });
        }
        invite(&sandbox, &worker)?;
        ring_cron(worker.origin.clone());
        return worker.wait();
    }
    let outcome = play(&sandbox, &worker);
    if let Some(file) = &options.har {
        save_har(&sandbox.account.url, file)?;
    }
    outcome
}

fn play(sandbox: &Sandbox, worker: &Worker) -> Result<()> {
    let job = main_job::play(sandbox, &worker.origin)?;
    println!("{}", job.summary);
    if !job.is_well {
        bail!("not every contact carries its own working link");
    }
    Ok(())
}

fn invite(sandbox: &Sandbox, worker: &Worker) -> Result<()> {
    let account = &sandbox.account;
    let contacts = Client::new()
        .get(&format!(
            "{}/_sandbox/contacts?portal={}&limit=1",
            account.url, account.portal_id
        ))?
        .json()?;
    let contact = contacts
        .pointer("/contacts/0/id")
        .and_then(serde_json::Value::as_str)
        .context("the sandbox has no contact")?;
    println!();
    println!("Connect the account  {}/hubspot/oauth/start", worker.origin);
    println!("Dashboard            {}/", worker.origin);
    println!(
        "A contact's record   {}/contacts/{}/record/0-1/{contact}",
        account.url, account.portal_id
    );
    println!();
    println!("Cron rings every minute, as on Cloudflare. Ctrl-C ends everything.");
    Ok(())
}

/// Rings cron as Cloudflare's clock does, until the demo ends. wrangler does not.
fn ring_cron(worker: String) {
    thread::spawn(move || {
        let client = Client::new();
        loop {
            thread::sleep(CRON);
            // The result is in the Worker's log.
            let _ = client.get(&format!("{worker}/cdn-cgi/handler/scheduled"));
        }
    });
}

fn save_har(sandbox: &str, file: &Path) -> Result<()> {
    let har = Client::new().get(&format!("{sandbox}/_sandbox/har"))?;
    fs::write(file, har.body).with_context(|| format!("cannot write {}", file.display()))?;
    say(&format!("the calls to HubSpot are in {}", file.display()));
    Ok(())
}
