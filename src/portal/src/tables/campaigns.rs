//! The table of campaigns.

use domain::qualification::Rule;
use domain::{
    AttributionWindow, CampaignId, CampaignName, CampaignStatus, Destination, PropertyName,
    ReferralPage, ReferralTerms, RuleId, ShareMessage,
};
use jiff::Timestamp;

use crate::api_types::requests::{ChangeCampaign, CreateCampaign};
use crate::referrals;
use crate::referrals::people;
use crate::storage::database::{Database, Row, json, name};
use crate::storage::error::PortalError;
use crate::tables::change_feeds;
use crate::tables::label_cache;
use crate::tables::link_blocks;
use crate::tables::runs;
use crate::tables::slugs;
use crate::write_back::property_owners;

/// A campaign's row.
#[derive(Debug, Clone)]
pub(crate) struct Campaign {
    pub(crate) id: CampaignId,
    pub(crate) name: String,
    pub(crate) destination: String,
    pub(crate) window_days: u32,
    pub(crate) share_message: String,
    pub(crate) terms: ReferralTerms,
    /// The number of the next rule.
    pub(crate) next_rule: RuleId,
    /// Contacts that came to be since then may arrive with a code.
    pub(crate) arrivals_since: Option<Timestamp>,
    pub(crate) page: ReferralPage,
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
    share_message, people_referred, successful_referrals, clicks, terms, arrivals_since, next_rule, page, \
    slug";

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
        arrivals_since: row.optional_time(12)?,
        next_rule: RuleId(row.count(13)?),
        page: row.json(14)?,
        slug: row.optional_text(15)?.map(str::to_owned),
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
    let terms = checked(database, wanted.terms.as_ref())?.unwrap_or_default();
    let page = wanted.page.clone().unwrap_or_default();
    check_page(&page)?;
    let slug = wanted.slug.as_deref().map_or(Ok(None), slugs::typed)?;
    database.atomically(|| {
        refuse_taken_name(database, &name_, None)?;
        property_owners::refuse_unfit(database, &ReferralTerms::default(), &terms)?;
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
             terms, arrivals_since, next_rule, page) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            &[
                id.0.into(),
                name_.as_str().into(),
                destination.as_str().into(),
                u32::from(window.as_days()).into(),
                name(&CampaignStatus::Live)?,
                now.into(),
                message.as_str().into(),
                json(&terms)?,
                terms.arrival_property.as_ref().map(|_| now).into(),
                next_rule(&terms, RuleId(1)).0.into(),
                json(&page)?,
            ],
        )?;
        change_feeds::keep(database, now)?;
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
    let terms = checked(database, change.terms.as_ref())?;
    change.page.as_ref().map_or(Ok(()), check_page)?;
    let slug = change.slug.as_deref().map(slugs::typed).transpose()?;
    database.atomically(|| {
        let present = get(database, id)?;
        if let Some(terms) = &terms {
            refuse_other_causes(&present, terms)?;
            property_owners::refuse_unfit(database, &present.terms, terms)?;
            if terms.referred_by != present.terms.referred_by {
                people::tell_again(database, id)?;
            }
        }
        if let Some(new_name) = &new_name {
            refuse_taken_name(database, new_name, Some(id))?;
        }
        let terms = terms.as_ref().unwrap_or(&present.terms);
        let status = change.status.unwrap_or(present.status);
        let arrives = terms.arrival_property.as_ref();
        let arrivals_since = match present.arrivals_since {
            Some(since) if arrives == present.terms.arrival_property.as_ref() => Some(since),
            _ => arrives.map(|_| now),
        };
        let destination = destination
            .as_ref()
            .map_or(present.destination.as_str(), Destination::as_str);
        database.change(
            "UPDATE campaign SET name = ?2, destination = ?3, status = ?4, window_days = ?5, \
             share_message = ?6, terms = ?7, arrivals_since = ?8, next_rule = ?9, page = ?10 \
             WHERE id = ?1",
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
                json(terms)?,
                arrivals_since.into(),
                next_rule(terms, present.next_rule).0.into(),
                json(change.page.as_ref().unwrap_or(&present.page))?,
            ],
        )?;
        let leads_elsewhere =
            destination != present.destination || terms.leads_to != present.terms.leads_to;
        if status != present.status || leads_elsewhere {
            link_blocks::touch_campaign(database, id)?;
            slugs::touch_campaign(database, id)?;
        }
        if let Some(slug) = &slug {
            slugs::name_campaign(database, id, slug.as_ref(), now)?;
        }
        if status == CampaignStatus::Archived {
            runs::stop_campaign(database, id, now)?;
        }
        let archived = |status| status == CampaignStatus::Archived;
        if terms.rules != present.terms.rules || archived(status) != archived(present.status) {
            referrals::look_at_campaign(database, id, status, now)?;
        }
        change_feeds::keep(database, now)?;
        get(database, id)
    })
}

/// Terms that a campaign can have.
fn checked(
    database: &Database,
    terms: Option<&ReferralTerms>,
) -> Result<Option<ReferralTerms>, PortalError> {
    if let Some(terms) = terms {
        terms
            .check()
            .map_err(|why| PortalError::invalid("terms", why))?;
        if let Some(arrival) = &terms.arrival_property {
            check_arrival(database, arrival)?;
        }
    }
    Ok(terms.cloned())
}

/// A code is text. Of a property that is not in the catalogue nothing is known: it may be newer.
fn check_arrival(database: &Database, name: &PropertyName) -> Result<(), PortalError> {
    match label_cache::type_of(database, name.as_str())?.as_deref() {
        None | Some("string") => Ok(()),
        Some(_) => {
            let why = "A referral code needs a text property: choose another one for contacts that arrive.";
            Err(PortalError::invalid("terms", why))
        }
    }
}

/// Whether a campaign can have this page.
pub(crate) fn check_page(page: &ReferralPage) -> Result<(), PortalError> {
    page.check()
        .map_err(|fault| PortalError::invalid(fault.field, fault.why))
}

/// What a rule made successful is kept under its number: another cause needs another number.
fn refuse_other_causes(present: &Campaign, new: &ReferralTerms) -> Result<(), PortalError> {
    let differs = new.rules.iter().any(|rule| {
        let mut rules = present.terms.rules.iter();
        match rules.find(|known| known.id == rule.id) {
            Some(known) => known.cause != rule.cause,
            None => rule.id < present.next_rule,
        }
    });
    if differs {
        let why = "A rule with another cause needs a number that the campaign has not used.";
        return Err(PortalError::invalid("terms", why));
    }
    Ok(())
}

/// After these rules, and after all that there were before.
fn next_rule(terms: &ReferralTerms, before: RuleId) -> RuleId {
    let after = |rule: &Rule| RuleId(rule.id.0.saturating_add(1));
    terms.rules.iter().map(after).fold(before, RuleId::max)
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
