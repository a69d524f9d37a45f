//! The addresses in HubSpot after the portal's host changed.

use domain::{PropertyName, ReferralField};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::{campaign_rewrites, campaigns, outbox, syncs};
use crate::write_back::rewrites;

/// The fields whose values have the portal's host in them.
const FIELDS: [ReferralField; 2] = [ReferralField::ReferralLink, ReferralField::QrCodeUrl];

/// Begins to write all addresses to HubSpot anew. Runs inside the caller's transaction.
pub(crate) fn rewrite(database: &Database) -> Result<(), PortalError> {
    for campaign in campaigns::all(database)? {
        rewrites::begin(database, campaign.id, &FIELDS)?;
    }
    Ok(())
}

/// Returns whether no address waits to be written, beside those of the runs.
pub(crate) fn are_written(database: &Database) -> Result<bool, PortalError> {
    if campaign_rewrites::any_of(database, &FIELDS)? {
        return Ok(false);
    }
    let mut properties: Vec<PropertyName> = Vec::new();
    for campaign in campaigns::all(database)? {
        for sync in syncs::of_campaign(database, campaign.id)? {
            let rows = sync.outbound.into_iter();
            let addresses = rows.filter(|row| FIELDS.contains(&row.field));
            properties.extend(addresses.map(|row| row.property));
        }
    }
    Ok(!outbox::names_any(database, &properties)?)
}
