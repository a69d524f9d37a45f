//! Identifying the person of a referral in HubSpot. The person's contact may show that the referral does not count.
//!
//! Invariants: as in [`super`]. A referral that a user let count against a stated reason is not taken back for the same
//! reason. But nobody refers themselves, and only one referral of a person counts, regardless of who decides.

use domain::attribution::{self, Person};
use domain::{ContactId, EmailAddress, NotCounted, ReferralId, ReferralStatus};
use hubspot::contacts::ContactRecord;
use jiff::Timestamp;

use super::applying::no_longer_counted;
use super::{people, rechecks};
use crate::api_types::views::{Happening, HubspotState};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};
use crate::tables::{campaigns, event_log, referrers};

/// The properties to read of a contact, besides those that campaigns map.
pub(crate) const PROPERTIES: [&str; 6] = [
    "email",
    "hs_additional_emails",
    "firstname",
    "lastname",
    "lifecyclestage",
    "hs_merged_object_ids",
];

/// Records HubSpot's contact of a referral's person, new or under another id than before, and returns the referral in
/// its new state. Runs inside the caller's transaction.
pub(crate) fn identify(
    database: &Database,
    before: &Referral,
    record: &ContactRecord,
    now: Timestamp,
) -> Result<Referral, PortalError> {
    let contact = Contact::read(record);
    let known = before.hubspot == HubspotState::Known;
    if known && before.contact.as_ref() == Some(contact.id) {
        return Ok(before.clone());
    }
    let mut after = before.clone();
    after.contact = Some(contact.id.clone());
    after.hubspot = HubspotState::Known;
    contact.complete(&mut after);
    referrals::set_person(database, &after)?;
    let reason = reason(database, &after, &contact, known)?;
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

/// Records that HubSpot has created this contact for a referral's person, with all values. Runs inside the caller's
/// transaction.
pub(crate) fn created(
    database: &Database,
    id: ReferralId,
    contact: &ContactId,
) -> Result<(), PortalError> {
    let mut referral = referrals::get(database, id)?;
    referral.contact = Some(contact.clone());
    referrals::set_person(database, &referral)?;
    people::written(database, id)?;
    rechecks::recheck_soon(database, id)
}

/// The parts of a contact that identify a person.
struct Contact<'a> {
    id: &'a ContactId,
    /// The ids of the contacts that were merged into this contact.
    merged: Vec<ContactId>,
    record: &'a ContactRecord,
}

impl<'a> Contact<'a> {
    fn read(record: &'a ContactRecord) -> Self {
        let contact = Self {
            id: &record.id,
            merged: Vec::new(),
            record,
        };
        let merged = contact.value("hs_merged_object_ids").unwrap_or_default();
        Self {
            merged: merged
                .split(';')
                .filter_map(|id| id.trim().parse().ok())
                .collect(),
            ..contact
        }
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        let value = self.record.properties.get(name)?.as_deref()?.trim();
        (!value.is_empty()).then_some(value)
    }

    fn ids(&self) -> Vec<&ContactId> {
        self.merged.iter().chain([self.id]).collect()
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

/// Returns the reason why a referral does not count, now that its person is known.
fn reason(
    database: &Database,
    referral: &Referral,
    contact: &Contact<'_>,
    known: bool,
) -> Result<Option<NotCounted>, PortalError> {
    if !referral.state.status.is_lead() {
        return Ok(None);
    }
    let referrer = referrers::get(database, referral.campaign, &referral.referrer)?;
    let referrer = referrer.ok_or(PortalError::Unreadable("a referrer"))?;
    let own_address = referrer.person.email.as_deref();
    let own = Person::of_contact(referrer.contact.clone(), own_address, None);
    let (email, further) = (
        contact.value("email"),
        contact.value("hs_additional_emails"),
    );
    let person = Person::of_contact(contact.id.clone(), email, further);
    if person.is(&own) || contact.ids().contains(&&referrer.contact) {
        return Ok(Some(NotCounted::SelfReferral));
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
    let stage = contact.value("lifecyclestage").unwrap_or_default();
    // The person of a successful referral may have become a customer through it.
    let is_new = !known
        && matches!(
            referral.state.status,
            ReferralStatus::Pending | ReferralStatus::InReview
        );
    if is_new && attribution::is_customer_stage(stage) {
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
