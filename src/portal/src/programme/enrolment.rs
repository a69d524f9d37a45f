//! Contacts whom a person enrols: on the card, or from a file.

use domain::{CampaignId, ContactId, write_back};
use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::Entropy;
use crate::tables::outbox::{self, Item};
use crate::tables::referrers::{self, Person};
use crate::tables::syncs;

/// Makes referrers of contacts that are none yet, at most a hundred. What the campaign's syncs write always is written
/// soon; the rest waits for the next run, which knows what HubSpot holds. Runs inside the caller's transaction.
///
/// # Errors
/// [`PortalError::Busy`] when no block number is at hand; then nothing must be kept.
pub(crate) fn by_hand(
    database: &Database,
    entropy: &dyn Entropy,
    campaign: CampaignId,
    newcomers: &[(&ContactId, Person)],
    now: Timestamp,
) -> Result<(), PortalError> {
    referrers::enrol(database, entropy, campaign, newcomers, false, now)?;
    for sync in syncs::of_campaign(database, campaign)? {
        // Before a sync's first run its properties may not be there yet.
        if !sync.properties_made {
            continue;
        }
        let properties = write_back::unconditional(&sync.outbound);
        let items: Vec<Item> = newcomers
            .iter()
            .map(|(contact, _)| Item {
                contact: (*contact).clone(),
                new: true,
                properties: properties.clone(),
            })
            .collect();
        outbox::add(database, sync.id, None, &items, 0)?;
    }
    Ok(())
}
