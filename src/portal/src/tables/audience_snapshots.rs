//! The table of audience snapshots: the members of the lists of a sync's audience, as one run read them.
//!
//! A run that reads lists writes its own snapshot, page by page, and only a complete snapshot becomes the sync's. So a
//! crash loses one page, and the contacts that left are those of the old snapshot that the new one lacks.
//!
//! Invariant: at most two snapshots of a sync are kept: the complete one and the one being read.

use vecmap::VecSet;

use domain::{Audience, ContactId, ContactSet, ListId, RunId, SyncId};

use crate::storage::columns::to_json;
use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// The contacts of a complete snapshot.
#[derive(Debug, Clone, Default)]
pub(crate) struct Snapshot {
    /// The members of the included lists that are in no excluded list.
    pub(crate) included: ContactSet,
    /// The members of the excluded lists.
    pub(crate) excluded: ContactSet,
}

/// Names a snapshot: a run reads it for its sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SnapshotId {
    pub(crate) sync: SyncId,
    pub(crate) run: RunId,
}

/// The progress of reading a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// No page was read.
    Start,
    /// This many pages were read; the next is at the cursor.
    After { pages: u32, cursor: String },
    /// All pages were read.
    End,
}

/// Returns how far a list was read into a snapshot.
pub(crate) fn place(
    database: &Database,
    id: SnapshotId,
    list: &ListId,
) -> Result<Place, PortalError> {
    let newest: Option<(u32, Option<String>)> = database.first(
        "SELECT page, next FROM audience_snapshot_page WHERE sync_id = ?1 AND run_id = ?2 AND list_id = ?3 \
         ORDER BY page DESC LIMIT 1",
        &[id.sync.into(), id.run.into(), list.into()],
    )?;
    Ok(match newest {
        None => Place::Start,
        Some((pages, Some(cursor))) => Place::After { pages, cursor },
        Some((_, None)) => Place::End,
    })
}

/// Adds a page to a snapshot that is being read.
pub(crate) fn add_page(
    database: &Database,
    id: SnapshotId,
    list: &ListId,
    page: u32,
    contacts: &[ContactId],
    next: Option<&str>,
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO audience_snapshot_page (sync_id, run_id, list_id, page, contacts, next) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            id.sync.into(),
            id.run.into(),
            list.into(),
            page.into(),
            to_json(&contacts)?,
            next.into(),
        ],
    )
}

/// Returns the contacts of a snapshot.
pub(crate) fn load(
    database: &Database,
    id: SnapshotId,
    audience: &Audience,
) -> Result<Snapshot, PortalError> {
    let members = |lists: &VecSet<ListId>| -> Result<ContactSet, PortalError> {
        let pages: Vec<Vec<ContactId>> = database.all(
            "SELECT contacts FROM audience_snapshot_page WHERE sync_id = ?1 AND run_id = ?2 \
             AND list_id IN (SELECT value FROM json_each(?3))",
            &[id.sync.into(), id.run.into(), to_json(lists)?],
        )?;
        Ok(pages.iter().flatten().collect())
    };
    let excluded = members(&audience.excluded_lists)?;
    let included = match &audience.lists {
        Some(lists) => members(lists)?.less(&excluded),
        None => ContactSet::default(),
    };
    Ok(Snapshot { included, excluded })
}

/// Deletes all snapshots of a sync except this one.
pub(crate) fn keep_only(
    database: &Database,
    sync: SyncId,
    run: Option<RunId>,
) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM audience_snapshot_page WHERE sync_id = ?1 AND run_id IS NOT ?2",
        &[sync.into(), run.into()],
    )
}
