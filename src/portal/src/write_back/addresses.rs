//! The addresses in HubSpot after the portal's host changed.

use domain::PropertyName;

use crate::links::addresses::HAVE_HOST;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::{campaign_rewrites, campaigns, outbox, syncs};

/// Returns whether no address waits to be written, beside those of the runs.
pub(crate) fn are_written(database: &Database) -> Result<bool, PortalError> {
    if campaign_rewrites::any_of(database, &HAVE_HOST)? {
        return Ok(false);
    }
    let mut properties: Vec<PropertyName> = Vec::new();
    for campaign in campaigns::all(database)? {
        for sync in syncs::of_campaign(database, campaign.id)? {
            let rows = sync.outbound.into_iter();
            let addresses = rows.filter(|row| HAVE_HOST.contains(&row.field));
            properties.extend(addresses.map(|row| row.property));
        }
    }
    Ok(!outbox::names_any(database, &properties)?)
}
