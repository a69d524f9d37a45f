//! The entries of the link index (LINKS) that are this portal's: its blocks, its slugs, its hosts.
//!
//! Invariants: an entry's version grows with every change; one whose published version is behind will be published,
//! whatever happened to earlier attempts.

use jiff::Timestamp;

use crate::storage::database::{Database, Row};
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::link_blocks;
use crate::tables::link_hosts;
use crate::tables::slugs;

/// An entry, by its number among its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Entry {
    Host(u32),
    Slug(u32),
    Block(u32),
}

/// An entry as it is to be published.
pub(crate) struct Rendered {
    pub(crate) key: String,
    pub(crate) version: u32,
    pub(crate) value: String,
}

/// Some entries that the link index does not have in their present version. Those that are few come first.
pub(crate) fn behind(database: &Database, most: u32) -> Result<Vec<Entry>, PortalError> {
    // What stands under a host that is being claimed may be another portal's.
    let rows = database.all(
        "SELECT 0, id FROM link_host WHERE published < version AND state IN ('held', 'leaving') \
         UNION ALL SELECT 1, id FROM slug WHERE published < version \
         UNION ALL SELECT 2, block FROM (SELECT block FROM link_block WHERE published < version \
         ORDER BY block LIMIT ?1) LIMIT ?1",
        &[most.into()],
    )?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Entry, PortalError> {
    let number = row.count(1)?;
    Ok(match row.integer(0)? {
        0 => Entry::Host(number),
        1 => Entry::Slug(number),
        _ => Entry::Block(number),
    })
}

/// Whether there are any.
pub(crate) fn any_behind(database: &Database) -> Result<bool, PortalError> {
    Ok(!behind(database, 1)?.is_empty())
}

/// Renders an entry.
pub(crate) fn render(database: &Database, entry: Entry) -> Result<Rendered, PortalError> {
    let account = Account::load(database)?;
    let portal = account
        .hub_id
        .ok_or(PortalError::Unreadable("the account's id"))?;
    match entry {
        Entry::Host(id) => link_hosts::render(database, &portal, id),
        Entry::Slug(id) => slugs::render(database, &portal, id),
        Entry::Block(block) => link_blocks::render(database, portal, block),
    }
}

/// The link index has this version. Later changes stay unpublished.
pub(crate) fn published(
    database: &Database,
    entry: Entry,
    version: u32,
    now: Timestamp,
) -> Result<(), PortalError> {
    let (id, statement) = match entry {
        Entry::Host(id) => return link_hosts::published(database, id, version, now),
        Entry::Slug(id) => (
            id,
            "UPDATE slug SET published = ?2 WHERE id = ?1 AND published < ?2",
        ),
        Entry::Block(block) => (
            block,
            "UPDATE link_block SET published = ?2 WHERE block = ?1 AND published < ?2",
        ),
    };
    database.change(statement, &[id.into(), version.into()])
}
