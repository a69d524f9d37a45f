//! Identifying the person of a referral in HubSpot. The person's contact may show that the referral does not count.
//!
//! Invariants: as in [`super`]. A referral that a user let count against a stated reason is not taken back for the same
//! reason. But nobody refers themselves, and only one referral of a person counts, regardless of who decides.

use domain::attribution;
use domain::{ContactId, EmailAddress, NotCounted, ReferralId, ReferralStatus};
use hubspot::contacts::ContactRecord;
use jiff::Timestamp;

use super::applying::no_longer_counted;
use super::{people, rechecks, same_person};
use crate::api_types::views::{Happening, HubspotState};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};
use crate::tables::{campaigns, event_log};

/// The properties to read of a contact, besides those that campaigns map.
pub(crate) const PROPERTIES: [&str; 3] = ["firstname", "lastname", "lifecyclestage"];

/// Records HubSpot's contact of a referral's person, new or under another id than before, and returns the referral in
/// its new state. `aliases`: further contacts that have another form of the person's address. Runs inside the caller's
/// transaction.
pub(crate) fn identify(
    database: &Database,
    before: &Referral,
    record: &ContactRecord,
    aliases: &[ContactRecord],
    now: Timestamp,
) -> Result<Referral, PortalError> {
    let contact = Contact::read(record);
    let known = before.hubspot == HubspotState::Known;
    if is_self(database, before, record, aliases)? {
        let mut after = before.clone();
        after.contact = Some(contact.id.clone());
        after.hubspot = HubspotState::Known;
        referrals::set_person(database, &after)?;
        return no_longer_counted(database, &after, NotCounted::SelfReferral, now);
    }
    if known && before.contact.as_ref() == Some(contact.id) {
        return Ok(before.clone());
    }
    let mut after = before.clone();
    after.contact = Some(contact.id.clone());
    after.hubspot = HubspotState::Known;
    contact.complete(&mut after);
    referrals::set_person(database, &after)?;
    let reason = reason(database, &after, &contact, aliases, known)?;
    if let Some(reason) = reason {
        return no_longer_counted(database, &after, reason, now);
    }
    // A referral in review takes nothing from another.
    let others = if after.counts() {
        of_same_person(database, &after, &contact)?
    } else {
        Vec::new()
    };
    for other in others {
        if other.counts() {
            no_longer_counted(database, &other, NotCounted::AlreadyReferred, now)?;
        }
    }
    rechecks::recheck_soon(database, after.id)?;
    referrals::get(database, after.id)
}

/// Records that HubSpot has created this contact for a referral's person. `whole`: it has all values; otherwise the
/// others are written next. Runs inside the caller's transaction.
pub(crate) fn created(
    database: &Database,
    id: ReferralId,
    contact: &ContactId,
    whole: bool,
) -> Result<(), PortalError> {
    let mut referral = referrals::get(database, id)?;
    referral.contact = Some(contact.clone());
    if !whole {
        referral.hubspot = HubspotState::Known;
    }
    referrals::set_person(database, &referral)?;
    if whole {
        people::written(database, id)?;
    }
    rechecks::recheck_soon(database, id)
}

/// The parts of a contact that identify a person.
struct Contact<'a> {
    id: &'a ContactId,
    /// Its own id, and those of the contacts that were merged into it.
    ids: Vec<ContactId>,
    record: &'a ContactRecord,
}

impl<'a> Contact<'a> {
    fn read(record: &'a ContactRecord) -> Self {
        Self {
            id: &record.id,
            ids: same_person::ids(record),
            record,
        }
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        let value = self.record.properties.get(name)?.as_deref()?.trim();
        (!value.is_empty()).then_some(value)
    }

    fn ids(&self) -> Vec<&ContactId> {
        self.ids.iter().collect()
    }

    /// Adds the missing details of the person to a referral.
    fn complete(&self, referral: &mut Referral) {
        let owned = |name| self.value(name).map(str::to_owned);
        let person = &mut referral.person;
        if person.first_name.is_none() && person.last_name.is_none() {
            person.first_name = owned("firstname");
            person.last_name = owned("lastname");
        }
        if person.email.is_none() {
            let email = self
                .value("email")
                .and_then(|text| EmailAddress::parse(text).ok());
            referral.email_key = email.as_ref().map(EmailAddress::normalised);
            person.email = email.map(|email| email.as_str().to_owned());
        }
    }
}

/// Returns whether a referral that counts is one of the referrer by themselves.
fn is_self(
    database: &Database,
    referral: &Referral,
    record: &ContactRecord,
    aliases: &[ContactRecord],
) -> Result<bool, PortalError> {
    if !referral.counts() {
        return Ok(false);
    }
    for own in aliases.iter().chain([record]) {
        if same_person::is_referrer(database, referral, own)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the reason why a referral of somebody else does not count, now that its person is known.
fn reason(
    database: &Database,
    referral: &Referral,
    contact: &Contact<'_>,
    aliases: &[ContactRecord],
    known: bool,
) -> Result<Option<NotCounted>, PortalError> {
    if !referral.state.status.is_lead() {
        return Ok(None);
    }
    for other in of_same_person(database, referral, contact)? {
        // As for claims: a referral rejected by hand stays rejected for its own referrer, and an undone one was first.
        let own = other.referrer == referral.referrer;
        let stands =
            !other.is_in_review() && (other.not_counted.is_none() || (other.state.by_hand && own));
        let first = other.id < referral.id
            && (other.counts()
                || (stands
                    && !referral.state.by_hand
                    && !was_told(database, referral, NotCounted::AlreadyReferred)?));
        if first {
            return Ok(Some(NotCounted::AlreadyReferred));
        }
    }
    let records = aliases.iter().chain([contact.record]);
    let mut stages = records.filter_map(|record| record.value("lifecyclestage"));
    let is_customer = stages.any(attribution::is_customer_stage);
    // The person of a successful referral may have become a customer through it.
    let is_new = !known
        && matches!(
            referral.state.status,
            ReferralStatus::Pending | ReferralStatus::InReview
        );
    if is_new && is_customer {
        let terms = campaigns::get(database, referral.campaign)?.terms;
        let counts = terms.existing_customers_count
            || was_told(database, referral, NotCounted::ExistingCustomer)?;
        return Ok((!counts).then_some(NotCounted::ExistingCustomer));
    }
    Ok(None)
}

fn of_same_person(
    database: &Database,
    referral: &Referral,
    contact: &Contact<'_>,
) -> Result<Vec<Referral>, PortalError> {
    let key = referral.email_key.as_ref();
    let mut others = referrals::of_person(database, referral.campaign, key, &contact.ids())?;
    others.retain(|other| other.id != referral.id);
    Ok(others)
}

/// Returns whether the referral was not counted for this reason before. If it counts now, a user knew the reason.
fn was_told(
    database: &Database,
    referral: &Referral,
    reason: NotCounted,
) -> Result<bool, PortalError> {
    event_log::has(
        database,
        referral.id,
        Happening::NotCounted,
        reason.sentence(),
    )
}
