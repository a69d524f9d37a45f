//! The hosts of a portal's own under which its links are served.
//!
//! A host is claimed at the Directory, which gives it to whoever comes first. Once it is won, the link index is told
//! whose it is, and once that is known, the portal's blocks name it and its links are written anew. A host that is
//! given up goes the same way back: its links are the shared ones at once, the link index is told that the host is
//! nobody's and gets all blocks without it, and only then is the Directory told, and another portal can have it.
//!
//! Invariants: at most one host is wanted, and those that are left are given back; what stands in the link index
//! under a host is written only by a portal that the Directory has given it to.

use domain::{HubId, LinkHost, index_record};
use jiff::Timestamp;

use crate::links::index_records::Rendered;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::link_blocks;
use crate::tables::syncs;

/// How far a host has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// The Directory is to be asked for it.
    Claiming,
    /// The Directory has given it to another portal.
    Taken,
    /// It is the portal's; in use once the link index says so.
    Held,
    /// It is to be given back.
    Leaving,
}

impl Progress {
    /// As it is stored.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Claiming => "claiming",
            Self::Taken => "taken",
            Self::Held => "held",
            Self::Leaving => "leaving",
        }
    }

    fn read(stored: &str) -> Result<Self, PortalError> {
        [Self::Claiming, Self::Taken, Self::Held, Self::Leaving]
            .into_iter()
            .find(|one| one.as_str() == stored)
            .ok_or(PortalError::Unreadable("a host's state"))
    }
}

/// A host that is wanted.
pub(crate) struct Wanted {
    pub(crate) host: String,
    pub(crate) progress: Progress,
    /// The link index knows whose it is.
    pub(crate) published: bool,
}

const LEAVING: &str = "state = 'leaving'";
const ACTIVE: &str = "state = 'held' AND published >= version";

/// The host that the portal's links have; `None`: the shared one.
pub(crate) fn active(database: &Database) -> Result<Option<String>, PortalError> {
    let statement = format!("SELECT host FROM link_host WHERE {ACTIVE}");
    let row = database.first(&statement, &[])?;
    row.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// The host that the portal wants.
pub(crate) fn wanted(database: &Database) -> Result<Option<Wanted>, PortalError> {
    let statement =
        format!("SELECT host, state, published >= version FROM link_host WHERE NOT {LEAVING}");
    let row = database.first(&statement, &[])?;
    row.map(|row| {
        Ok(Wanted {
            host: row.text(0)?.to_owned(),
            progress: Progress::read(row.text(1)?)?,
            published: row.flag(2)?,
        })
    })
    .transpose()
}

/// The hosts that are being given back.
pub(crate) fn leaving(database: &Database) -> Result<Vec<String>, PortalError> {
    let statement = format!("SELECT host FROM link_host WHERE {LEAVING} ORDER BY host");
    let rows = database.all(&statement, &[])?;
    rows.iter()
        .map(|row| row.text(0).map(str::to_owned))
        .collect()
}

/// Wants this host from now on, and no other; `None`: the shared one alone. Runs inside the caller's transaction.
pub(crate) fn want(
    database: &Database,
    host: Option<&LinkHost>,
    now: Timestamp,
) -> Result<(), PortalError> {
    if let Some(present) = wanted(database)? {
        let same = host.is_some_and(|host| host.as_str() == present.host);
        if same && present.progress != Progress::Taken {
            return Ok(());
        }
        leave(database, &present, now)?;
    }
    let Some(host) = host else { return Ok(()) };
    // One that is being given back may still be the portal's, and may not: the Directory knows.
    database.change(
        "INSERT INTO link_host (host, state) VALUES (?1, ?2) \
         ON CONFLICT (host) DO UPDATE SET state = excluded.state",
        &[host.as_str().into(), Progress::Claiming.as_str().into()],
    )
}

fn leave(database: &Database, host: &Wanted, now: Timestamp) -> Result<(), PortalError> {
    match host.progress {
        Progress::Taken => database.change(
            "DELETE FROM link_host WHERE host = ?1",
            &[host.host.as_str().into()],
        ),
        // Whether it is the portal's is not known yet: what others have in the link index is left alone.
        Progress::Claiming => set(database, &host.host, Progress::Leaving, false),
        Progress::Held => {
            set(database, &host.host, Progress::Leaving, true)?;
            if host.published {
                moved(database, now)?;
            }
            Ok(())
        }
        Progress::Leaving => Ok(()),
    }
}

fn set(
    database: &Database,
    host: &str,
    progress: Progress,
    publish: bool,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_host SET state = ?2, version = version + ?3 WHERE host = ?1",
        &[host.into(), progress.as_str().into(), publish.into()],
    )
}

/// All links have other addresses now: the blocks say under which hosts they are good, and HubSpot is told by the
/// next runs.
fn moved(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    link_blocks::touch_all(database)?;
    syncs::make_due(database, now)
}

/// The next host to be asked for.
pub(crate) fn to_be_claimed(database: &Database) -> Result<Option<String>, PortalError> {
    let row = database.first("SELECT host FROM link_host WHERE state = 'claiming'", &[])?;
    row.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// The next host to be given back: nothing in the link index speaks for it any more.
pub(crate) fn to_be_released(database: &Database) -> Result<Option<String>, PortalError> {
    let statement = format!(
        "SELECT host FROM link_host WHERE {LEAVING} AND published >= version \
         AND NOT EXISTS (SELECT 1 FROM link_block WHERE published < version) LIMIT 1"
    );
    let row = database.first(&statement, &[])?;
    row.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// Whether the Directory has still to hear of a host.
pub(crate) fn are_unsettled(database: &Database) -> Result<bool, PortalError> {
    let statement =
        format!("SELECT 1 FROM link_host WHERE state = 'claiming' OR {LEAVING} LIMIT 1");
    Ok(database.first(&statement, &[])?.is_some())
}

/// The Directory has answered a claim. Nothing is made of it if the host is not wanted any more.
pub(crate) fn claimed(database: &Database, host: &str, won: bool) -> Result<(), PortalError> {
    if to_be_claimed(database)?.as_deref() != Some(host) {
        return Ok(());
    }
    let progress = if won { Progress::Held } else { Progress::Taken };
    set(database, host, progress, won)
}

/// The Directory knows that the portal has given a host back.
pub(crate) fn released(database: &Database, host: &str) -> Result<(), PortalError> {
    let statement = format!("DELETE FROM link_host WHERE host = ?1 AND {LEAVING}");
    database.change(&statement, &[host.into()])
}

/// Renders a host for the link index.
pub(crate) fn render(
    database: &Database,
    portal: &HubId,
    id: u32,
) -> Result<Rendered, PortalError> {
    let row = database
        .first(
            "SELECT host, state, version FROM link_host WHERE id = ?1",
            &[id.into()],
        )?
        .ok_or(PortalError::Unreadable("a host"))?;
    let held = Progress::read(row.text(1)?)? == Progress::Held;
    Ok(Rendered {
        key: index_record::host_key(row.text(0)?),
        version: row.count(2)?,
        value: if held {
            portal.to_string()
        } else {
            String::new()
        },
    })
}

/// The link index has a host in this version. One that is the portal's is in use from now on.
pub(crate) fn published(
    database: &Database,
    id: u32,
    version: u32,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.atomically(|| {
        database.change(
            "UPDATE link_host SET published = ?2 WHERE id = ?1 AND published < ?2",
            &[id.into(), version.into()],
        )?;
        let statement = format!("SELECT 1 FROM link_host WHERE id = ?1 AND {ACTIVE}");
        if database.first(&statement, &[id.into()])?.is_some() {
            moved(database, now)?;
        }
        Ok(())
    })
}
