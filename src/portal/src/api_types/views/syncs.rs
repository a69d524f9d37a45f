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
    /// The sync's id.
    pub id: SyncId,
    /// The campaign of the sync.
    pub campaign_id: CampaignId,
    /// The sync's last run.
    pub last_run: Option<RunView>,
    /// Whether the sync is ongoing: cron then repeats it.
    pub ongoing: bool,
    /// The audience: the contacts that take part.
    pub audience: Audience,
    /// The effect on the links of contacts that leave the audience.
    pub on_leaving: OnLeaving,
    /// The outbound field mappings (referral data -> HubSpot property).
    pub outbound: Vec<OutboundMapping>,
    /// The inbound field mappings (HubSpot property -> referrer field).
    pub inbound: Vec<InboundMapping>,
    /// The time of the next run.
    pub next_run_at: Option<Timestamp>,
    /// The time of its creation.
    pub created_at: Timestamp,
}
