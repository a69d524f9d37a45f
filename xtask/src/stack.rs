//! A running system: the sandbox HubSpot, and the Worker beside it.

mod bare_worker;
mod sandbox;
mod settings;
mod worker;

pub(crate) use bare_worker::BareWorker;
pub(crate) use sandbox::{Account, Sandbox, SandboxOptions};
pub(crate) use worker::{Worker, WorkerOptions};
