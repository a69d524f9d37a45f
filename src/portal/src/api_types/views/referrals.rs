//! Referrals: in lists, and on their own page.

use domain::{Attribution, CampaignId, ContactId, NotCounted, ReferralId, ReferralStatus};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::HistoryView;

/// A referral.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Referral))]
#[serde(rename_all = "camelCase")]
pub struct ReferralView {
    /// Its id.
    pub id: ReferralId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The contact who referred.
    pub referrer_id: ContactId,
    /// Their name, as far as it is known.
    pub referrer_name: Option<String>,
    /// Given name of the person who was referred.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Their HubSpot contact, once it is known.
    pub contact_id: Option<ContactId>,
    /// How far it is in HubSpot; `null` where it does not count, so that nothing is done there.
    pub hubspot: Option<HubspotState>,
    /// Why HubSpot refused the person, in words.
    pub hubspot_problem: Option<String>,
    /// How it came.
    pub attribution: Attribution,
    /// How far it has come.
    pub status: ReferralStatus,
    /// A person decided so: no rule changes it.
    pub by_hand: bool,
    /// Why it was not counted when it came.
    pub not_counted: Option<NotCounted>,
    /// When the person followed the link, where that is known.
    pub clicked_at: Option<Timestamp>,
    /// When it came.
    pub at: Timestamp,
    /// When it came to its present status, unless it began so.
    pub decided_at: Option<Timestamp>,
    /// When HubSpot was last looked at for the rules that ask it.
    pub looked_at: Option<Timestamp>,
    /// Why it stands where it does, or is not successful yet, in sentences; in lists, why it is not counted alone.
    pub why: Vec<String>,
    /// What happened to it, the last first; on its own page alone.
    pub history: Vec<HistoryView>,
    /// What the person answered on the hosted page's form; on its own page alone.
    pub answers: Vec<FormAnswer>,
}

/// An answer on a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormAnswer {
    /// What was asked, in the words that the person read.
    pub asked: String,
    /// What they entered; `true` for a box that they ticked.
    pub answer: String,
}

/// How far HubSpot knows of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum HubspotState {
    /// The person is being looked up in HubSpot, or created there.
    Waiting,
    /// Their contact is known; what the campaign tells of who referred them is being written.
    Known,
    /// HubSpot has all of it.
    Written,
    /// HubSpot does not take it; trying again may help.
    Refused,
}
