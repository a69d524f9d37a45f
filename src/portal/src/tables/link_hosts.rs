//! The table of link hosts: the portal's own hosts under which its links are served, and those that it gave up.
//!
//! Invariant: at most one host is wanted.
//!
//! Left to others: the steps of a host from the wish to its release ([`crate::links::hosts`]).

use domain::LinkHost;
use domain::host_proof::Look;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::storage::columns::{self, to_json, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

/// The state of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Progress {
    /// The host waits for its proof.
    Waiting,
    /// The host is proven, and is to be claimed at the Directory.
    Claiming,
    /// The Directory did not grant the host: another portal has it, or it is in quarantine.
    Taken,
    /// The portal owns the host. It is in use as soon as LINKS has its record.
    Held,
    /// The host was given up. It serves its links until HubSpot has all of them with another address.
    Moving,
    /// The host serves no links any more and is to be released.
    Leaving,
    /// The Directory keeps the host from other portals. This portal may take it back.
    GivenUp,
    /// The operator took the host back.
    TakenBack,
}
columns::named!(Progress);
columns::json!(Look);

row! {
    /// A host's row.
    #[derive(Debug)]
    pub(crate) struct Host {
        pub(crate) name: LinkHost = "host",
        pub(crate) progress: Progress = "state",
        pub(crate) version: u32 = "version",
        /// Whether LINKS has the present version.
        pub(crate) is_published: bool = "published >= version",
        /// Whether the Directory may have the host for this portal.
        pub(crate) is_claimed: bool = "claimed",
        pub(crate) look: Option<Look> = "look",
        pub(crate) looked_at: Option<Timestamp> = "looked_at",
        /// The number of looks in a row that did not find everything.
        pub(crate) failures: u32 = "failures",
        pub(crate) look_at: Option<Timestamp> = "look_at",
        /// The end of a quarantine.
        pub(crate) free_at: Option<Timestamp> = "free_at",
        /// The time when the host is given up for want of a connection.
        pub(crate) release_at: Option<Timestamp> = "release_at",
        /// The operator's reason for taking the host back.
        pub(crate) reason: Option<String> = "reason",
    }
}

impl Host {
    /// Returns whether the portal's links have this host in their addresses.
    pub(crate) fn is_active(&self) -> bool {
        self.progress == Progress::Held && self.is_published
    }

    /// Returns whether links are served under this host.
    pub(crate) fn is_serving(&self) -> bool {
        self.is_active() || self.is_moving()
    }

    /// Returns whether the host was given up and serves its links until HubSpot has other addresses.
    pub(crate) fn is_moving(&self) -> bool {
        self.progress == Progress::Moving
    }

    /// Returns whether the portal wants this host.
    pub(crate) fn is_wanted(&self) -> bool {
        matches!(
            self.progress,
            Progress::Waiting | Progress::Claiming | Progress::Taken | Progress::Held
        )
    }
}

/// Returns all hosts.
pub(crate) fn all(database: &Database) -> Result<Vec<Host>, PortalError> {
    let columns = Host::COLUMNS;
    let statement = format!("SELECT {columns} FROM link_host ORDER BY host");
    database.all(&statement, &[])
}

/// Returns one host by its number.
pub(crate) fn get(database: &Database, id: u32) -> Result<Host, PortalError> {
    let columns = Host::COLUMNS;
    let statement = format!("SELECT {columns} FROM link_host WHERE id = ?1");
    let found = database.first(&statement, &[id.into()])?;
    found.ok_or(PortalError::Unreadable("a host"))
}

/// Returns one host by its name.
pub(crate) fn named(database: &Database, name: &str) -> Result<Option<Host>, PortalError> {
    let columns = Host::COLUMNS;
    let statement = format!("SELECT {columns} FROM link_host WHERE host = ?1");
    database.first(&statement, &[name.into()])
}

/// Returns the host that the portal wants.
pub(crate) fn wanted(database: &Database) -> Result<Option<Host>, PortalError> {
    Ok(all(database)?.into_iter().find(Host::is_wanted))
}

/// Returns the portal's own host that its addresses have; `None` if that is the shared host.
pub(crate) fn active(database: &Database) -> Result<Option<LinkHost>, PortalError> {
    let active = wanted(database)?.filter(Host::is_active);
    Ok(active.map(|host| host.name))
}

/// Returns a host that can be released, because LINKS has no record and no block of it any more.
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

/// Returns the next time at which a host needs something: a look, or its release for want of a connection.
pub(crate) fn next_due(database: &Database) -> Result<Option<Timestamp>, PortalError> {
    let hosts = all(database)?;
    let times = hosts
        .iter()
        .filter(|host| host.is_wanted() || host.is_moving())
        .flat_map(|host| [host.look_at.filter(|_| host.is_wanted()), host.release_at]);
    Ok(times.flatten().min())
}

/// Stores that a host waits for its proof. Whether the Directory still has it for this portal stays as it is.
pub(crate) fn want(
    database: &Database,
    host: &LinkHost,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO link_host (host, state, claimed, look_at) VALUES (?1, 'waiting', 0, ?2) \
         ON CONFLICT (host) DO UPDATE SET state = 'waiting', look_at = ?2, failures = 0, look = NULL, \
         looked_at = NULL, free_at = NULL, release_at = NULL, reason = NULL",
        &[host.into(), now.into()],
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

/// Stores whether the Directory may have the host for this portal, and the end of a quarantine.
pub(crate) fn set_claimed(
    database: &Database,
    host: &LinkHost,
    claimed: bool,
    free_at: Option<Timestamp>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_host SET claimed = ?2, free_at = ?3 WHERE host = ?1",
        &[host.into(), claimed.into(), free_at.into()],
    )
}

/// Stores a look at a host.
pub(crate) fn looked(
    database: &Database,
    host: &LinkHost,
    look: Look,
    failures: u32,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_host SET look = ?2, looked_at = ?3, failures = ?4 WHERE host = ?1",
        &[host.into(), to_json(&look)?, now.into(), failures.into()],
    )
}

/// Stores when to look at a host again.
pub(crate) fn set_next_look(
    database: &Database,
    host: &LinkHost,
    at: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_host SET look_at = ?2 WHERE host = ?1",
        &[host.into(), at.into()],
    )
}

/// Stores the operator's reason for taking a host back.
pub(crate) fn set_reason(
    database: &Database,
    host: &LinkHost,
    reason: &str,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_host SET reason = ?2 WHERE host = ?1",
        &[host.into(), reason.into()],
    )
}

/// Stores when a portal without a connection gives its hosts up, unless that is known; `None`: there is a connection.
pub(crate) fn set_release(database: &Database, at: Option<Timestamp>) -> Result<(), PortalError> {
    match at {
        Some(at) => database.change(
            "UPDATE link_host SET release_at = ?1 WHERE release_at IS NULL \
             AND state NOT IN ('leaving', 'givenUp', 'takenBack')",
            &[at.into()],
        ),
        None => database.change(
            "UPDATE link_host SET release_at = NULL WHERE release_at IS NOT NULL",
            &[],
        ),
    }
}

/// Stores the version that LINKS has.
pub(crate) fn set_published(database: &Database, id: u32, version: u32) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_host SET published = ?2 WHERE id = ?1 AND published < ?2",
        &[id.into(), version.into()],
    )
}

/// Deletes a host of which the Directory has nothing for this portal.
pub(crate) fn delete(database: &Database, host: &LinkHost) -> Result<(), PortalError> {
    database.change("DELETE FROM link_host WHERE host = ?1", &[host.into()])
}

/// Deletes the hosts whose quarantine is over, and those that the operator took back and the portal has seen.
pub(crate) fn forget_former(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM link_host WHERE state = 'takenBack' OR (state = 'givenUp' AND free_at <= ?1)",
        &[now.into()],
    )
}
