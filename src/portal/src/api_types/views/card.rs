//! The card on a contact's record. New fields must leave the existing fields as they are, because browsers hold cards
//! that are older than the response.

use domain::{CampaignId, ContactId, NotCounted, ReferralId, ReferralStatus};
use jiff::Timestamp;
use serde::Serialize;

use super::campaigns::CampaignName;
use super::referrers::ReferrerView;

/// The contents of the card of a contact.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardView {
    /// The state of the contact.
    pub status: CardStatus,
    /// The contact.
    pub contact_id: ContactId,
    /// One row for each campaign that the contact takes part in.
    pub referrers: Vec<ReferrerView>,
    /// The results of each of these referrers, in the same order.
    pub results: Vec<CardResults>,
    /// The live campaigns that the contact can still be enrolled in.
    pub campaigns: Vec<CampaignName>,
    /// The referrals of this contact by others: those that count come first, then the latest.
    pub referred_by: Vec<ReferredByView>,
    /// The beginning of the address of a contact's record; the id follows. None before the account is known.
    pub record_url: Option<String>,
    /// The result of a referral that this request added.
    pub added: Option<AddedView>,
}

/// The state of a contact on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardStatus {
    /// The contact takes part in a campaign.
    Enrolled,
    /// The contact takes part in no campaign, but can.
    NotEnrolled,
    /// There is no campaign to take part in.
    NoCampaign,
    /// The account is not connected.
    Disconnected,
}

/// The results of a referrer's link.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardResults {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The latest referrals, counted or not, the latest first.
    pub referrals: Vec<CardReferral>,
    /// The number of referrals.
    pub total: u32,
    /// Whether `total` is a lower bound, because the count ended there.
    pub total_is_least: bool,
    /// The numbers of the last weeks; none if nothing happened in them.
    pub weeks: Option<WeeksView>,
}

/// A person whom the contact referred.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardReferral {
    /// The referral's id.
    pub id: ReferralId,
    /// The person's name, or else their e-mail address.
    pub person: Option<String>,
    /// The person's HubSpot contact, once it is known.
    pub contact_id: Option<ContactId>,
    /// The status of the referral.
    pub status: ReferralStatus,
    /// Whether a person decided this status.
    pub by_hand: bool,
    /// The reason why the referral was not counted when it arrived.
    pub not_counted: Option<NotCounted>,
    /// The time when the referral arrived.
    pub at: Timestamp,
}

/// The numbers of weeks from Monday to Sunday, the oldest first. The last week is not over.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WeeksView {
    /// The Monday of the first week, as YYYY-MM-DD.
    pub since: String,
    /// The number of people who were referred in each week and still count.
    pub people_referred: Vec<u32>,
    /// The number of referrals that became successful in each week and still are.
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
    /// The referrer's name, if it is known.
    pub referrer_name: Option<String>,
    /// The status of the referral.
    pub status: ReferralStatus,
    /// Whether a person decided this status.
    pub by_hand: bool,
    /// The reason why the referral was not counted when it arrived.
    pub not_counted: Option<NotCounted>,
    /// The time when the referral arrived.
    pub at: Timestamp,
}

/// The result of adding a referral by hand.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddedView {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The outcome.
    pub outcome: AddedOutcome,
    /// The person's name, or else their e-mail address.
    pub person: Option<String>,
    /// The reason in words, unless the referral counts.
    pub why: Option<String>,
    /// The field whose value is not valid.
    pub field: Option<&'static str>,
}

/// The outcome of adding a referral by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AddedOutcome {
    /// The referral counts.
    Counted,
    /// The referral existed already.
    Repeated,
    /// The referral does not count.
    NotCounted,
    /// Nothing was added, because the value of a field is not valid.
    Invalid,
}
