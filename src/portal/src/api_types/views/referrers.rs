//! Referrers, on the card, in lists and on their own pages.

use domain::{CampaignId, ContactId, LinkStatus, ReferralCode, ReferralId, ShareLinks};
use jiff::Timestamp;
use serde::Serialize;

use super::Happening;
use super::campaigns::CampaignName;

/// A referrer.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Referrer))]
#[serde(rename_all = "camelCase")]
pub struct ReferrerView {
    /// The contact.
    pub contact_id: ContactId,
    /// The campaign.
    pub campaign: CampaignName,
    /// The contact's first name.
    pub first_name: Option<String>,
    /// The contact's last name.
    pub last_name: Option<String>,
    /// The contact's e-mail address.
    pub email: Option<String>,
    /// The time when the contact joined the campaign.
    pub joined_at: Timestamp,
    /// The referral code.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: ReferralCode,
    /// The vanity slug, if there is one.
    pub slug: Option<String>,
    /// The best public address: with the slug if there is one, else with the code.
    pub link: String,
    /// The address of the link's QR code as SVG.
    pub qr_code_url: String,
    /// The address of the link's QR code as PNG.
    pub qr_code_png_url: String,
    /// The addresses with which the referrer shares their link.
    pub share: ShareLinks,
    /// The status of the link.
    pub link_status: LinkStatus,
    /// Whether the contact left an audience and the link waits for a person's decision.
    pub awaits_decision: bool,
    /// The number of clicks by people.
    pub clicks: u32,
    /// The number of people referred.
    pub people_referred: u32,
    /// The number of successful referrals.
    pub successful_referrals: u32,
    /// The time when HubSpot last had all values.
    pub last_synced_at: Option<Timestamp>,
    /// Whether HubSpot has the referrer's present values.
    pub sync_state: SyncState,
    /// The reason why HubSpot refused the last write, in words.
    pub sync_problem: Option<String>,
    /// The events of the referrer, the latest first; only on the referrer's own page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<HistoryView>,
}

/// A referrer in a list.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReferrerLine {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The contact.
    pub contact_id: ContactId,
    /// The contact's first name.
    pub first_name: Option<String>,
    /// The contact's last name.
    pub last_name: Option<String>,
    /// The contact's e-mail address.
    pub email: Option<String>,
    /// The referral code.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: ReferralCode,
    /// The vanity slug, if there is one.
    pub slug: Option<String>,
    /// The best public address: with the slug if there is one, else with the code.
    pub link: String,
    /// The status of this link alone; it has no effect while the campaign is not live.
    pub link_status: LinkStatus,
    /// The number of clicks by people.
    pub clicks: u32,
    /// The number of people referred.
    pub people_referred: u32,
    /// The number of successful referrals.
    pub successful_referrals: u32,
    /// The reason why HubSpot refused the last write, in words, if it did.
    pub sync_problem: Option<String>,
    /// The time when the contact joined the campaign.
    pub joined_at: Timestamp,
}

/// An event of a referrer or of a referral.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferrerEvent))]
#[serde(rename_all = "camelCase")]
pub struct HistoryView {
    /// The time of the event.
    pub at: Timestamp,
    /// The kind of the event.
    pub kind: Happening,
    /// The details in words, if there are any.
    pub detail: Option<String>,
    /// The referral that the event is about, if it is about one.
    pub referral_id: Option<ReferralId>,
    /// The referred person's name, or else their e-mail address.
    pub person: Option<String>,
}

/// Whether HubSpot has a referrer's present values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SyncState {
    /// HubSpot has them.
    Synced,
    /// HubSpot does not have them yet.
    Waiting,
    /// HubSpot refused them.
    Failed,
}
