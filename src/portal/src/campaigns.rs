//! The table of campaigns.

use domain::{
    AttributionWindow, CampaignId, CampaignName, CampaignStatus, Destination, ReferralTerms,
    ShareMessage,
};
use jiff::Timestamp;

use crate::blocks;
use crate::database::{Database, Row, json, name};
use crate::error::PortalError;
use crate::requests::{ChangeCampaign, CreateCampaign};
use crate::{runs, slugs};

/// A campaign's row.
#[derive(Debug, Clone)]
pub(crate) struct Campaign {
    pub(crate) id: CampaignId,
    pub(crate) name: String,
    pub(crate) destination: String,
    pub(crate) window_days: u32,
    pub(crate) share_message: String,
    pub(crate) terms: ReferralTerms,
    /// The slug that it has now.
    pub(crate) slug: Option<String>,
    pub(crate) status: CampaignStatus,
    pub(crate) created_at: Timestamp,
    pub(crate) referrers: u32,
    pub(crate) clicks: u32,
    pub(crate) people_referred: u32,
    pub(crate) successful_referrals: u32,
}

const COLUMNS: &str = "id, name, destination, window_days, status, created_at, referrers, \
    share_message, people_referred, successful_referrals, clicks, terms, slug";

/// More would make lists unusable before they made anything slow.
const MOST_CAMPAIGNS: u32 = 1000;

fn read(row: &Row) -> Result<Campaign, PortalError> {
    Ok(Campaign {
        id: CampaignId(row.count(0)?),
        name: row.text(1)?.to_owned(),
        destination: row.text(2)?.to_owned(),
        window_days: row.count(3)?,
        status: row.named(4)?,
        created_at: row.time(5)?,
        referrers: row.count(6)?,
        share_message: row.text(7)?.to_owned(),
        people_referred: row.count(8)?,
        successful_referrals: row.count(9)?,
        clicks: row.count(10)?,
        terms: row.json(11)?,
        slug: row.optional_text(12)?.map(str::to_owned),
    })
}

/// All campaigns, oldest first.
pub(crate) fn all(database: &Database) -> Result<Vec<Campaign>, PortalError> {
    let statement = format!("SELECT {COLUMNS} FROM campaign ORDER BY id");
    database.all(&statement, &[])?.iter().map(read).collect()
}

/// One campaign.
pub(crate) fn get(database: &Database, id: CampaignId) -> Result<Campaign, PortalError> {
    let statement = format!("SELECT {COLUMNS} FROM campaign WHERE id = ?1");
    let row = database.first(&statement, &[id.0.into()])?;
    read(&row.ok_or(PortalError::NotFound("campaign"))?)
}

/// Makes a campaign. Its name is its own in the portal: whoever sends the request twice has one campaign.
pub(crate) fn create(
    database: &Database,
    wanted: &CreateCampaign,
    now: Timestamp,
) -> Result<Campaign, PortalError> {
    let name_ =
        CampaignName::parse(&wanted.name).map_err(|why| PortalError::invalid("name", why))?;
    let destination = Destination::parse(&wanted.destination)
        .map_err(|why| PortalError::invalid("destination", why.to_string()))?;
    let window = wanted
        .attribution_window_days
        .map_or(Ok(AttributionWindow::USUAL), AttributionWindow::days)
        .map_err(|why| PortalError::invalid("attributionWindowDays", why))?;
    let message = wanted
        .share_message
        .as_deref()
        .map_or(Ok(ShareMessage::usual()), ShareMessage::parse)
        .map_err(|why| PortalError::invalid("shareMessage", why))?;
    let terms = checked(wanted.terms.as_ref())?.unwrap_or_default();
    let slug = wanted.slug.as_deref().map_or(Ok(None), slugs::typed)?;
    database.atomically(|| {
        refuse_taken_name(database, &name_, None)?;
        let last = database
            .first("SELECT COALESCE(MAX(id), 0) FROM campaign", &[])?
            .map_or(Ok(0), |row| row.count(0))?;
        if last >= MOST_CAMPAIGNS {
            return Err(PortalError::Conflict(
                "An account has at most 1,000 campaigns.".into(),
            ));
        }
        let id = CampaignId(last + 1);
        database.change(
            "INSERT INTO campaign (id, name, destination, window_days, status, created_at, share_message, \
             terms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            &[
                id.0.into(),
                name_.as_str().into(),
                destination.as_str().into(),
                u32::from(window.as_days()).into(),
                name(&CampaignStatus::Live)?,
                now.into(),
                message.as_str().into(),
                json(&terms)?,
            ],
        )?;
        if slug.is_some() {
            slugs::name_campaign(database, id, slug.as_ref(), now)?;
        }
        get(database, id)
    })
}

/// Changes a campaign. What its links do changes with it, in every block; with its end, its runs end.
pub(crate) fn change(
    database: &Database,
    id: CampaignId,
    change: &ChangeCampaign,
    now: Timestamp,
) -> Result<Campaign, PortalError> {
    let new_name = change
        .name
        .as_deref()
        .map(CampaignName::parse)
        .transpose()
        .map_err(|why| PortalError::invalid("name", why))?;
    let destination = change
        .destination
        .as_deref()
        .map(Destination::parse)
        .transpose()
        .map_err(|why| PortalError::invalid("destination", why.to_string()))?;
    let window = change
        .attribution_window_days
        .map(AttributionWindow::days)
        .transpose()
        .map_err(|why| PortalError::invalid("attributionWindowDays", why))?;
    let message = change
        .share_message
        .as_deref()
        .map(ShareMessage::parse)
        .transpose()
        .map_err(|why| PortalError::invalid("shareMessage", why))?;
    let terms = checked(change.terms.as_ref())?;
    let slug = change.slug.as_deref().map(slugs::typed).transpose()?;
    database.atomically(|| {
        let present = get(database, id)?;
        if let Some(terms) = &terms {
            refuse_other_causes(&present.terms, terms)?;
        }
        if let Some(new_name) = &new_name {
            refuse_taken_name(database, new_name, Some(id))?;
        }
        let status = change.status.unwrap_or(present.status);
        let destination = destination
            .as_ref()
            .map_or(present.destination.as_str(), Destination::as_str);
        database.change(
            "UPDATE campaign SET name = ?2, destination = ?3, status = ?4, window_days = ?5, \
             share_message = ?6, terms = ?7 WHERE id = ?1",
            &[
                id.0.into(),
                new_name
                    .as_ref()
                    .map_or(present.name.as_str(), CampaignName::as_str)
                    .into(),
                destination.into(),
                name(&status)?,
                window
                    .map_or(present.window_days, |window| u32::from(window.as_days()))
                    .into(),
                message
                    .as_ref()
                    .map_or(present.share_message.as_str(), ShareMessage::as_str)
                    .into(),
                json(terms.as_ref().unwrap_or(&present.terms))?,
            ],
        )?;
        if status != present.status || destination != present.destination {
            blocks::touch_campaign(database, id)?;
            slugs::touch_campaign(database, id)?;
        }
        if let Some(slug) = &slug {
            slugs::name_campaign(database, id, slug.as_ref(), now)?;
        }
        if status == CampaignStatus::Archived {
            runs::stop_campaign(database, id, now)?;
        }
        get(database, id)
    })
}

/// Terms that a campaign can have.
fn checked(terms: Option<&ReferralTerms>) -> Result<Option<ReferralTerms>, PortalError> {
    if let Some(terms) = terms {
        terms
            .check()
            .map_err(|why| PortalError::invalid("terms", why))?;
    }
    Ok(terms.cloned())
}

/// What a rule made successful is kept under its number: another cause needs another number.
fn refuse_other_causes(present: &ReferralTerms, new: &ReferralTerms) -> Result<(), PortalError> {
    let differs = new.rules.iter().any(|rule| {
        let known = present.rules.iter().find(|known| known.id == rule.id);
        known.is_some_and(|known| known.cause != rule.cause)
    });
    if differs {
        let why = "A rule with another cause needs a number that the campaign has not used.";
        return Err(PortalError::invalid("terms", why));
    }
    Ok(())
}

fn refuse_taken_name(
    database: &Database,
    name: &CampaignName,
    but: Option<CampaignId>,
) -> Result<(), PortalError> {
    let taken = database.first(
        "SELECT id FROM campaign WHERE name = ?1 AND id <> ?2",
        &[name.as_str().into(), but.map_or(0, |id| id.0).into()],
    )?;
    if taken.is_none() {
        return Ok(());
    }
    let why = format!(
        "There is already a campaign named \u{201c}{}\u{201d}.",
        name.as_str()
    );
    Err(PortalError::Conflict(why))
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
        &[id.0.into(), more.into()],
    )
}
