//! What can be asked of referrals.

use domain::{
    Attribution, CampaignId, ContactId, PropertyName, ReferralCode, ReferralEvent, ReferralId,
    ReferralStatus,
};
use jiff::Timestamp;
use serde::Deserialize;

/// One question or change.
#[derive(Debug, Clone)]
pub enum ReferralRequest {
    /// Somebody says that a person was referred. Doing it again changes nothing.
    Claim(Claim),
    /// Referrals, a page at a time.
    List(ReferralQuery),
    /// One referral.
    Show(ReferralId),
    /// A person or a call decides about a referral. Doing it again changes nothing.
    Decide(ReferralId, DecideReferral, Decider),
    /// Try the person again whom HubSpot refused. Doing it again changes nothing.
    RetryHubspot(ReferralId),
}

/// Somebody says that a person was referred. Holds personal data: never logged.
#[derive(Clone)]
pub struct Claim {
    /// By whom.
    pub by: ClaimedBy,
    /// The person's HubSpot contact, where it is known.
    pub contact: Option<ContactId>,
    /// The person's e-mail address as given.
    pub email: Option<String>,
    /// The person's given name.
    pub first_name: Option<String>,
    /// The person's family name.
    pub last_name: Option<String>,
    /// How the claim came.
    pub attribution: Attribution,
    /// When the person followed the link, where that is known.
    pub clicked_at: Option<Timestamp>,
    /// What the person said on a form, for the HubSpot properties that the campaign maps the fields to.
    pub answers: Vec<(PropertyName, String)>,
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

/// Who referred.
#[derive(Debug, Clone)]
pub enum ClaimedBy {
    /// Whose link has this code.
    Code(ReferralCode),
    /// A contact in a campaign.
    Referrer {
        /// The campaign.
        campaign: CampaignId,
        /// The contact.
        contact: ContactId,
    },
}

/// A person who was referred, added by hand.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewReferral {
    /// The person's e-mail address. It or the contact must be given.
    pub email: Option<String>,
    /// The person's HubSpot contact.
    pub contact_id: Option<ContactId>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
}

impl NewReferral {
    /// The claim that it makes.
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
        }
    }
}

/// A person who was referred, as the customer's own system tells it.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferralClaim {
    /// The code of the link that the person followed.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: ReferralCode,
    /// The person's e-mail address. It or the contact must be given.
    pub email: Option<String>,
    /// The person's HubSpot contact.
    pub contact_id: Option<ContactId>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// When the person followed the link, where that is known.
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
        }
    }
}

/// What is to happen to a referral.
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferralDecision))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideReferral {
    /// The event.
    pub event: ReferralEvent,
}

/// Who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decider {
    /// Somebody who is signed in: approves, rejects, reverses, reopens.
    Person,
    /// The customer's own system, with an API key: qualifies, or undoes that.
    Call,
}

/// Which referrals; newest first.
#[derive(Debug, Clone, Default)]
pub struct ReferralQuery {
    /// Words of the referred person's name or e-mail address, or their beginnings.
    pub search: Option<String>,
    /// Those of this campaign.
    pub campaign: Option<CampaignId>,
    /// Those by this contact.
    pub referrer: Option<ContactId>,
    /// Those of this status.
    pub status: Option<ReferralStatus>,
    /// Where the page begins: what the page before gave as `next`.
    pub after: Option<ReferralId>,
}
