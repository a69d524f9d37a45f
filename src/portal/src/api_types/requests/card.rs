//! What the card on a contact's record can ask.

use domain::{CampaignId, ContactId};
use serde::Deserialize;

use super::{Claim, NewReferral};

/// One question or change. Each is answered with the card as it is then.
#[derive(Debug, Clone)]
pub enum CardRequest {
    /// What the card shows for a contact.
    Show(ContactId),
    /// The card's button: enrol this contact. Doing it again changes nothing.
    Enrol(ContactId, CampaignId),
    /// The card's form: add a referral by this contact. Doing it again changes nothing.
    Refer(ContactId, Claim),
}

/// A person whom the record's contact referred, added by hand on the card.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferralOnCard {
    /// The record's contact, who referred.
    pub contact_id: ContactId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The person's e-mail address. It or the person's contact must be given.
    pub email: Option<String>,
    /// The person's HubSpot contact.
    pub person_id: Option<ContactId>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
}

impl ReferralOnCard {
    /// The request that it makes.
    #[must_use]
    pub fn request(self) -> CardRequest {
        let person = NewReferral {
            email: self.email,
            contact_id: self.person_id,
            first_name: self.first_name,
            last_name: self.last_name,
        };
        let claim = person.by(self.campaign_id, self.contact_id.clone());
        CardRequest::Refer(self.contact_id, claim)
    }
}
