//! Referrers: on the card, in lists, on their own page.

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
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Since when the contact takes part.
    pub joined_at: Timestamp,
    /// The code.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: ReferralCode,
    /// The readable alias of the code, if there is one.
    pub slug: Option<String>,
    /// The best public address: with the slug if there is one, else with the code.
    pub link: String,
    /// Where the link's QR code is found, as SVG.
    pub qr_code_url: String,
    /// The same, as PNG.
    pub qr_code_png_url: String,
    /// Links by which the referrer passes theirs on.
    pub share: ShareLinks,
    /// Whether the link works.
    pub link_status: LinkStatus,
    /// Clicks by people.
    pub clicks: u32,
    /// People referred.
    pub people_referred: u32,
    /// Successful referrals.
    pub successful_referrals: u32,
    /// When HubSpot last had everything right.
    pub last_synced_at: Option<Timestamp>,
    /// Whether HubSpot shows the link.
    pub sync_state: SyncState,
    /// Why not, in words.
    pub sync_problem: Option<String>,
    /// What happened to the referrer, the last first; on their own page alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<HistoryView>,
}

/// A referrer as a line of a list.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReferrerLine {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The contact.
    pub contact_id: ContactId,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// The code.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: ReferralCode,
    /// The readable alias of the code, if there is one.
    pub slug: Option<String>,
    /// The best public address: with the slug if there is one, else with the code.
    pub link: String,
    /// What was decided for this link; a campaign that is not live overrules it.
    pub link_status: LinkStatus,
    /// Clicks by people.
    pub clicks: u32,
    /// People referred.
    pub people_referred: u32,
    /// Successful referrals.
    pub successful_referrals: u32,
    /// Why HubSpot refused the last write, if it did.
    pub sync_problem: Option<String>,
    /// Since when the contact takes part.
    pub joined_at: Timestamp,
}

/// Something that happened to a referrer or to a referral.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferrerEvent))]
#[serde(rename_all = "camelCase")]
pub struct HistoryView {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: Happening,
    /// In words, where there is more to say.
    pub detail: Option<String>,
    /// The referral that it happened to, if it was one.
    pub referral_id: Option<ReferralId>,
    /// Whom that was about: a name, or else an e-mail address.
    pub person: Option<String>,
}

/// Whether HubSpot shows what Goodword knows of a referrer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SyncState {
    /// It does.
    Synced,
    /// Not yet.
    Waiting,
    /// HubSpot refused it.
    Failed,
}
