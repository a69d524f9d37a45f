//! The parts that have to be built before anything can run: the Worker, the dashboard, the record page, and the
//! native programs. A part is built again only when something it is made of has changed. Parts that do not need each
//! other are built beside each other.

mod dashboard;
mod native;
mod record_page;
mod stamp;
mod wasm_names;
pub(crate) mod worker;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use native::{Program, programs};

use crate::processes::both;
use crate::tools;

/// The built parts of a running system.
pub(crate) struct Artefacts {
    /// The sandbox's program.
    pub(crate) sandbox: PathBuf,
    /// The directory with the record page and the card's bundle.
    pub(crate) record_page: PathBuf,
}

/// Builds everything, and installs the tools that this takes.
pub(crate) fn all() -> Result<Artefacts> {
    let pages = || {
        tools::packages()?;
        let record_page = record_page::build()?;
        dashboard::build()?;
        Ok(record_page)
    };
    let (record_page, ()) = with_worker(|| both(pages, || programs(&[Program::Sandbox])))?;
    Ok(Artefacts {
        sandbox: Program::Sandbox.path(),
        record_page,
    })
}

/// Builds what a deployment takes: the Worker and the dashboard.
pub(crate) fn deployable() -> Result<()> {
    with_worker(|| {
        tools::packages()?;
        dashboard::build()
    })
}

/// Builds the Worker, and beside it everything else. The npm packages must be among that.
fn with_worker<T: Send>(others: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    // The compilation of the Worker is the longest, and its last minute keeps one core busy.
    let its_tools = || both(tools::wasm_bindgen, tools::worker_build);
    let (others, ((), (wasm_bindgen, worker_build))) =
        both(others, || both(worker::compile, its_tools))?;
    worker::wrap(&worker_build, &wasm_bindgen)?;
    Ok(others)
}
