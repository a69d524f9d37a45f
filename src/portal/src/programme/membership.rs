//! Taking part in a campaign: enrolling contacts, leaving an audience, coming back, and people's decisions about links.
//!
//! Invariant: a contact has one code in a campaign, for ever.

use domain::{CampaignId, ContactId, LinkStatus, OnLeaving, PropertyName, write_back};
use jiff::Timestamp;

use crate::api_types::views::Happening;
use crate::links::codes;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::Entropy;
use crate::tables::daily_stats::{self, Event};
use crate::tables::event_log;
use crate::tables::outbox::Item;
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::referrers::{self, NewReferrer, Person, Referrer};
use crate::tables::{campaigns, link_blocks, syncs};
use crate::write_back::outbox;

/// A contact that becomes a referrer.
#[derive(Debug)]
pub(crate) struct Newcomer<'a> {
    pub(crate) contact: &'a ContactId,
    pub(crate) person: Person,
}

/// Enrols contacts that are not referrers yet, at most a hundred. `by_run`: the run also puts the values that HubSpot
/// lacks into the outbox. Runs inside the caller's transaction.
///
/// # Errors
/// [`PortalError::Busy`] when no block number is at hand; the caller must then roll back.
pub(crate) fn enrol(
    database: &Database,
    entropy: &dyn Entropy,
    campaign: CampaignId,
    newcomers: &[Newcomer<'_>],
    by_run: bool,
    now: Timestamp,
) -> Result<(), PortalError> {
    if newcomers.is_empty() {
        return Ok(());
    }
    let contacts: Vec<_> = newcomers.iter().map(|newcomer| newcomer.contact).collect();
    let codes = codes::issue(database, entropy, campaign, &contacts)?;
    let rows: Vec<_> = newcomers
        .iter()
        .zip(codes)
        .map(|(newcomer, code)| NewReferrer {
            contact: newcomer.contact,
            code,
            person: &newcomer.person,
        })
        .collect();
    referrers::insert(database, campaign, &rows, by_run.then_some(now), now)?;
    daily_stats::add_to_campaign(database, campaign, Event::Joined, rows.len(), now)?;
    campaigns::add_referrers(database, campaign, rows.len())
}

/// Enrols contacts on a person's decision, on the card or from a file. Their values are written soon, because no run may
/// read them. Runs inside the caller's transaction.
///
/// # Errors
/// As [`enrol`].
pub(crate) fn enrol_by_hand(
    database: &Database,
    entropy: &dyn Entropy,
    campaign: CampaignId,
    newcomers: &[Newcomer<'_>],
    now: Timestamp,
) -> Result<(), PortalError> {
    enrol(database, entropy, campaign, newcomers, false, now)?;
    for sync in syncs::of_campaign(database, campaign)? {
        let mut properties = write_back::written(&sync.outbound);
        properties.retain(|name| sync.known_properties.contains(name));
        // Before a sync's first run its properties may not exist yet. The end of that run leads to the write.
        if properties.is_empty() {
            continue;
        }
        let items: Vec<Item> = newcomers
            .iter()
            .map(|newcomer| Item {
                contact: newcomer.contact.clone(),
                new: true,
                properties: properties.clone(),
            })
            .collect();
        crate::tables::outbox::add(database, sync.id, None, &items, None)?;
    }
    Ok(())
}

/// Applies the sync's setting to the live links of contacts that have left the audience.
pub(crate) fn leave(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
    decision: OnLeaving,
    now: Timestamp,
) -> Result<(), PortalError> {
    let status = match decision {
        OnLeaving::Keep => return Ok(()),
        OnLeaving::Pause => LinkStatus::Paused,
        OnLeaving::Revoke => LinkStatus::Revoked,
    };
    if contacts.is_empty() {
        return Ok(());
    }
    let mut changed = Vec::new();
    for (contact, referrer) in referrers::among(database, campaign, contacts)? {
        if referrer.link_status == LinkStatus::Live {
            set_link_status(database, &referrer, status)?;
            let paused = decision == OnLeaving::Pause;
            referrers::set_away(database, referrer.key(), paused)?;
            let detail = Some(status.as_str());
            event_log::record(database, referrer.key(), Happening::Left, detail, now)?;
            changed.push(contact);
        }
    }
    outbox::write_link_status(database, campaign, &changed.iter().collect::<Vec<_>>())
}

/// Restores the link of a contact that came back to the audience, and returns the referrer in its new state.
pub(crate) fn come_back(
    database: &Database,
    referrer: &Referrer,
    now: Timestamp,
) -> Result<Referrer, PortalError> {
    let back = referrer.clone().returned();
    if back.link_status != referrer.link_status {
        set_link_status(database, referrer, back.link_status)?;
        event_log::record(database, referrer.key(), Happening::CameBack, None, now)?;
    }
    referrers::set_away(database, referrer.key(), false)?;
    Ok(back)
}

/// Sets a link's status on a person's decision, whether the contact is in the audience or not.
pub(crate) fn decide_link_status(
    database: &Database,
    referrer: &Referrer,
    status: LinkStatus,
    now: Timestamp,
) -> Result<(), PortalError> {
    if referrer.away {
        referrers::set_away(database, referrer.key(), false)?;
    }
    if referrer.link_status == status {
        return Ok(());
    }
    set_link_status(database, referrer, status)?;
    let happening = match status {
        LinkStatus::Live => Happening::Revived,
        LinkStatus::Paused => Happening::Paused,
        LinkStatus::Revoked => Happening::Revoked,
    };
    event_log::record(database, referrer.key(), happening, None, now)?;
    outbox::write_link_status(database, referrer.campaign, &[&referrer.contact])
}

/// Changes the status of a referrer's link, in the row and in the link block.
fn set_link_status(
    database: &Database,
    referrer: &Referrer,
    status: LinkStatus,
) -> Result<(), PortalError> {
    database.atomically(|| {
        referrers::set_link_status(database, referrer.key(), status)?;
        link_blocks::set_link_status(database, referrer.code, status)
    })
}

/// Records that HubSpot did not take these properties of a contact. `new`: whether it would have been the first write.
pub(crate) fn refused(
    database: &Database,
    key: ReferrerKey<'_>,
    (new, properties): (bool, &[PropertyName]),
    problem: &str,
    now: Timestamp,
) -> Result<(), PortalError> {
    let Some(known) = referrers::get(database, key.campaign, key.contact)? else {
        return Ok(());
    };
    if known.sync_problem.is_none() {
        event_log::record(database, key, Happening::Refused, Some(problem), now)?;
    }
    referrers::set_problem(database, &known, (new, properties), problem)
}
