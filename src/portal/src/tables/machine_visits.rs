//! The table of machine visits: the number of visits of a campaign's links by each kind of machine.

use domain::CampaignId;
use serde::Serialize;

use crate::api_types::views::MachineVisitsView;
use crate::storage::columns::{from_name, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// Counts a visit by a machine.
pub(crate) fn add(
    database: &Database,
    campaign: CampaignId,
    reason: &impl Serialize,
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO machine_visits (campaign_id, reason, visits) VALUES (?1, ?2, 1) \
         ON CONFLICT (campaign_id, reason) DO UPDATE SET visits = visits + 1",
        &[campaign.into(), to_name(reason)?],
    )
}

/// Returns the visits of a campaign's links by machines, the most frequent kind first.
pub(crate) fn of_campaign(
    database: &Database,
    campaign: CampaignId,
) -> Result<Vec<MachineVisitsView>, PortalError> {
    let rows: Vec<(String, u32)> = database.all(
        "SELECT reason, visits FROM machine_visits WHERE campaign_id = ?1 ORDER BY visits DESC, reason",
        &[campaign.into()],
    )?;
    rows.into_iter()
        .map(|(reason, visits)| {
            Ok(MachineVisitsView {
                reason: from_name(&reason)?,
                visits,
            })
        })
        .collect()
}
