//! Contacts that arrive in HubSpot with a referral code in a property: a form, a chat or an import has put it there.
//!
//! What is no code of a campaign that asks for this property is passed over, as is whoever was there before the
//! campaign asked. The first link wins: whoever has a referral that stands is passed over, whatever the property says.

use domain::{Attribution, ContactId, EmailAddress, ReferralCode};
use hubspot::contacts::ContactRecord;
use jiff::Timestamp;

use super::claiming::{by_code, given_name};
use super::{Referral, of_person};
use crate::Portal;
use crate::api_types::requests::{Claim, ClaimedBy};
use crate::storage::error::PortalError;
use crate::tables::campaigns::Campaign;
use crate::tables::change_feeds;

/// HubSpot's own properties that tell who arrives.
pub(crate) const ABOUT: [&str; 3] = ["email", "firstname", "lastname"];

impl Portal {
    /// Takes the claims that a contact makes by its properties. Runs inside the caller's transaction.
    pub(crate) fn contact_arrived(
        &self,
        contact: &ContactRecord,
        campaigns: &[Campaign],
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let created_ms = contact.created_ms();
        for campaign in campaigns {
            let since = campaign.arrivals_since.map(Timestamp::as_millisecond);
            let is_new = since.is_some_and(|since| created_ms.is_some_and(|at| at >= since));
            let code = change_feeds::arrivals(campaign)
                .filter(|_| is_new)
                .and_then(|property| contact.value(property.as_str())?.trim().parse().ok());
            if let Some(code) = code {
                self.arrived_with(contact, campaign, code, now)?;
            }
        }
        Ok(())
    }

    fn arrived_with(
        &self,
        contact: &ContactRecord,
        campaign: &Campaign,
        code: ReferralCode,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let referrer = by_code(&self.database, code)?;
        let Some(referrer) = referrer.filter(|referrer| referrer.campaign == campaign.id) else {
            return Ok(());
        };
        let email = contact.value("email").map(EmailAddress::parse);
        let email = email.and_then(Result::ok);
        let key = email.as_ref().map(EmailAddress::normalised);
        let key = key.as_ref().map(domain::NormalisedEmail::as_str);
        let known = of_person(&self.database, campaign.id, key, &[&contact.id])?;
        if known.iter().any(stands) {
            return Ok(());
        }
        let name = |property| given_name(property, contact.value(property)).ok().flatten();
        let claim = Claim {
            by: ClaimedBy::Code(code),
            contact: Some(ContactId::clone(&contact.id)),
            email: email.map(|email| email.as_str().to_owned()),
            first_name: name("firstname"),
            last_name: name("lastname"),
            attribution: Attribution::Property,
            clicked_at: None,
            answers: Vec::new(),
        };
        self.claimed(&claim, &referrer, now, now).map(drop)
    }
}

fn stands(referral: &Referral) -> bool {
    referral.not_counted.is_none() || referral.standing.by_hand
}
