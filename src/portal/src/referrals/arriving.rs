//! Contacts that arrive in HubSpot with a referral code in a property, set by a form, a chat or an import.
//!
//! Ignored are texts that are not a code of a campaign with this property, and contacts that were created before the
//! campaign had the property. The first link wins: a contact that has a referral already is ignored, whatever the
//! property contains.
//!
//! The person was referred when the contact was created, not when Goodword reads of it: a deal between the two counts.

use domain::{Attribution, ContactId, EmailAddress, ReferralCode, received_code};
use hubspot::contacts::ContactRecord;
use jiff::Timestamp;

use super::claiming;
use crate::api_types::requests::{Claim, ClaimedBy};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns::Campaign;
use crate::tables::referrals::{self, Referral};

/// HubSpot's own properties that identify the contact.
pub(crate) const ABOUT: [&str; 3] = ["email", "firstname", "lastname"];

/// Accepts the claims in the properties of a contact. Runs inside the caller's transaction.
pub(crate) fn contact_arrived(
    database: &Database,
    contact: &ContactRecord,
    campaigns: &[Campaign],
    now: Timestamp,
) -> Result<(), PortalError> {
    let created_ms = contact.created_ms();
    for campaign in campaigns {
        let since = campaign.arrivals_since.map(Timestamp::as_millisecond);
        let is_new = since.is_some_and(|since| created_ms.is_some_and(|at| at >= since));
        let code = campaign
            .arrival_property()
            .filter(|_| is_new)
            .and_then(|property| received_code(contact.value(property.as_str())?));
        if let Some(code) = code {
            let at = created_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
            let at = at.map_or(now, |at| at.min(now));
            arrived_with(database, contact, campaign, code, at, now)?;
        }
    }
    Ok(())
}

fn arrived_with(
    database: &Database,
    contact: &ContactRecord,
    campaign: &Campaign,
    code: ReferralCode,
    at: Timestamp,
    now: Timestamp,
) -> Result<(), PortalError> {
    let referrer = claiming::by_code(database, code)?;
    let Some(referrer) = referrer.filter(|referrer| referrer.campaign == campaign.id) else {
        return Ok(());
    };
    let email = contact.value("email").map(EmailAddress::parse);
    let email = email.and_then(Result::ok);
    let key = email.as_ref().map(EmailAddress::normalised);
    let known = referrals::of_person(database, campaign.id, key.as_ref(), &[&contact.id])?;
    // A contact arrives once. If it is seen again, the referral by this referrer stands, whatever became of it.
    let is_by_same = |row: &Referral| row.referrer == referrer.contact;
    if known.iter().any(|row| is_by_same(row) || stands(row)) {
        return Ok(());
    }
    let name = |property| {
        let name = claiming::given_name(property, contact.value(property));
        name.ok().flatten()
    };
    let claim = Claim {
        by: ClaimedBy::Code(code),
        contact: Some(ContactId::clone(&contact.id)),
        email: email.map(|email| email.as_str().to_owned()),
        first_name: name("firstname"),
        last_name: name("lastname"),
        attribution: Attribution::Property,
        clicked_at: None,
        answers: Vec::new(),
        network: None,
    };
    claiming::claim(database, &claim, &referrer, at, now).map(drop)
}

/// Returns whether a referral prevents a later one by another referrer.
fn stands(referral: &Referral) -> bool {
    !referral.is_in_review() && (referral.not_counted.is_none() || referral.state.by_hand)
}
