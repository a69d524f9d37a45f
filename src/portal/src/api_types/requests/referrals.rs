//! The requests about referrals.

use domain::{
    Attribution, CampaignId, ContactId, PropertyName, ReferralCode, ReferralEvent, ReferralId,
    ReferralStatus,
};
use jiff::Timestamp;
use serde::Deserialize;

/// A request about referrals.
#[derive(Debug, Clone)]
pub enum ReferralRequest {
    /// Claim that a person was referred. A repeated request changes nothing.
    Claim(Claim),
    /// List referrals, a page at a time.
    List(ReferralQuery),
    /// Show one referral.
    Show(ReferralId),
    /// Decide about a referral, by a person or a call of the API. A repeated request changes nothing.
    Decide(ReferralId, DecideReferral, Decider),
    /// Decide about the referrals in review from one network. A repeated request goes on where the last one ended.
    DecideNetwork(DecideNetwork),
    /// Retry a referred person whom HubSpot refused. A repeated request changes nothing.
    RetryHubspot(ReferralId),
}

/// A claim that a person was referred. It holds personal data and is never logged.
#[derive(Clone)]
pub struct Claim {
    /// The referrer.
    pub by: ClaimedBy,
    /// The person's HubSpot contact, if it is known.
    pub contact: Option<ContactId>,
    /// The person's e-mail address as the claim gives it.
    pub email: Option<String>,
    /// The person's first name.
    pub first_name: Option<String>,
    /// The person's last name.
    pub last_name: Option<String>,
    /// The way in which the claim arrived.
    pub attribution: Attribution,
    /// The time when the person followed the link, if it is known.
    pub clicked_at: Option<Timestamp>,
    /// The person's answers on a form, by the HubSpot property that the campaign maps the field to.
    pub answers: Vec<(PropertyName, String)>,
    /// A keyed hash of the network that a claim by the public came from; the same on the same day (UTC).
    pub network: Option<String>,
}

impl core::fmt::Debug for Claim {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("Claim")
            .field("by", &self.by)
            .field("attribution", &self.attribution)
            .finish_non_exhaustive()
    }
}

/// The referrer of a claim.
#[derive(Debug, Clone)]
pub enum ClaimedBy {
    /// The referrer whose link has this code.
    Code(ReferralCode),
    /// A contact in a campaign.
    Referrer {
        /// The campaign.
        campaign: CampaignId,
        /// The contact.
        contact: ContactId,
    },
}

/// A referred person, added by hand.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewReferral {
    /// The person's e-mail address. Either it or the contact is required.
    pub email: Option<String>,
    /// The person's HubSpot contact.
    pub contact_id: Option<ContactId>,
    /// The person's first name.
    pub first_name: Option<String>,
    /// The person's last name.
    pub last_name: Option<String>,
}

impl NewReferral {
    /// Converts the person into a claim by this referrer.
    #[must_use]
    pub fn by(self, campaign: CampaignId, contact: ContactId) -> Claim {
        Claim {
            by: ClaimedBy::Referrer { campaign, contact },
            contact: self.contact_id,
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            attribution: Attribution::ByHand,
            clicked_at: None,
            answers: Vec::new(),
            network: None,
        }
    }
}

/// A referred person, as the customer's own system reports it.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferralClaim {
    /// The code of the link that the person followed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, min_length = 10))]
    pub code: ReferralCode,
    /// The person's e-mail address. Either it or the contact is required.
    pub email: Option<String>,
    /// The person's HubSpot contact.
    pub contact_id: Option<ContactId>,
    /// The person's first name.
    pub first_name: Option<String>,
    /// The person's last name.
    pub last_name: Option<String>,
    /// The time when the person followed the link, if it is known.
    pub clicked_at: Option<Timestamp>,
}

impl From<ReferralClaim> for Claim {
    fn from(told: ReferralClaim) -> Self {
        Self {
            by: ClaimedBy::Code(told.code),
            contact: told.contact_id,
            email: told.email,
            first_name: told.first_name,
            last_name: told.last_name,
            attribution: Attribution::Api,
            clicked_at: told.clicked_at,
            answers: Vec::new(),
            network: None,
        }
    }
}

/// A decision about a referral.
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferralDecision))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideReferral {
    /// The event to apply to the referral.
    pub event: ReferralEvent,
}

/// A decision about all referrals in review from one network.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DecideNetwork))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideNetwork {
    /// The network's label, as the referrals have it.
    pub network: String,
    /// The decision.
    pub event: NetworkDecision,
}

/// What happens to the referrals of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum NetworkDecision {
    /// They are real; the rules decide from then on.
    Admit,
    /// They do not count.
    Reject,
}

/// The author of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decider {
    /// A user who is signed in. They can admit, approve, reject, reverse and reopen.
    Person,
    /// The customer's own system with an API key. It can qualify a referral and undo that.
    Call,
}

/// The filter and page of a list of referrals, newest first.
#[derive(Debug, Clone, Default)]
pub struct ReferralQuery {
    /// The search text: words of the referred person's name or e-mail address, or their beginnings.
    pub search: Option<String>,
    /// The campaign of the referrals.
    pub campaign: Option<CampaignId>,
    /// The contact who referred.
    pub referrer: Option<ContactId>,
    /// The status of the referrals.
    pub status: Option<ReferralStatus>,
    /// The network of the referrals, by its label.
    pub network: Option<String>,
    /// The beginning of the page: the `next` of the page before.
    pub after: Option<ReferralId>,
}
