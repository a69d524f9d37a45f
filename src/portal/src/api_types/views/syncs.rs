//! Syncs.

use domain::{Audience, CampaignId, InboundMapping, OnLeaving, OutboundMapping, SyncId};
use jiff::Timestamp;
use serde::Serialize;

use super::runs::RunView;

/// A sync.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Sync))]
#[serde(rename_all = "camelCase")]
pub struct SyncView {
    /// Its id.
    pub id: SyncId,
    /// The campaign it serves.
    pub campaign_id: CampaignId,
    /// Its last run.
    pub last_run: Option<RunView>,
    /// Whether cron repeats it.
    pub ongoing: bool,
    /// Who takes part.
    pub audience: Audience,
    /// What becomes of the links of those who leave.
    pub on_leaving: OnLeaving,
    /// Referral data -> HubSpot property.
    pub outbound: Vec<OutboundMapping>,
    /// HubSpot property -> referrer field.
    pub inbound: Vec<InboundMapping>,
    /// When it is next due.
    pub next_run_at: Option<Timestamp>,
    /// Since when it exists.
    pub created_at: Timestamp,
}
