//! How far HubSpot knows of referred people: some referrals wait for a look-up of their person, some for the write of
//! who referred them.
//!
//! Invariant: a referral that does not count waits for nothing: no contact is created for it, and nothing is written.
//! Should it count later, it waits from then on, wherever it was.
//!
//! Left to others: asking HubSpot (`engine`); what the answer means for the referral ([`super::identifying`]).

use domain::{CampaignId, ReferralId};
use jiff::Timestamp;

use crate::api_types::views::{Happening, HubspotState};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::{event_log, referrals};

/// Records that HubSpot has everything about a referral.
pub(crate) fn written(database: &Database, id: ReferralId) -> Result<(), PortalError> {
    referrals::set_hubspot_state(database, id, HubspotState::Written, None)
}

/// Records that HubSpot refuses the person, or the write of who referred them. Runs inside the caller's transaction.
pub(crate) fn refuse(
    database: &Database,
    id: ReferralId,
    problem: &str,
    now: Timestamp,
) -> Result<(), PortalError> {
    referrals::set_hubspot_state(database, id, HubspotState::Refused, Some(problem))?;
    let referral = referrals::get(database, id)?;
    event_log::record_referral(database, &referral, Happening::Refused, Some(problem), now)
}

/// Writes to all known people of a campaign again who referred them: the campaign's properties for that have changed.
/// Runs inside the caller's transaction.
pub(crate) fn write_again(database: &Database, campaign: CampaignId) -> Result<(), PortalError> {
    referrals::write_campaign_again(database, campaign)
}
