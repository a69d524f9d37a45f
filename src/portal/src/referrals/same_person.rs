//! Whether referrer and referred person are one: the same contact, the same address, or contacts that were merged.

use domain::attribution::Person;
use domain::{ContactId, EmailAddress};
use hubspot::contacts::{ContactRecord, MERGED};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::referrals::Referral;
use crate::tables::referrers;

/// The properties that show who a contact is.
pub(crate) const PROPERTIES: [&str; 4] = ["email", "hs_additional_emails", MERGED[0], MERGED[1]];

/// Returns the ids of a contact: its own, and those of the contacts that were merged into it.
pub(crate) fn ids(record: &ContactRecord) -> Vec<ContactId> {
    let mut ids = record.merged();
    ids.push(record.id.clone());
    ids
}

/// Returns whether a contact is the person who made a referral.
pub(super) fn is_referrer(
    database: &Database,
    referral: &Referral,
    record: &ContactRecord,
) -> Result<bool, PortalError> {
    let referrer = referrers::get(database, referral.campaign, &referral.referrer)?;
    let referrer = referrer.ok_or(PortalError::Unreadable("a referrer"))?;
    let own_address = referrer.person.email.as_deref();
    let own = Person::of_contact(referrer.contact.clone(), own_address, None);
    let given = referral.person.email.as_deref();
    let given = given.and_then(|text| EmailAddress::parse(text).ok());
    let person = Person::of_contact(
        record.id.clone(),
        record.value("email"),
        record.value("hs_additional_emails"),
    );
    Ok(person.is(&own)
        || Person::new(None, given).is(&own)
        || ids(record).contains(&referrer.contact))
}
