//! The table of slugs: the readable aliases of the links of referrers and of campaigns.
//!
//! Invariant: a slug belongs to one referrer or campaign for ever; a replaced slug keeps its target.
//!
//! Left to others: the decision whether a slug can be taken ([`crate::links::slugs`]).

use domain::{CampaignId, ContactId, ReferralCode, Slug};
use jiff::Timestamp;

use crate::storage::columns::to_json;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;
use crate::storage::row::row;

/// The owner of a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owner<'a> {
    pub(crate) campaign: CampaignId,
    /// The referrer's contact; `None` for the campaign itself.
    pub(crate) contact: Option<&'a ContactId>,
}

/// The contact that is stored with a campaign's own slug.
const NOBODY: &str = "";

impl Owner<'_> {
    fn parameters(self) -> [SqlValue; 2] {
        let contact = self.contact.map_or(NOBODY, ContactId::as_str);
        [self.campaign.into(), contact.into()]
    }
}

row! {
    /// A slug with the code that it leads to, if it belongs to a referrer.
    #[derive(Debug)]
    pub(crate) struct SlugRow {
        pub(crate) slug: Slug = "slug.slug",
        pub(crate) campaign: CampaignId = "slug.campaign_id",
        pub(crate) version: u32 = "version",
        /// The code; `None` if the slug belongs to the campaign itself.
        pub(crate) code: Option<ReferralCode> = "code",
    }
}

/// Returns one slug.
pub(crate) fn get(database: &Database, id: u32) -> Result<SlugRow, PortalError> {
    let columns = SlugRow::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM slug LEFT JOIN referrer ON referrer.campaign_id = slug.campaign_id \
         AND referrer.contact_id = slug.contact_id WHERE id = ?1"
    );
    let found = database.first(&statement, &[id.into()])?;
    found.ok_or(PortalError::Unreadable("a slug"))
}

/// Returns whether a slug belongs to this owner; `None` if it has no owner.
pub(crate) fn is_owned_by(
    database: &Database,
    slug: &Slug,
    owner: Owner<'_>,
) -> Result<Option<bool>, PortalError> {
    let [campaign, contact] = owner.parameters();
    database.first(
        "SELECT campaign_id = ?2 AND contact_id = ?3 FROM slug WHERE slug = ?1",
        &[slug.into(), campaign, contact],
    )
}

/// Counts the slugs that an owner has or had.
pub(crate) fn count(database: &Database, owner: Owner<'_>) -> Result<u32, PortalError> {
    database.number(
        "SELECT COUNT(*) FROM slug WHERE campaign_id = ?1 AND contact_id = ?2",
        &owner.parameters(),
    )
}

/// Returns the referrer that has or had a slug, if it is not a campaign's.
pub(crate) fn holder(
    database: &Database,
    slug: &Slug,
) -> Result<Option<(CampaignId, ContactId)>, PortalError> {
    database.first(
        "SELECT campaign_id, contact_id FROM slug WHERE slug = ?1 AND contact_id <> ''",
        &[slug.into()],
    )
}

/// Adds a slug.
pub(crate) fn insert(
    database: &Database,
    slug: &Slug,
    owner: Owner<'_>,
    now: Timestamp,
) -> Result<(), PortalError> {
    let [campaign, contact] = owner.parameters();
    database.change(
        "INSERT INTO slug (slug, campaign_id, contact_id, at, version) VALUES (?1, ?2, ?3, ?4, 1)",
        &[slug.into(), campaign, contact, now.into()],
    )
}

/// Marks the campaign's own slugs as changed, because their target has changed or ended.
pub(crate) fn touch_campaign(database: &Database, id: CampaignId) -> Result<(), PortalError> {
    database.change(
        "UPDATE slug SET version = version + 1 WHERE campaign_id = ?1 AND contact_id = ?2",
        &[id.into(), NOBODY.into()],
    )
}

/// Stores the version that LINKS has.
pub(crate) fn set_published(database: &Database, id: u32, version: u32) -> Result<(), PortalError> {
    database.change(
        "UPDATE slug SET published = ?2 WHERE id = ?1 AND published < ?2",
        &[id.into(), version.into()],
    )
}

/// Returns whether LINKS has all of these slugs.
pub(crate) fn are_published(database: &Database, slugs: &[&Slug]) -> Result<bool, PortalError> {
    if slugs.is_empty() {
        return Ok(true);
    }
    let missing = database.exists(
        "SELECT 1 FROM slug WHERE published = 0 AND slug IN (SELECT value FROM json_each(?1)) LIMIT 1",
        &[to_json(&slugs)?],
    )?;
    Ok(!missing)
}
