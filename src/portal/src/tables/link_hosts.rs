//! The table of link hosts: the portal's own hosts under which its links are served.
//!
//! Invariant: at most one host is wanted; the others are being released.
//!
//! Left to others: the steps of a host from the claim to its release ([`crate::links::hosts`]).

use domain::LinkHost;
use serde::{Deserialize, Serialize};

use crate::storage::columns::{self, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

/// The state of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Progress {
    /// The host is to be claimed at the Directory.
    Claiming,
    /// The Directory has granted the host to another portal.
    Taken,
    /// The portal owns the host. It is in use as soon as LINKS has its record.
    Held,
    /// The host is to be released.
    Leaving,
}
columns::named!(Progress);

row! {
    /// A host's row.
    #[derive(Debug)]
    pub(crate) struct Host {
        pub(crate) name: LinkHost = "host",
        pub(crate) progress: Progress = "state",
        pub(crate) version: u32 = "version",
        /// Whether LINKS has the present version.
        pub(crate) is_published: bool = "published >= version",
    }
}

impl Host {
    /// Returns whether the portal's links are served under this host.
    pub(crate) fn is_active(&self) -> bool {
        self.progress == Progress::Held && self.is_published
    }
}

/// Returns one host.
pub(crate) fn get(database: &Database, id: u32) -> Result<Host, PortalError> {
    let columns = Host::COLUMNS;
    let statement = format!("SELECT {columns} FROM link_host WHERE id = ?1");
    let found = database.first(&statement, &[id.into()])?;
    found.ok_or(PortalError::Unreadable("a host"))
}

/// Returns the host that the portal wants.
pub(crate) fn wanted(database: &Database) -> Result<Option<Host>, PortalError> {
    let columns = Host::COLUMNS;
    let statement = format!("SELECT {columns} FROM link_host WHERE state <> 'leaving'");
    database.first(&statement, &[])
}

/// Returns the portal's own host under which its links are served; `None` if that is the shared host.
pub(crate) fn active(database: &Database) -> Result<Option<LinkHost>, PortalError> {
    let active = wanted(database)?.filter(Host::is_active);
    Ok(active.map(|host| host.name))
}

/// Returns the hosts that are being released.
pub(crate) fn leaving(database: &Database) -> Result<Vec<LinkHost>, PortalError> {
    let statement = "SELECT host FROM link_host WHERE state = 'leaving' ORDER BY host";
    database.all(statement, &[])
}

/// Returns a host that can be released, because LINKS has no record of it any more.
pub(crate) fn to_be_released(database: &Database) -> Result<Option<LinkHost>, PortalError> {
    database.first(
        "SELECT host FROM link_host WHERE state = 'leaving' AND published >= version \
         AND NOT EXISTS (SELECT 1 FROM link_block WHERE published < version) LIMIT 1",
        &[],
    )
}

/// Returns whether a claim or release of a host is still to be sent to the Directory.
pub(crate) fn are_unsettled(database: &Database) -> Result<bool, PortalError> {
    let statement = "SELECT 1 FROM link_host WHERE state IN ('claiming', 'leaving') LIMIT 1";
    database.exists(statement, &[])
}

/// Stores that a host is to be claimed. Only the Directory knows whether a host that is being released still belongs to
/// the portal.
pub(crate) fn claim(database: &Database, host: &LinkHost) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO link_host (host, state) VALUES (?1, ?2) \
         ON CONFLICT (host) DO UPDATE SET state = excluded.state",
        &[host.into(), to_name(&Progress::Claiming)?],
    )
}

/// Stores a host's state. `publish`: the host's record is to be published to LINKS again.
pub(crate) fn set_progress(
    database: &Database,
    host: &LinkHost,
    progress: Progress,
    publish: bool,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_host SET state = ?2, version = version + ?3 WHERE host = ?1",
        &[host.into(), to_name(&progress)?, publish.into()],
    )
}

/// Stores the version that LINKS has.
pub(crate) fn set_published(database: &Database, id: u32, version: u32) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_host SET published = ?2 WHERE id = ?1 AND published < ?2",
        &[id.into(), version.into()],
    )
}

/// Deletes a host if it is in this state.
pub(crate) fn delete(
    database: &Database,
    host: &LinkHost,
    progress: Progress,
) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM link_host WHERE host = ?1 AND state = ?2",
        &[host.into(), to_name(&progress)?],
    )
}
