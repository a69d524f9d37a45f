//! The state of referred people in HubSpot: some referrals wait for the look-up of their person, some for the write of
//! the properties about their referrer.
//!
//! Invariant: a referral that does not count waits for nothing: no contact is created for it, and nothing is written.
//! If it counts later, it then continues from the state in which it was.
//!
//! Left to others: the calls to HubSpot (`engine`); the effect of a look-up on the referral ([`super::identifying`]).

use domain::{CampaignId, ReferralId};
use jiff::Timestamp;

use crate::api_types::views::{Happening, HubspotState};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::referrals::RefusedAnswer;
use crate::tables::{event_log, referrals};

/// Records that HubSpot has all values of a referral.
pub(crate) fn written(database: &Database, id: ReferralId) -> Result<(), PortalError> {
    referrals::set_hubspot_state(database, id, HubspotState::Written, None)
}

/// Records that HubSpot refused the person, or the write about their referrer. Runs inside the caller's transaction.
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

/// Keeps answers for these properties back, because HubSpot refused them. Returns whether there were any. Runs inside
/// the caller's transaction.
pub(crate) fn refuse_answers(
    database: &Database,
    id: ReferralId,
    properties: &[&str],
    problem: &str,
    now: Timestamp,
) -> Result<bool, PortalError> {
    let mut referral = referrals::get(database, id)?;
    let answers = core::mem::take(&mut referral.answers);
    let (refused, kept): (Vec<_>, Vec<_>) = answers
        .into_iter()
        .partition(|(property, _)| properties.contains(&property.as_str()));
    if refused.is_empty() {
        return Ok(false);
    }
    referral.answers = kept;
    let names: Vec<&str> = refused.iter().map(|(name, _)| name.as_str()).collect();
    let told = format!("Answers were left out ({}): {problem}", names.join(", "));
    event_log::record_referral(database, &referral, Happening::Refused, Some(&told), now)?;
    let refused = refused.into_iter().map(|(property, answer)| RefusedAnswer {
        property,
        answer,
        problem: problem.to_owned(),
    });
    referral.answers_refused.extend(refused);
    referrals::set_answers(database, &referral)?;
    Ok(true)
}

/// Writes the referrers of all known people of a campaign again, because the campaign's properties for them have
/// changed. Runs inside the caller's transaction.
pub(crate) fn write_again(database: &Database, campaign: CampaignId) -> Result<(), PortalError> {
    referrals::write_campaign_again(database, campaign)
}
