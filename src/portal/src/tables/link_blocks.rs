//! The table of link blocks: each has 128 slots for codes of one campaign, which are published together.
//!
//! Invariants: a slot is taken once and never freed; a block's version grows with every change.
//!
//! Left to others: issuing codes ([`crate::links::codes`]), rendering for LINKS ([`crate::links::index_records`]).

use domain::link_block::{CAPACITY, Slots};
use domain::{CampaignId, ContactId, LinkStatus, ReferralCode};

use crate::storage::columns::to_json;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::{Cells, Column, row};

row! {
    /// A block's row.
    #[derive(Debug)]
    pub(crate) struct Block {
        pub(crate) number: u32 = "block",
        pub(crate) campaign: CampaignId = "campaign_id",
        pub(crate) slots: Slots = "slots",
        /// The contact of each slot that is taken.
        pub(crate) contacts: Vec<ContactId> = "contacts",
        pub(crate) version: u32 = "version",
    }
}

impl Column for Slots {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        cells.read().map(Self::from_stored)
    }
}

const UNREADABLE: PortalError = PortalError::Unreadable("a link block");

/// Returns one block.
pub(crate) fn get(database: &Database, number: u32) -> Result<Block, PortalError> {
    let columns = Block::COLUMNS;
    let statement = format!("SELECT {columns} FROM link_block WHERE block = ?1");
    let found = database.first(&statement, &[number.into()])?;
    found.ok_or(UNREADABLE)
}

/// Returns the fullest block of a campaign that has this many free slots, so that the others keep room for larger
/// pages.
pub(crate) fn with_room(
    database: &Database,
    campaign: CampaignId,
    slots: usize,
) -> Result<Option<Block>, PortalError> {
    let used = u32::try_from(CAPACITY.saturating_sub(slots)).unwrap_or_default();
    let columns = Block::COLUMNS;
    // The first condition is the partial index's own.
    let statement = format!(
        "SELECT {columns} FROM link_block WHERE campaign_id = ?1 AND used < 128 AND used <= ?2 \
         ORDER BY used DESC LIMIT 1"
    );
    database.first(&statement, &[campaign.into(), used.into()])
}

/// Adds an empty block.
pub(crate) fn insert(
    database: &Database,
    number: u32,
    campaign: CampaignId,
) -> Result<Block, PortalError> {
    database.change(
        "INSERT INTO link_block (block, campaign_id, slots, contacts, used, version) \
         VALUES (?1, ?2, '', '[]', 0, 0)",
        &[number.into(), campaign.into()],
    )?;
    get(database, number)
}

/// Stores the slots of a block and their contacts.
pub(crate) fn update(database: &Database, block: &Block) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_block SET slots = ?2, contacts = ?3, used = ?4, version = version + 1 WHERE block = ?1",
        &[
            block.number.into(),
            block.slots.as_str().into(),
            to_json(&block.contacts)?,
            u32::try_from(block.slots.used()).unwrap_or(u32::MAX).into(),
        ],
    )
}

/// Returns the campaign and the contact that own a code's slot; `None` if it is free. The secret part of the code
/// decides whether the code belongs to them.
pub(crate) fn holder(
    database: &Database,
    code: ReferralCode,
) -> Result<Option<(CampaignId, ContactId)>, PortalError> {
    // The platform binds numbers as doubles, and a double cannot be an index of an array.
    let found: Option<(CampaignId, Option<ContactId>)> = database.first(
        "SELECT campaign_id, contacts ->> CAST(?2 AS INTEGER) FROM link_block WHERE block = ?1",
        &[code.block().into(), u32::from(code.slot()).into()],
    )?;
    Ok(found.and_then(|(campaign, contact)| Some((campaign, contact?))))
}

/// Changes the status of one link.
pub(crate) fn set_link_status(
    database: &Database,
    code: ReferralCode,
    status: LinkStatus,
) -> Result<(), PortalError> {
    let mut slots = get(database, code.block())?.slots;
    slots.set_status(code.slot(), status);
    database.change(
        "UPDATE link_block SET slots = ?2, version = version + 1 WHERE block = ?1",
        &[code.block().into(), slots.as_str().into()],
    )
}

/// Marks all blocks of a campaign as changed, because the effect of its links has changed.
pub(crate) fn touch_campaign(database: &Database, id: CampaignId) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_block SET version = version + 1 WHERE campaign_id = ?1",
        &[id.into()],
    )
}

/// Marks all blocks as changed, because links work under other hosts now.
pub(crate) fn touch_all(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE link_block SET version = version + 1", &[])
}

/// Stores the version that LINKS has.
pub(crate) fn set_published(
    database: &Database,
    number: u32,
    version: u32,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_block SET published = ?2 WHERE block = ?1 AND published < ?2",
        &[number.into(), version.into()],
    )
}

/// Returns whether LINKS has all of these blocks in their present version.
pub(crate) fn are_published(database: &Database, blocks: &[u32]) -> Result<bool, PortalError> {
    let behind = database.exists(
        "SELECT block FROM link_block WHERE published < version \
         AND block IN (SELECT value FROM json_each(?1)) LIMIT 1",
        &[to_json(&blocks)?],
    )?;
    Ok(!behind)
}
