//! A running system: the sandbox HubSpot, and the Worker beside it.

mod sandbox;
mod worker;

pub(crate) use sandbox::{Sandbox, SandboxOptions};
pub(crate) use worker::{Worker, WorkerOptions};
