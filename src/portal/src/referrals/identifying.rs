//! A referral's person is known in HubSpot: what that contact shows of who they are may change whether the referral
//! counts.
//!
//! Invariants: as in [`super`]. What a person let count once, although it was said why it should not, is not taken back
//! for the same reason; but nobody refers themselves, and of a person one referral counts, whoever decides.

use domain::attribution::{self, Person};
use domain::{ContactId, EmailAddress, NotCounted, ReferralId, ReferralStatus};
use hubspot::contacts::ContactRecord;
use jiff::Timestamp;

use super::deciding::no_longer_counted;
use super::{Referral, get, look_soon, of_person, people};
use crate::api_types::views::HubspotState;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::referrers;

/// What is read of a contact, besides what campaigns map.
pub(crate) const PROPERTIES: [&str; 6] = [
    "email",
    "hs_additional_emails",
    "firstname",
    "lastname",
    "lifecyclestage",
    "hs_merged_object_ids",
];

/// HubSpot has this contact for a referral's person, or has it under another id than before. Gives the referral as it is
/// then. Runs inside the caller's transaction.
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
    keep(database, &after)?;
    let reason = reason(database, &after, &contact, known)?;
    if let Some(reason) = reason {
        return no_longer_counted(database, &after, reason, now);
    }
    for other in of_same_person(database, &after, &contact)? {
        if other.counts() {
            no_longer_counted(database, &other, NotCounted::AlreadyReferred, now)?;
        }
    }
    look_soon(database, after.id)?;
    get(database, after.id)
}

/// HubSpot has made this contact for a referral's person, with all that is told of them. Runs inside the caller's
/// transaction.
pub(crate) fn created(
    database: &Database,
    id: ReferralId,
    contact: &ContactId,
) -> Result<(), PortalError> {
    let mut referral = get(database, id)?;
    referral.contact = Some(contact.clone());
    keep(database, &referral)?;
    people::written(database, id)?;
    look_soon(database, id)
}

/// A contact, as far as it says who somebody is.
struct Contact<'a> {
    id: &'a ContactId,
    /// The ids that it had before it was merged.
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

    /// Adds to a referral what it does not know of its person.
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
            referral.email_key = email
                .as_ref()
                .map(|email| email.normalised().as_str().to_owned());
            person.email = email.map(|email| email.as_str().to_owned());
        }
    }
}

/// Why a referral does not count, now that its person is known.
fn reason(
    database: &Database,
    referral: &Referral,
    contact: &Contact<'_>,
    known: bool,
) -> Result<Option<NotCounted>, PortalError> {
    if !referral.counts() {
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
        // As for claims: one that a person rejected stays so for its own referrer, and one that was undone was first.
        let own = other.referrer == referral.referrer;
        let stands = other.not_counted.is_none() || (other.standing.by_hand && own);
        let first = other.id < referral.id
            && (other.counts()
                || (stands
                    && !referral.standing.by_hand
                    && !was_told(database, referral, NotCounted::AlreadyReferred)?));
        if first {
            return Ok(Some(NotCounted::AlreadyReferred));
        }
    }
    let stage = contact.value("lifecyclestage").unwrap_or_default();
    // Who is successful already may have become a customer by it.
    let is_new = !known && referral.standing.status == ReferralStatus::Pending;
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
    let key = referral.email_key.as_deref();
    let mut others = of_person(database, referral.campaign, key, &contact.ids())?;
    others.retain(|other| other.id != referral.id);
    Ok(others)
}

/// Whether it was said of the referral before that it does not count for this reason: as it counts, a person knew.
fn was_told(
    database: &Database,
    referral: &Referral,
    reason: NotCounted,
) -> Result<bool, PortalError> {
    let row = database.first(
        "SELECT 1 FROM happening WHERE referral_id = ?1 AND referral_id > 0 AND kind = 'notCounted' \
         AND detail = ?2 LIMIT 1",
        &[referral.id.0.into(), reason.sentence().into()],
    )?;
    Ok(row.is_some())
}

/// Stores what is known of the person.
fn keep(database: &Database, referral: &Referral) -> Result<(), PortalError> {
    let person = &referral.person;
    database.change(
        "UPDATE referral SET person_id = ?2, first_name = ?3, last_name = ?4, email = ?5, email_key = ?6, \
         hubspot = ?7 WHERE id = ?1",
        &[
            referral.id.0.into(),
            referral.contact.as_ref().map(ContactId::as_str).into(),
            person.first_name.as_deref().into(),
            person.last_name.as_deref().into(),
            person.email.as_deref().into(),
            referral.email_key.as_deref().into(),
            referral.hubspot.as_str().into(),
        ],
    )?;
    crate::tables::referral_index::refresh(database, referral.id)
}
