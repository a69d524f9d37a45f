//! Referrals, in lists and on their own pages.

use domain::{Attribution, CampaignId, ContactId, NotCounted, ReferralId, ReferralStatus};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::HistoryView;

/// A referral.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Referral))]
#[serde(rename_all = "camelCase")]
pub struct ReferralView {
    /// The referral's id.
    pub id: ReferralId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The contact who referred.
    pub referrer_id: ContactId,
    /// The referrer's name, if it is known.
    pub referrer_name: Option<String>,
    /// The referred person's first name.
    pub first_name: Option<String>,
    /// The referred person's last name.
    pub last_name: Option<String>,
    /// The referred person's e-mail address.
    pub email: Option<String>,
    /// The referred person's HubSpot contact, once it is known.
    pub contact_id: Option<ContactId>,
    /// The state of the referral in HubSpot; null if the referral does not count, because nothing is then written.
    pub hubspot: Option<HubspotState>,
    /// The reason why HubSpot refused the person, in words.
    pub hubspot_problem: Option<String>,
    /// The way in which the referral arrived.
    pub attribution: Attribution,
    /// The status of the referral.
    pub status: ReferralStatus,
    /// Whether a person decided this status. No rule then changes it.
    pub by_hand: bool,
    /// The reason why the referral was not counted when it arrived.
    pub not_counted: Option<NotCounted>,
    /// The time when the person followed the link, if it is known.
    pub clicked_at: Option<Timestamp>,
    /// The time when the referral arrived.
    pub at: Timestamp,
    /// The time of the change to its present status; null if it began with this status.
    pub decided_at: Option<Timestamp>,
    /// The time of the last recheck of the rules that depend on HubSpot.
    pub looked_at: Option<Timestamp>,
    /// The reasons for its status, or why it is not successful yet, in sentences. Lists give only the reason why it is
    /// not counted or in review.
    pub why: Vec<String>,
    /// The network that the claim came from, as an opaque label; null for claims that are not by the public, and a day
    /// after the claim unless it is still in review.
    pub network: Option<String>,
    /// The events of the referral, the latest first; only on its own page.
    pub history: Vec<HistoryView>,
    /// The person's answers on the hosted page's form; only on its own page.
    pub answers: Vec<FormAnswer>,
}

/// The result of a decision about a network.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DecidedNetwork))]
pub struct DecidedNetworkView {
    /// The number of referrals that this request decided about.
    pub decided: u32,
    /// The number of referrals from the network that are still in review. Repeat the request for them.
    pub left: u32,
}

/// An answer on a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormAnswer {
    /// The question, in the words that the person read.
    pub asked: String,
    /// The text that the person entered; `true` for a ticked box.
    pub answer: String,
}

/// The state of a referral in HubSpot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum HubspotState {
    /// The person is being looked up in HubSpot, or created there.
    Waiting,
    /// The person's contact is known; the properties about their referrer are being written.
    Known,
    /// HubSpot has all values of the referral.
    Written,
    /// HubSpot refused the person; a retry may help.
    Refused,
}
