//! The mappings of a sync.

use domain::mapping::{own_outbound, usual_inbound};
use domain::{InboundMapping, OutboundMapping};

use crate::api_types::requests::CreateSync;

/// Returns the mappings of a new sync; those that the request leaves out are the default ones.
pub(crate) fn of(wanted: &CreateSync) -> (Vec<OutboundMapping>, Vec<InboundMapping>) {
    let outbound = wanted.outbound.clone();
    let inbound = wanted.inbound.clone();
    (
        outbound.unwrap_or_else(|| own_outbound(wanted.campaign_id)),
        inbound.unwrap_or_else(usual_inbound),
    )
}
