//! Creating and changing campaigns.
//!
//! Invariants: a campaign's name is unique in the portal; a rule's id is never reused for another cause.

use domain::qualification::Rule;
use domain::{
    AttributionWindow, CampaignId, CampaignName, CampaignStatus, Destination, PropertyName,
    ReferralField, ReferralPage, ReferralTerms, RuleId, ShareMessage,
};
use jiff::Timestamp;

use crate::api_types::requests::{ChangeCampaign, CreateCampaign};
use crate::links::slugs;
use crate::programme::{change_feeds, page_fields, runs};
use crate::referrals::{people, rechecks};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::{self, campaign_rewrites, label_cache, link_blocks};
use crate::write_back::property_owners;

/// The most campaigns of an account. More would make lists unusable before they made anything slow.
const MAX_CAMPAIGNS: u32 = 1000;

/// Creates a campaign. A request that is sent twice creates one campaign, because the name is then taken.
pub(crate) fn create(
    database: &Database,
    wanted: &CreateCampaign,
    now: Timestamp,
) -> Result<Campaign, PortalError> {
    let terms = wanted.terms.clone().unwrap_or_default();
    let window = wanted.attribution_window_days.map(window).transpose()?;
    let message = wanted.share_message.as_deref().map(message).transpose()?;
    let slug = wanted.slug.as_deref().map_or(Ok(None), slugs::typed)?;
    let mut campaign = Campaign {
        id: CampaignId(0),
        name: name(&wanted.name)?,
        destination: destination(&wanted.destination)?,
        window: window.unwrap_or(AttributionWindow::USUAL),
        share_message: message.unwrap_or_else(ShareMessage::usual),
        next_rule: next_rule(&terms, RuleId(1)),
        arrivals_since: terms.arrival_property.as_ref().map(|_| now),
        terms,
        page: wanted.page.clone().unwrap_or_default(),
        slug: None,
        status: CampaignStatus::Live,
        created_at: now,
        referrers: 0,
        clicks: 0,
        people_referred: 0,
        successful_referrals: 0,
    };
    check_terms(database, &campaign.terms)?;
    check_page(&campaign.page)?;
    page_fields::check(database, &[], &campaign.page.fields)?;
    database.atomically(|| {
        refuse_taken_name(database, &campaign.name, None)?;
        property_owners::refuse_unfit(database, &ReferralTerms::default(), &campaign.terms)?;
        campaign.id = campaigns::next_id(database)?;
        if campaign.id.0 > MAX_CAMPAIGNS {
            let why = "An account has at most 1,000 campaigns.";
            return Err(PortalError::Conflict(why.into()));
        }
        campaigns::insert(database, &campaign)?;
        change_feeds::keep(database, now)?;
        if slug.is_some() {
            slugs::name_campaign(database, campaign.id, slug.as_ref(), now)?;
        }
        campaigns::get(database, campaign.id)
    })
}

/// Changes a campaign. If the effect of its links changes, all its blocks are published again. If it is archived, its
/// runs end.
pub(crate) fn change(
    database: &Database,
    id: CampaignId,
    change: &ChangeCampaign,
    now: Timestamp,
) -> Result<Campaign, PortalError> {
    let before = campaigns::get(database, id)?;
    let after = changed(&before, change, now)?;
    // Only fields of the request are checked. Stored values stay, even if HubSpot has changed since.
    if let Some(terms) = &change.terms {
        check_terms(database, terms)?;
    }
    if let Some(page) = &change.page {
        check_page(page)?;
        page_fields::check(database, &before.page.fields, &page.fields)?;
    }
    let slug = change.slug.as_deref().map(slugs::typed).transpose()?;
    database.atomically(|| {
        refuse_other_causes(&before, &after.terms)?;
        property_owners::refuse_unfit(database, &before.terms, &after.terms)?;
        refuse_taken_name(database, &after.name, Some(id))?;
        if after.terms.referred_by != before.terms.referred_by {
            people::write_again(database, id)?;
        }
        campaigns::update(database, &after)?;
        if let Some(slug) = &slug {
            slugs::name_campaign(database, id, slug.as_ref(), now)?;
        }
        follow(database, &before, &after, now)?;
        campaigns::get(database, id)
    })
}

/// Returns the campaign with the changes of the request.
fn changed(
    before: &Campaign,
    change: &ChangeCampaign,
    now: Timestamp,
) -> Result<Campaign, PortalError> {
    let mut after = before.clone();
    if let Some(typed) = &change.name {
        after.name = name(typed)?;
    }
    if let Some(typed) = &change.destination {
        after.destination = destination(typed)?;
    }
    if let Some(days) = change.attribution_window_days {
        after.window = window(days)?;
    }
    if let Some(typed) = &change.share_message {
        after.share_message = message(typed)?;
    }
    if let Some(terms) = &change.terms {
        after.terms = terms.clone();
    }
    if let Some(page) = &change.page {
        after.page = page.clone();
    }
    after.status = change.status.unwrap_or(before.status);
    after.next_rule = next_rule(&after.terms, before.next_rule);
    let arrival = &after.terms.arrival_property;
    if *arrival != before.terms.arrival_property || before.arrivals_since.is_none() {
        after.arrivals_since = arrival.as_ref().map(|_| now);
    }
    Ok(after)
}

fn name(typed: &str) -> Result<CampaignName, PortalError> {
    CampaignName::parse(typed).map_err(|why| PortalError::invalid("name", why))
}

fn destination(typed: &str) -> Result<Destination, PortalError> {
    Destination::parse(typed).map_err(|why| PortalError::invalid("destination", why.to_string()))
}

fn window(days: u16) -> Result<AttributionWindow, PortalError> {
    AttributionWindow::days(days).map_err(|why| PortalError::invalid("attributionWindowDays", why))
}

fn message(typed: &str) -> Result<ShareMessage, PortalError> {
    ShareMessage::parse(typed).map_err(|why| PortalError::invalid("shareMessage", why))
}

/// Applies the consequences of a change to links, runs, referrals and change feeds.
fn follow(
    database: &Database,
    before: &Campaign,
    after: &Campaign,
    now: Timestamp,
) -> Result<(), PortalError> {
    let leads_elsewhere =
        after.destination != before.destination || after.terms.leads_to != before.terms.leads_to;
    if after.status != before.status || leads_elsewhere {
        link_blocks::touch_campaign(database, after.id)?;
        tables::slugs::touch_campaign(database, after.id)?;
    }
    if after.is_archived() {
        runs::stop_campaign(database, after.id, now)?;
    }
    if after.status != before.status {
        // HubSpot shows the links as they are from now on, whether a sweep follows or not.
        // While a campaign is archived, nothing else is written for it.
        let fields = match before.status {
            CampaignStatus::Archived => &ReferralField::ALL[..],
            CampaignStatus::Live | CampaignStatus::Paused => &[ReferralField::LinkStatus],
        };
        campaign_rewrites::begin(database, after.id, fields)?;
    }
    if after.terms.rules != before.terms.rules || after.is_archived() != before.is_archived() {
        rechecks::recheck_campaign(database, after.id, after.status, now)?;
    }
    change_feeds::keep(database, now)
}

fn check_terms(database: &Database, terms: &ReferralTerms) -> Result<(), PortalError> {
    terms
        .check()
        .map_err(|why| PortalError::invalid("terms", why))?;
    let arrival = terms.arrival_property.as_ref();
    arrival.map_or(Ok(()), |property| check_arrival(database, property))
}

/// Rejects a property that holds no text. A property that is not in the catalogue may be newer than the catalogue.
fn check_arrival(database: &Database, name: &PropertyName) -> Result<(), PortalError> {
    match label_cache::type_of(database, name.as_str())?.as_deref() {
        None | Some("string") => Ok(()),
        Some(_) => {
            let why = "A referral code needs a text property. Choose another one for contacts that arrive.";
            Err(PortalError::invalid("terms", why))
        }
    }
}

/// Returns an error if a campaign cannot have this page.
pub(crate) fn check_page(page: &ReferralPage) -> Result<(), PortalError> {
    page.check()
        .map_err(|fault| PortalError::invalid(fault.field, fault.why))
}

/// Rejects a known rule id with another cause, because successes are stored under the id of their rule.
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

/// Returns the id after these rules and after all earlier ones.
fn next_rule(terms: &ReferralTerms, before: RuleId) -> RuleId {
    let after = |rule: &Rule| RuleId(rule.id.0.saturating_add(1));
    terms.rules.iter().map(after).fold(before, RuleId::max)
}

fn refuse_taken_name(
    database: &Database,
    name: &CampaignName,
    except: Option<CampaignId>,
) -> Result<(), PortalError> {
    if !campaigns::has_name(database, name, except)? {
        return Ok(());
    }
    let name = name.as_str();
    let why = format!("There is already a campaign named \u{201c}{name}\u{201d}.");
    Err(PortalError::Conflict(why))
}
