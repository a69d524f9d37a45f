//! Link blocks: slots for new codes, and what is published of them.
//!
//! Invariants: a slot is taken once and never freed; a block's version grows with every change (see
//! [`crate::links::index_records`]).

use domain::link_block::{self, CAPACITY, Slots};
use domain::{CampaignId, ContactId, Destination, HubId, LinkBlock, LinkStatus, ReferralCode};

use crate::links::index_records::Rendered;
use crate::storage::database::{Database, json};
use crate::storage::error::PortalError;
use crate::storage::ports::Entropy;
use crate::tables::account::{self, Account};
use crate::tables::campaigns;
use crate::tables::link_hosts;

/// Gives each of these contacts a code of the campaign, all in one block, so that they cost one
/// publication. Runs inside the caller's transaction.
///
/// # Errors
/// [`PortalError::Busy`] when a new block is needed and no block number is at hand.
pub(crate) fn issue(
    database: &Database,
    entropy: &dyn Entropy,
    campaign: CampaignId,
    newcomers: &[&ContactId],
) -> Result<Vec<ReferralCode>, PortalError> {
    if newcomers.is_empty() {
        return Ok(Vec::new());
    }
    let room = u32::try_from(CAPACITY.saturating_sub(newcomers.len()))
        .map_err(|_| PortalError::Busy("too many new referrers at once"))?;
    // The fullest block that takes them all: the others keep their room for larger pages.
    let open = database.first(
        "SELECT block, slots, contacts FROM link_block \
         WHERE campaign_id = ?1 AND used < 128 AND used <= ?2 ORDER BY used DESC LIMIT 1",
        &[campaign.0.into(), room.into()],
    )?;
    let (block, mut slots, mut contacts) = match open {
        Some(row) => {
            let contacts: Vec<ContactId> = row.json(2)?;
            (
                row.count(0)?,
                Slots::from_stored(row.text(1)?.to_owned()),
                contacts,
            )
        }
        None => (
            open_block(database, campaign)?,
            Slots::default(),
            Vec::new(),
        ),
    };
    let mut codes = Vec::with_capacity(newcomers.len());
    for newcomer in newcomers {
        let secret = draw_secret(entropy);
        let slot = slots
            .take(secret)
            .ok_or(PortalError::Busy("the link block is full"))?;
        contacts.push((*newcomer).clone());
        codes.push(ReferralCode::new(block, slot, secret));
    }
    database.change(
        "UPDATE link_block SET slots = ?2, contacts = ?3, used = ?4, version = version + 1 \
         WHERE block = ?1",
        &[
            block.into(),
            slots.as_str().into(),
            json(&contacts)?,
            u32::try_from(slots.used()).unwrap_or(u32::MAX).into(),
        ],
    )?;
    Ok(codes)
}

fn draw_secret(entropy: &dyn Entropy) -> u32 {
    let mut bytes = [0; 4];
    entropy.fill(&mut bytes);
    u32::from_le_bytes(bytes)
}

fn open_block(database: &Database, campaign: CampaignId) -> Result<u32, PortalError> {
    let mut free = Account::load(database)?.free_blocks;
    let block = free.pop().ok_or(PortalError::Busy(
        "Goodword is fetching room for new links; try again in a few seconds",
    ))?;
    account::store_free_blocks(database, &free)?;
    database.change(
        "INSERT INTO link_block (block, campaign_id, slots, contacts, used, version) \
         VALUES (?1, ?2, '', '[]', 0, 0)",
        &[block.into(), campaign.0.into()],
    )?;
    Ok(block)
}

/// The campaign and the contact that a slot was given to; `None` if it is free. Whether the code is theirs, its
/// secret decides.
pub(crate) fn holder(
    database: &Database,
    code: ReferralCode,
) -> Result<Option<(CampaignId, ContactId)>, PortalError> {
    // The platform's numbers are doubles, and a double is no place in an array.
    let row = database.first(
        "SELECT campaign_id, contacts ->> CAST(?2 AS INTEGER) FROM link_block WHERE block = ?1",
        &[code.block().into(), u32::from(code.slot()).into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    if row.optional_text(1)?.is_none() {
        return Ok(None);
    }
    Ok(Some((CampaignId(row.count(0)?), row.parsed(1)?)))
}

/// Changes what one link does.
pub(crate) fn set_link_status(
    database: &Database,
    code: ReferralCode,
    status: LinkStatus,
) -> Result<(), PortalError> {
    let row = database
        .first(
            "SELECT slots FROM link_block WHERE block = ?1",
            &[code.block().into()],
        )?
        .ok_or(PortalError::Unreadable("a link block"))?;
    let mut slots = Slots::from_stored(row.text(0)?.to_owned());
    slots.set_status(code.slot(), status);
    database.change(
        "UPDATE link_block SET slots = ?2, version = version + 1 WHERE block = ?1",
        &[code.block().into(), slots.as_str().into()],
    )
}

/// All links of the campaign do something else now.
pub(crate) fn touch_campaign(database: &Database, id: CampaignId) -> Result<(), PortalError> {
    database.change(
        "UPDATE link_block SET version = version + 1 WHERE campaign_id = ?1",
        &[id.0.into()],
    )
}

/// All links of the portal are good under other hosts now.
pub(crate) fn touch_all(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE link_block SET version = version + 1", &[])
}

/// Whether the link index has all of these blocks in their present version.
pub(crate) fn are_published(database: &Database, blocks: &[u32]) -> Result<bool, PortalError> {
    let behind = database.first(
        "SELECT block FROM link_block WHERE published < version \
         AND block IN (SELECT value FROM json_each(?1)) LIMIT 1",
        &[json(&blocks)?],
    )?;
    Ok(behind.is_none())
}

/// Renders a block for the link index.
pub(crate) fn render(
    database: &Database,
    portal: HubId,
    block: u32,
) -> Result<Rendered, PortalError> {
    const UNREADABLE: PortalError = PortalError::Unreadable("a link block");
    let row = database
        .first(
            "SELECT campaign_id, slots, version FROM link_block WHERE block = ?1",
            &[block.into()],
        )?
        .ok_or(UNREADABLE)?;
    let campaign = campaigns::get(database, CampaignId(row.count(0)?))?;
    let destination = Destination::parse(&campaign.destination).map_err(|_| UNREADABLE)?;
    let slots = Slots::from_stored(row.text(1)?.to_owned());
    let hosts = link_hosts::active(database)?.into_iter().collect();
    let value = LinkBlock::new(portal, campaign.status, &destination, slots)
        .leading_to(campaign.terms.leads_to)
        .of(campaign.id)
        .under(hosts)
        .to_text()
        .map_err(|_| UNREADABLE)?;
    Ok(Rendered {
        key: link_block::key(block),
        version: row.count(2)?,
        value,
    })
}
