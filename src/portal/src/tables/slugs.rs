//! The table of slugs: readable aliases of the links of referrers and of campaigns.
//!
//! Invariants: a slug is one referrer's or campaign's, for ever; one that was replaced still leads where it led. What
//! the link index lacks of a slug will be published.

use domain::{CampaignId, CampaignRecord, HubId, ReferralCode, Slug, SlugRecord, index_record};
use jiff::Timestamp;

use crate::links::index_records::Rendered;
use crate::storage::database::{Database, json};
use crate::storage::error::PortalError;
use crate::tables::campaigns;

/// What the owner of a campaign's slug has for a contact.
const NOBODY: &str = "";

/// Slugs that one link can collect: each is kept for ever, and each costs others a word.
const MOST_SLUGS: u32 = 20;

/// The slug that was typed into a field; `None` if the field was emptied.
pub(crate) fn typed(text: &str) -> Result<Option<Slug>, PortalError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Slug::parse(text)
        .map(Some)
        .map_err(|why| PortalError::invalid("slug", why.to_string()))
}

/// Gives a slug to a campaign. Runs inside the caller's transaction.
pub(crate) fn name_campaign(
    database: &Database,
    campaign: CampaignId,
    slug: Option<&Slug>,
    now: Timestamp,
) -> Result<(), PortalError> {
    if let Some(slug) = slug {
        take(database, campaign, NOBODY, slug.as_str(), now)?;
    }
    database.change(
        "UPDATE campaign SET slug = ?2 WHERE id = ?1",
        &[campaign.0.into(), slug.map(Slug::as_str).into()],
    )
}

/// Makes a slug the owner's, unless it is another's.
pub(crate) fn take(
    database: &Database,
    campaign: CampaignId,
    contact: &str,
    slug: &str,
    now: Timestamp,
) -> Result<(), PortalError> {
    let present = database.first(
        "SELECT campaign_id = ?2 AND contact_id = ?3 FROM slug WHERE slug = ?1",
        &[slug.into(), campaign.0.into(), contact.into()],
    )?;
    if let Some(row) = present {
        if row.flag(0)? {
            return Ok(());
        }
        let why = format!(
            "The slug {slug} belongs to another link, or did once: links that were shared keep working. Choose \
             another one."
        );
        return Err(PortalError::Conflict(why));
    }
    let has = database.first(
        "SELECT COUNT(*) FROM slug WHERE campaign_id = ?1 AND contact_id = ?2",
        &[campaign.0.into(), contact.into()],
    )?;
    if has.map_or(Ok(0), |row| row.count(0))? >= MOST_SLUGS {
        return Err(PortalError::Conflict(
            "This link has had 20 slugs, all of which keep working. Use one of them.".into(),
        ));
    }
    database.change(
        "INSERT INTO slug (slug, campaign_id, contact_id, at, version) VALUES (?1, ?2, ?3, ?4, 1)",
        &[slug.into(), campaign.0.into(), contact.into(), now.into()],
    )
}

/// The campaign's slugs lead elsewhere now, or nowhere.
pub(crate) fn touch_campaign(database: &Database, id: CampaignId) -> Result<(), PortalError> {
    database.change(
        "UPDATE slug SET version = version + 1 WHERE campaign_id = ?1 AND contact_id = ?2",
        &[id.0.into(), NOBODY.into()],
    )
}

/// Whether the link index knows all of these slugs.
pub(crate) fn are_published(database: &Database, slugs: &[&str]) -> Result<bool, PortalError> {
    if slugs.is_empty() {
        return Ok(true);
    }
    let unknown = database.first(
        "SELECT 1 FROM slug WHERE published = 0 AND slug IN (SELECT value FROM json_each(?1)) LIMIT 1",
        &[json(&slugs)?],
    )?;
    Ok(unknown.is_none())
}

/// Renders a slug for the link index.
pub(crate) fn render(
    database: &Database,
    portal: &HubId,
    id: u32,
) -> Result<Rendered, PortalError> {
    const UNREADABLE: PortalError = PortalError::Unreadable("a slug");
    let row = database
        .first(
            "SELECT slug.slug, slug.campaign_id, slug.contact_id, version, code FROM slug LEFT JOIN referrer \
             ON referrer.campaign_id = slug.campaign_id AND referrer.contact_id = slug.contact_id \
             WHERE id = ?1",
            &[id.into()],
        )?
        .ok_or(UNREADABLE)?;
    let entry = if row.text(2)? == NOBODY {
        let campaign = campaigns::get(database, CampaignId(row.count(1)?))?;
        SlugRecord::Campaign(CampaignRecord {
            id: campaign.id,
            status: campaign.status,
            to: campaign.destination,
        })
    } else {
        SlugRecord::Code(row.parsed::<ReferralCode>(4)?)
    };
    Ok(Rendered {
        key: index_record::slug_key(portal, row.text(0)?),
        version: row.count(3)?,
        value: entry.to_text(),
    })
}
