//! The table of campaigns.
//!
//! Left to others: validating a campaign, and the consequences of a change ([`crate::programme::campaigns`]).

use domain::{
    AttributionWindow, CampaignId, CampaignName, CampaignStatus, Destination, PropertyName,
    ReferralPage, ReferralTerms, RuleId, ShareMessage, Slug,
};
use jiff::Timestamp;

use crate::storage::columns::{to_json, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

row! {
    /// A campaign's row.
    #[derive(Debug, Clone)]
    pub(crate) struct Campaign {
        pub(crate) id: CampaignId = "id",
        pub(crate) name: CampaignName = "name",
        pub(crate) destination: Destination = "destination",
        pub(crate) window: AttributionWindow = "window_days",
        pub(crate) share_message: ShareMessage = "share_message",
        pub(crate) terms: ReferralTerms = "terms",
        /// The number of the next rule.
        pub(crate) next_rule: RuleId = "next_rule",
        /// Contacts that were created since then may arrive with a code.
        pub(crate) arrivals_since: Option<Timestamp> = "arrivals_since",
        pub(crate) page: ReferralPage = "page",
        /// The slug that leads to the campaign's destination at present.
        pub(crate) slug: Option<Slug> = "slug",
        pub(crate) status: CampaignStatus = "status",
        pub(crate) created_at: Timestamp = "created_at",
        pub(crate) referrers: u32 = "referrers",
        pub(crate) clicks: u32 = "clicks",
        pub(crate) people_referred: u32 = "people_referred",
        pub(crate) successful_referrals: u32 = "successful_referrals",
    }
}

impl Campaign {
    /// Returns the property in which contacts arrive with a code of the campaign. Only a live campaign accepts
    /// arrivals.
    pub(crate) fn arrival_property(&self) -> Option<&PropertyName> {
        let live = self.status == CampaignStatus::Live;
        self.terms.arrival_property.as_ref().filter(|_| live)
    }

    /// Returns whether the campaign is archived, so that nothing happens in it any more.
    pub(crate) fn is_archived(&self) -> bool {
        self.status == CampaignStatus::Archived
    }
}

/// Returns all campaigns, oldest first.
pub(crate) fn all(database: &Database) -> Result<Vec<Campaign>, PortalError> {
    let columns = Campaign::COLUMNS;
    database.all(&format!("SELECT {columns} FROM campaign ORDER BY id"), &[])
}

/// Returns one campaign.
pub(crate) fn get(database: &Database, id: CampaignId) -> Result<Campaign, PortalError> {
    let columns = Campaign::COLUMNS;
    let statement = format!("SELECT {columns} FROM campaign WHERE id = ?1");
    let found = database.first(&statement, &[id.into()])?;
    found.ok_or(PortalError::NotFound("campaign"))
}

/// Returns the next unused id of a campaign.
pub(crate) fn next_id(database: &Database) -> Result<CampaignId, PortalError> {
    let last = database.number("SELECT COALESCE(MAX(id), 0) FROM campaign", &[])?;
    Ok(CampaignId(last.saturating_add(1)))
}

/// Returns whether a campaign other than `except` has this name.
pub(crate) fn has_name(
    database: &Database,
    name: &CampaignName,
    except: Option<CampaignId>,
) -> Result<bool, PortalError> {
    database.exists(
        "SELECT id FROM campaign WHERE name = ?1 AND id <> ?2",
        &[name.into(), except.unwrap_or(CampaignId(0)).into()],
    )
}

/// Adds a campaign. Its slug and its numbers are written later.
pub(crate) fn insert(database: &Database, campaign: &Campaign) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO campaign (id, name, destination, window_days, status, share_message, terms, \
         arrivals_since, next_rule, page, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        &[
            campaign.id.into(),
            (&campaign.name).into(),
            (&campaign.destination).into(),
            campaign.window.into(),
            to_name(&campaign.status)?,
            (&campaign.share_message).into(),
            to_json(&campaign.terms)?,
            campaign.arrivals_since.into(),
            campaign.next_rule.into(),
            to_json(&campaign.page)?,
            campaign.created_at.into(),
        ],
    )
}

/// Stores the columns of a campaign that people can change, except its slug.
pub(crate) fn update(database: &Database, campaign: &Campaign) -> Result<(), PortalError> {
    database.change(
        "UPDATE campaign SET name = ?2, destination = ?3, window_days = ?4, status = ?5, \
         share_message = ?6, terms = ?7, arrivals_since = ?8, next_rule = ?9, page = ?10 WHERE id = ?1",
        &[
            campaign.id.into(),
            (&campaign.name).into(),
            (&campaign.destination).into(),
            campaign.window.into(),
            to_name(&campaign.status)?,
            (&campaign.share_message).into(),
            to_json(&campaign.terms)?,
            campaign.arrivals_since.into(),
            campaign.next_rule.into(),
            to_json(&campaign.page)?,
        ],
    )
}

/// Stores the slug that leads to the campaign's destination from now on.
pub(crate) fn set_slug(
    database: &Database,
    id: CampaignId,
    slug: Option<&Slug>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE campaign SET slug = ?2 WHERE id = ?1",
        &[id.into(), slug.into()],
    )
}

/// Counts new referrers.
pub(crate) fn add_referrers(
    database: &Database,
    id: CampaignId,
    more: usize,
) -> Result<(), PortalError> {
    let more = u32::try_from(more).unwrap_or(u32::MAX);
    database.change(
        "UPDATE campaign SET referrers = referrers + ?2 WHERE id = ?1",
        &[id.into(), more.into()],
    )
}

/// Counts a click.
pub(crate) fn add_click(database: &Database, id: CampaignId) -> Result<(), PortalError> {
    database.change(
        "UPDATE campaign SET clicks = clicks + 1 WHERE id = ?1",
        &[id.into()],
    )
}

/// Adds to the numbers of referrals, or takes from them.
pub(crate) fn add_referrals(
    database: &Database,
    id: CampaignId,
    referred: i64,
    successful: i64,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE campaign SET people_referred = people_referred + ?2, \
         successful_referrals = successful_referrals + ?3 WHERE id = ?1",
        &[id.into(), referred.into(), successful.into()],
    )
}
