//! The times of rechecks. A recheck checks a referral's rules against the referred person's facts in HubSpot.
//!
//! The column `look_at` holds the time of a referral's next recheck. It is set while rules decide about the referral,
//! its contact is known, and its campaign has rules that depend on HubSpot. A change in HubSpot or in the campaign
//! brings it forward.
//!
//! Invariant: a referral that a user decided, or that does not count, is not rechecked.
//!
//! Left to others: the recheck itself ([`super::rechecking`]).

use domain::{CampaignId, CampaignStatus, ContactId, ReferralId};
use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::{campaigns, referrals};

/// The most by which HubSpot's clocks differ from the portal's.
pub(super) const CLOCKS_DIFFER_MS: i64 = 5000;

/// Rechecks a referral as soon as possible, because its contact is known or rules decide about it again.
pub(crate) fn recheck_soon(database: &Database, id: ReferralId) -> Result<(), PortalError> {
    let referral = referrals::get(database, id)?;
    let campaign = campaigns::get(database, referral.campaign)?;
    if !campaign.terms.need_facts() || campaign.is_archived() {
        return Ok(());
    }
    referrals::set_recheck(database, id, Timestamp::UNIX_EPOCH)
}

/// Rechecks all referrals of a campaign whose rules or status have changed, unless the campaign is archived.
pub(crate) fn recheck_campaign(
    database: &Database,
    campaign: CampaignId,
    status: CampaignStatus,
    now: Timestamp,
) -> Result<(), PortalError> {
    let at = Some(now).filter(|_| status != CampaignStatus::Archived);
    referrals::set_campaign_recheck(database, campaign, at)
}

/// Rechecks the referrals of a contact that has changed or whose deal has changed, unless they were rechecked since. So
/// a change that is reported several times causes one recheck.
pub(crate) fn recheck_contact(
    database: &Database,
    contact: &ContactId,
    changed_ms: Option<i64>,
    now: Timestamp,
) -> Result<(), PortalError> {
    let seen_before = changed_ms.map_or(i64::MAX, |ms| ms.saturating_add(CLOCKS_DIFFER_MS));
    referrals::bring_person_forward(database, contact, seen_before, now)
}
