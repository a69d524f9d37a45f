//! Rolls: who is in the lists of a sync's audience, as one reading of them found.
//!
//! A run that reads lists writes a roll of its own, page by page, and only a complete one becomes the sync's: so
//! that a crash loses one page, and that those who left are known by comparing the old roll with the new one.
//!
//! Invariant: at most two rolls of a sync are kept, the complete one and the one being read.

use vecmap::VecSet;

use domain::{Audience, ContactId, ContactSet, ListId, RunId, SyncId};

use crate::storage::database::{Database, json};
use crate::storage::error::PortalError;

/// Who takes part, by a complete roll.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roll {
    /// The members of the included lists who are in no excluded list.
    pub(crate) included: ContactSet,
    /// The members of the excluded lists.
    pub(crate) excluded: ContactSet,
}

/// Where the reading of a list is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing was read.
    Start,
    /// So many pages were read; the next is at the cursor.
    After { pages: u32, cursor: String },
    /// All was read.
    End,
}

/// How far a list was read into a roll.
pub(crate) fn place(
    database: &Database,
    sync: SyncId,
    roll: RunId,
    list: &ListId,
) -> Result<Place, PortalError> {
    let end = database.first(
        "SELECT page, next FROM roll_page WHERE sync_id = ?1 AND roll = ?2 AND list_id = ?3 \
         ORDER BY page DESC LIMIT 1",
        &[sync.0.into(), roll.0.into(), list.as_str().into()],
    )?;
    let Some(end) = end else {
        return Ok(Place::Start);
    };
    Ok(match end.optional_text(1)? {
        Some(cursor) => Place::After {
            pages: end.count(0)?,
            cursor: cursor.to_owned(),
        },
        None => Place::End,
    })
}

/// Adds a page to a roll that is being read.
pub(crate) fn add_page(
    database: &Database,
    (sync, roll): (SyncId, RunId),
    list: &ListId,
    page: u32,
    contacts: &[ContactId],
    next: Option<&str>,
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO roll_page (sync_id, roll, list_id, page, contacts, next) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            sync.0.into(),
            roll.0.into(),
            list.as_str().into(),
            page.into(),
            json(&contacts)?,
            next.into(),
        ],
    )
}

/// Who takes part, by a roll.
pub(crate) fn load(
    database: &Database,
    sync: SyncId,
    roll: RunId,
    audience: &Audience,
) -> Result<Roll, PortalError> {
    let members = |lists: &VecSet<ListId>| -> Result<ContactSet, PortalError> {
        let pages = database.all(
            "SELECT contacts FROM roll_page WHERE sync_id = ?1 AND roll = ?2 \
             AND list_id IN (SELECT value FROM json_each(?3))",
            &[sync.0.into(), roll.0.into(), json(lists)?],
        )?;
        let mut contacts: Vec<ContactId> = Vec::new();
        for page in pages {
            contacts.extend(page.json::<Vec<ContactId>>(0)?);
        }
        Ok(contacts.iter().collect())
    };
    let excluded = members(&audience.excluded_lists)?;
    let included = match &audience.lists {
        Some(lists) => members(lists)?.less(&excluded),
        None => ContactSet::default(),
    };
    Ok(Roll { included, excluded })
}

/// Forgets all rolls of a sync but this.
pub(crate) fn keep_only(
    database: &Database,
    sync: SyncId,
    roll: Option<RunId>,
) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM roll_page WHERE sync_id = ?1 AND roll IS NOT ?2",
        &[sync.0.into(), roll.map(|roll| roll.0).into()],
    )
}
