//! Issuing codes. Each code takes a slot of a link block.

use domain::{CampaignId, ContactId, ReferralCode};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::Entropy;
use crate::tables::account::{self, Account};
use crate::tables::link_blocks::{self, Block};

/// Issues a code of the campaign to each of these contacts. All codes are in one block, so that they cost one
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
    let open = link_blocks::with_room(database, campaign, newcomers.len())?;
    let mut block = open.map_or_else(|| open_block(database, campaign), Ok)?;
    let mut codes = Vec::with_capacity(newcomers.len());
    for newcomer in newcomers {
        let secret = draw_secret(entropy);
        let slot = block
            .slots
            .take(secret)
            .ok_or(PortalError::Busy("the link block is full"))?;
        block.contacts.push((*newcomer).clone());
        codes.push(ReferralCode::new(block.number, slot, secret));
    }
    link_blocks::update(database, &block)?;
    Ok(codes)
}

fn draw_secret(entropy: &dyn Entropy) -> u32 {
    let mut bytes = [0; 4];
    entropy.fill(&mut bytes);
    u32::from_le_bytes(bytes)
}

fn open_block(database: &Database, campaign: CampaignId) -> Result<Block, PortalError> {
    let mut free = Account::load(database)?.free_blocks;
    let number = free.pop().ok_or(PortalError::Busy(
        "Goodword is fetching room for new links; try again in a few seconds",
    ))?;
    account::store_free_blocks(database, &free)?;
    link_blocks::insert(database, number, campaign)
}
