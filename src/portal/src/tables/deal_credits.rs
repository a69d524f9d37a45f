//! The table of deal credits: the referral for which a deal counts in a campaign.
//!
//! A row stays when its referral no longer has the deal: the next referral that the deal meets replaces it.

use domain::{CampaignId, ReferralId};

use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// Returns the referral for which a deal was counted last.
pub(crate) fn holder(
    database: &Database,
    campaign: CampaignId,
    deal: &str,
) -> Result<Option<ReferralId>, PortalError> {
    database.first(
        "SELECT referral_id FROM deal_credit WHERE campaign_id = ?1 AND deal_id = ?2",
        &[campaign.into(), deal.into()],
    )
}

/// Stores the referral for which a deal counts.
pub(crate) fn set(
    database: &Database,
    campaign: CampaignId,
    deal: &str,
    referral: ReferralId,
) -> Result<(), PortalError> {
    database.change(
        "INSERT OR REPLACE INTO deal_credit (campaign_id, deal_id, referral_id) VALUES (?1, ?2, ?3)",
        &[campaign.into(), deal.into(), referral.into()],
    )
}
