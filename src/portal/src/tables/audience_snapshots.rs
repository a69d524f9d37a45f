//! The table of audience snapshots: the members of the lists of a sync's audience, as one run read them.
//!
//! A reading writes its own snapshot, page by page, and only a complete snapshot becomes the sync's. So a crash loses
//! one page, and the contacts that may have left are those of the old snapshot that the new one lacks. A contact that
//! is not proven to have left is carried over into the new snapshot: its page has no list.
//!
//! Invariant: at most two snapshots of a sync are kept: the complete one and the one being read.

use vecmap::{VecMap, VecSet};

use domain::{Audience, ContactId, ContactSet, ListId, SyncId};

use crate::storage::columns::to_json;
use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// The contacts of a complete snapshot.
#[derive(Debug, Clone, Default)]
pub(crate) struct Snapshot {
    /// The contacts that take part; empty if all take part that are not excluded.
    pub(crate) included: ContactSet,
    /// The members of the excluded lists, without those that are carried over.
    pub(crate) excluded: ContactSet,
    /// The members of each list.
    members: VecMap<ListId, ContactSet>,
}

impl Snapshot {
    /// Returns the number of distinct members of a list.
    pub(crate) fn size_of(&self, list: &ListId) -> usize {
        self.members.get(list).map_or(0, ContactSet::len)
    }

    /// Returns those of these lists that have the contact as a member.
    pub(crate) fn lists_of<'a>(
        &self,
        contact: &ContactId,
        lists: impl IntoIterator<Item = &'a ListId>,
    ) -> VecSet<ListId> {
        let has = |list: &&ListId| {
            let members = self.members.get(*list);
            members.is_some_and(|members| members.contains(contact))
        };
        lists.into_iter().filter(has).cloned().collect()
    }

    /// Returns whether a sync with this audience covers the contact.
    pub(crate) fn covers(&self, audience: &Audience, contact: &ContactId) -> bool {
        match audience.lists {
            Some(_) => self.included.contains(contact),
            None => !self.excluded.contains(contact),
        }
    }
}

/// Names a snapshot: the number of the reading that made it, for one sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SnapshotId {
    pub(crate) sync: SyncId,
    pub(crate) reading: u32,
}

/// The name of no list, for the contacts that are carried over.
const CARRIED: &str = "";

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
        "SELECT page, next FROM audience_snapshot_page WHERE sync_id = ?1 AND reading = ?2 AND list_id = ?3 \
         ORDER BY page DESC LIMIT 1",
        &[id.sync.into(), id.reading.into(), list.into()],
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
        "INSERT INTO audience_snapshot_page (sync_id, reading, list_id, page, contacts, next) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            id.sync.into(),
            id.reading.into(),
            list.into(),
            page.into(),
            to_json(&contacts)?,
            next.into(),
        ],
    )
}

/// Returns whether a page repeats what was read of its list before: its first members are those of the page before it,
/// or its cursor leads back.
pub(crate) fn is_repeated(
    database: &Database,
    id: SnapshotId,
    list: &ListId,
    contacts: &[ContactId],
    next: Option<&str>,
) -> Result<bool, PortalError> {
    let key = [id.sync.into(), id.reading.into(), list.into()];
    let before: Option<Vec<ContactId>> = database.first(
        "SELECT contacts FROM audience_snapshot_page WHERE sync_id = ?1 AND reading = ?2 AND list_id = ?3 \
         ORDER BY page DESC LIMIT 1",
        &key,
    )?;
    let before: ContactSet = before.iter().flatten().collect();
    if contacts.iter().any(|contact| before.contains(contact)) {
        return Ok(true);
    }
    let Some(next) = next else { return Ok(false) };
    let [sync, reading, list] = key;
    database.exists(
        "SELECT 1 FROM audience_snapshot_page WHERE sync_id = ?1 AND reading = ?2 AND list_id = ?3 AND next = ?4",
        &[sync, reading, list, next.into()],
    )
}

/// The contacts on a page of those that are carried over.
const CARRIED_PER_PAGE: usize = 1000;

/// Carries contacts over into a snapshot.
pub(crate) fn carry_over(
    database: &Database,
    id: SnapshotId,
    contacts: &ContactSet,
) -> Result<(), PortalError> {
    let contacts = contacts.after(None, usize::MAX);
    for (page, some) in (1_u32..).zip(contacts.chunks(CARRIED_PER_PAGE)) {
        database.change(
            "INSERT INTO audience_snapshot_page (sync_id, reading, list_id, page, contacts) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
            &[
                id.sync.into(),
                id.reading.into(),
                CARRIED.into(),
                page.into(),
                to_json(&some)?,
            ],
        )?;
    }
    Ok(())
}

/// Returns the contacts of a snapshot.
pub(crate) fn load(
    database: &Database,
    id: SnapshotId,
    audience: &Audience,
) -> Result<Snapshot, PortalError> {
    let of_list = |list: &str| -> Result<ContactSet, PortalError> {
        let pages: Vec<Vec<ContactId>> = database.all(
            "SELECT contacts FROM audience_snapshot_page WHERE sync_id = ?1 AND reading = ?2 AND list_id = ?3",
            &[id.sync.into(), id.reading.into(), list.into()],
        )?;
        Ok(pages.iter().flatten().collect())
    };
    let carried = of_list(CARRIED)?;
    let mut members = VecMap::new();
    for list in audience.lists_to_read() {
        let own = of_list(list.as_str())?;
        members.insert(list, own);
    }
    let all_of = |lists: &VecSet<ListId>| {
        let sets = lists.iter().filter_map(|list| members.get(list));
        sets.fold(ContactSet::default(), |all, own| all.either(own))
    };
    let excluded = all_of(&audience.excluded_lists).less(&carried);
    let included = match &audience.lists {
        Some(lists) => all_of(lists).less(&excluded).either(&carried),
        None => ContactSet::default(),
    };
    Ok(Snapshot {
        included,
        excluded,
        members,
    })
}

/// Deletes all snapshots of a sync except this one.
pub(crate) fn keep_only(
    database: &Database,
    sync: SyncId,
    reading: Option<u32>,
) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM audience_snapshot_page WHERE sync_id = ?1 AND reading IS NOT ?2",
        &[sync.into(), reading.into()],
    )
}
