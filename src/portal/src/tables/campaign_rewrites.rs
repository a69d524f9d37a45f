//! The table of campaigns whose fields are written to HubSpot anew: for all of their referrers, or for those alone that
//! were never written.
//!
//! Left to others: putting the referrers into the outbox ([`crate::write_back::rewrites`]).

use domain::{CampaignId, ReferralField};

use crate::storage::columns::{self, to_json};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;
use crate::tables::{campaigns, referrers};

row! {
    /// A rewrite under way.
    #[derive(Debug, Clone)]
    pub(crate) struct Rewrite {
        pub(crate) campaign: CampaignId = "campaign_id",
        /// Whether it leaves out the referrers of whom HubSpot has anything.
        pub(crate) only_unwritten: bool = "only_unwritten",
        pub(crate) fields: Vec<ReferralField> = "fields",
        /// The last contact that was put into the outbox; empty before the first.
        pub(crate) after: String = "after",
    }
}
columns::json!(Vec<ReferralField>);

/// Begins a rewrite for all referrers, or begins the present one again with more fields.
pub(crate) fn begin(
    database: &Database,
    campaign: CampaignId,
    fields: &[ReferralField],
) -> Result<(), PortalError> {
    let mut all = of(database, campaign)?.map_or_else(Vec::new, |rewrite| rewrite.fields);
    for field in fields {
        if !all.contains(field) {
            all.push(*field);
        }
    }
    database.change(
        "INSERT INTO campaign_rewrite (campaign_id, fields) VALUES (?1, ?2) \
         ON CONFLICT (campaign_id, only_unwritten) DO UPDATE SET fields = excluded.fields, after = ''",
        &[campaign.into(), to_json(&all)?],
    )
}

/// Begins to write all fields of the referrers that were never written, if there are any.
pub(crate) fn begin_for_unwritten(
    database: &Database,
    campaign: CampaignId,
) -> Result<(), PortalError> {
    if referrers::unwritten_after(database, campaign, "")?.is_empty() {
        return Ok(());
    }
    database.change(
        "INSERT INTO campaign_rewrite (campaign_id, only_unwritten, fields) VALUES (?1, true, ?2) \
         ON CONFLICT (campaign_id, only_unwritten) DO UPDATE SET after = ''",
        &[campaign.into(), to_json(&ReferralField::ALL)?],
    )
}

/// Begins a rewrite for all referrers in each campaign.
pub(crate) fn begin_all(database: &Database, fields: &[ReferralField]) -> Result<(), PortalError> {
    for campaign in campaigns::all(database)? {
        begin(database, campaign.id, fields)?;
    }
    Ok(())
}

fn of(database: &Database, campaign: CampaignId) -> Result<Option<Rewrite>, PortalError> {
    let columns = Rewrite::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM campaign_rewrite WHERE campaign_id = ?1 AND NOT only_unwritten"
    );
    database.first(&statement, &[campaign.into()])
}

/// Returns the first rewrite that is under way.
pub(crate) fn next(database: &Database) -> Result<Option<Rewrite>, PortalError> {
    let columns = Rewrite::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM campaign_rewrite ORDER BY campaign_id, only_unwritten LIMIT 1"
    );
    database.first(&statement, &[])
}

/// Returns whether a rewrite of any of these fields for all referrers is under way.
pub(crate) fn any_of(database: &Database, fields: &[ReferralField]) -> Result<bool, PortalError> {
    database.exists(
        "SELECT 1 FROM campaign_rewrite, json_each(fields) AS field \
         WHERE NOT only_unwritten AND field.value IN (SELECT value FROM json_each(?1)) LIMIT 1",
        &[to_json(&fields)?],
    )
}

/// Moves the cursor of a rewrite.
pub(crate) fn go_on(
    database: &Database,
    rewrite: &Rewrite,
    after: &str,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE campaign_rewrite SET after = ?3 WHERE campaign_id = ?1 AND only_unwritten = ?2",
        &[
            rewrite.campaign.into(),
            rewrite.only_unwritten.into(),
            after.into(),
        ],
    )
}

/// Ends a rewrite.
pub(crate) fn end(database: &Database, rewrite: &Rewrite) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM campaign_rewrite WHERE campaign_id = ?1 AND only_unwritten = ?2",
        &[rewrite.campaign.into(), rewrite.only_unwritten.into()],
    )
}
