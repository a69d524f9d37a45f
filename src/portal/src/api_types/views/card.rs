//! The card on a contact's record. What is added here must leave what was there as it is: browsers hold cards that are
//! older than the answer.

use domain::{CampaignId, ContactId, NotCounted, ReferralId, ReferralStatus};
use jiff::Timestamp;
use serde::Serialize;

use super::campaigns::CampaignName;
use super::referrers::ReferrerView;

/// What the card shows of a contact.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardView {
    /// In which state the contact is.
    pub status: CardStatus,
    /// The contact.
    pub contact_id: ContactId,
    /// One row a campaign that the contact takes part in.
    pub referrers: Vec<ReferrerView>,
    /// What came of each of these, in the same order.
    pub results: Vec<CardResults>,
    /// Live campaigns that the contact can still be enrolled in.
    pub campaigns: Vec<CampaignName>,
    /// Who referred the contact: what counts first, then the latest.
    pub referred_by: Vec<ReferredByView>,
    /// What the address of a contact's record begins with; the id follows. None before the account is known.
    pub record_url: Option<String>,
    /// What became of a referral that this very request added.
    pub added: Option<AddedView>,
}

/// The state of a contact on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardStatus {
    /// Takes part in a campaign.
    Enrolled,
    /// Takes part in none, but can.
    NotEnrolled,
    /// There is no campaign to take part in.
    NoCampaign,
    /// The account is not connected.
    Disconnected,
}

/// What came of a referrer's link.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardResults {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The latest referrals, counted or not, the last first.
    pub referrals: Vec<CardReferral>,
    /// How many there are.
    pub total: u32,
    /// There are more than that: nobody counted on.
    pub total_is_least: bool,
    /// The last weeks, unless nothing happened in them.
    pub weeks: Option<WeeksView>,
}

/// A person whom the contact referred.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardReferral {
    /// The referral.
    pub id: ReferralId,
    /// The person's name, or else their e-mail address.
    pub person: Option<String>,
    /// Their HubSpot contact, once it is known.
    pub contact_id: Option<ContactId>,
    /// How far it has come.
    pub status: ReferralStatus,
    /// A person decided so.
    pub by_hand: bool,
    /// Why it was not counted when it came.
    pub not_counted: Option<NotCounted>,
    /// When it came.
    pub at: Timestamp,
}

/// Weeks from Monday to Sunday of UTC, the oldest first; the last one is not over.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WeeksView {
    /// The first week's Monday, as YYYY-MM-DD.
    pub since: String,
    /// Who was referred in each week and still counts.
    pub people_referred: Vec<u32>,
    /// What became successful in each week and still is.
    pub successful_referrals: Vec<u32>,
}

/// A contact who referred this one.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReferredByView {
    /// The campaign.
    pub campaign: CampaignName,
    /// The contact who referred.
    pub referrer_id: ContactId,
    /// Their name, as far as it is known.
    pub referrer_name: Option<String>,
    /// How far it has come.
    pub status: ReferralStatus,
    /// A person decided so.
    pub by_hand: bool,
    /// Why it was not counted when it came.
    pub not_counted: Option<NotCounted>,
    /// When it came.
    pub at: Timestamp,
}

/// What became of a referral that was added by hand.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddedView {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// What became of it.
    pub outcome: AddedOutcome,
    /// The person's name, or else their e-mail address.
    pub person: Option<String>,
    /// Why, in words, unless it counts.
    pub why: Option<String>,
    /// The field that cannot be accepted.
    pub field: Option<&'static str>,
}

/// What can become of a referral that is added by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AddedOutcome {
    /// It counts.
    Counted,
    /// It was there already.
    Repeated,
    /// It does not count.
    NotCounted,
    /// Nothing was added: a field cannot be accepted.
    Invalid,
}
