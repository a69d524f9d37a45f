//! The requests of the card on a contact's record.

use domain::{CampaignId, ContactId};
use serde::Deserialize;

use super::{Claim, NewReferral};

/// A request of the card. The response is always the whole card in its new state.
#[derive(Debug, Clone)]
pub enum CardRequest {
    /// Show the card of a contact.
    Show(ContactId),
    /// Enrol this contact (the card's button). A repeated request changes nothing.
    Enrol(ContactId, CampaignId),
    /// Add a referral by this contact (the card's form). A repeated request changes nothing.
    Refer(ContactId, Box<Claim>),
}

/// A person whom the record's contact referred, added by hand on the card.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferralOnCard {
    /// The record's contact, who referred.
    pub contact_id: ContactId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The person's e-mail address. Either it or the person's contact is required.
    pub email: Option<String>,
    /// The person's HubSpot contact.
    pub person_id: Option<ContactId>,
    /// The person's first name.
    pub first_name: Option<String>,
    /// The person's last name.
    pub last_name: Option<String>,
}

impl ReferralOnCard {
    /// Converts the form into the request.
    #[must_use]
    pub fn request(self) -> CardRequest {
        let person = NewReferral {
            email: self.email,
            contact_id: self.person_id,
            first_name: self.first_name,
            last_name: self.last_name,
        };
        let claim = person.by(self.campaign_id, self.contact_id.clone());
        CardRequest::Refer(self.contact_id, Box::new(claim))
    }
}
