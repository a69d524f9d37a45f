//! The table with the pass that writes all addresses to HubSpot again, after the portal's host changed.

use domain::{CampaignId, ContactId};

use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// Begins the pass, or begins it again.
pub(crate) fn begin(database: &Database) -> Result<(), PortalError> {
    // Campaigns have numbers from 1 on.
    database.change(
        "INSERT INTO address_rewrite (id, campaign_id, contact_id) VALUES (1, 0, '') \
         ON CONFLICT (id) DO UPDATE SET campaign_id = 0, contact_id = ''",
        &[],
    )
}

/// Returns whether a pass is under way.
pub(crate) fn is_under_way(database: &Database) -> Result<bool, PortalError> {
    database.exists("SELECT 1 FROM address_rewrite", &[])
}

/// Returns the next 400 referrers of the pass, which makes at most four batches of a campaign with one sync.
pub(crate) fn next(database: &Database) -> Result<Vec<(CampaignId, ContactId)>, PortalError> {
    database.all(
        "SELECT referrer.campaign_id, referrer.contact_id FROM referrer, address_rewrite AS pass \
         WHERE (referrer.campaign_id, referrer.contact_id) > (pass.campaign_id, pass.contact_id) \
         ORDER BY referrer.campaign_id, referrer.contact_id LIMIT 400",
        &[],
    )
}

/// Stores the last referrer whose addresses are in the outbox.
pub(crate) fn advance(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE address_rewrite SET campaign_id = ?1, contact_id = ?2",
        &[campaign.into(), contact.into()],
    )
}

/// Ends the pass.
pub(crate) fn end(database: &Database) -> Result<(), PortalError> {
    database.change("DELETE FROM address_rewrite", &[])
}
