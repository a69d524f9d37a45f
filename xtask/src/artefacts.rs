//! What has to be built before anything can run: the Worker, the dashboard, the record page, and the
//! native programs. Each is built once and only again when something it is made of has changed.

mod dashboard;
mod native;
mod record_page;
mod stamp;
mod wasm_names;
pub(crate) mod worker;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use native::program;

use crate::tools;

/// The built parts of a running system.
pub(crate) struct Artefacts {
    /// The sandbox's program.
    pub(crate) sandbox: PathBuf,
    /// The directory with the record page and the card's bundle.
    pub(crate) record_page: PathBuf,
}

/// Builds everything, with the tools that it takes.
pub(crate) fn all() -> Result<Artefacts> {
    tools::packages()?;
    let sandbox = program("sandbox")?;
    let record_page = record_page::build()?;
    deployable()?;
    Ok(Artefacts {
        sandbox,
        record_page,
    })
}

/// Builds what a deployment takes: the Worker and the dashboard.
pub(crate) fn deployable() -> Result<()> {
    tools::packages()?;
    dashboard::build()?;
    worker::build()
}
