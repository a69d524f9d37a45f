//! How far referrals are in HubSpot: which wait for their person to be looked up there, or for the contact to be told
//! who referred them.
//!
//! Invariant: what does not count waits for nothing: nobody is created for it, and nothing is written. Should it count
//! later, it waits from then on, wherever it was.
//!
//! Left to others: asking HubSpot ([`crate::engine`]); what the answer means for the referral ([`super::identify`]).

use domain::{CampaignId, ReferralId};
use jiff::Timestamp;

use super::{COLUMNS, Referral, get, read};
use crate::api_types::views::HubspotState;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::event_log::{self, Happening};

/// Those that wait, as the index has them.
const WAITING: &str = "FROM referral WHERE hubspot IN ('waiting', 'known') \
    AND status IN ('pending', 'qualified')";

/// Those that wait, the oldest first.
pub(crate) fn waiting(database: &Database, most: u32) -> Result<Vec<Referral>, PortalError> {
    let statement = format!("SELECT {COLUMNS} {WAITING} ORDER BY id LIMIT ?1");
    let rows = database.all(&statement, &[most.into()])?;
    rows.iter().map(read).collect()
}

/// Whether any waits.
pub(crate) fn are_waiting(database: &Database) -> Result<bool, PortalError> {
    let row = database.first(&format!("SELECT 1 {WAITING} LIMIT 1"), &[])?;
    Ok(row.is_some())
}

/// HubSpot has all that is to be told of these.
pub(crate) fn written(database: &Database, id: ReferralId) -> Result<(), PortalError> {
    set(database, id, HubspotState::Written, None)
}

/// HubSpot does not take the person, or what is told of them. Runs inside the caller's transaction.
pub(crate) fn refuse(
    database: &Database,
    id: ReferralId,
    problem: &str,
    now: Timestamp,
) -> Result<(), PortalError> {
    set(database, id, HubspotState::Refused, Some(problem))?;
    let referral = get(database, id)?;
    event_log::record_referral(database, &referral, Happening::Refused, Some(problem), now)
}

fn set(
    database: &Database,
    id: ReferralId,
    state: HubspotState,
    problem: Option<&str>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET hubspot = ?2, hubspot_problem = ?3 WHERE id = ?1",
        &[id.0.into(), state.as_str().into(), problem.into()],
    )
}

const TRY_AGAIN: &str =
    "UPDATE referral SET hubspot = 'waiting', hubspot_problem = NULL WHERE hubspot = 'refused'";

/// A person wants it tried again.
pub(crate) fn try_again(database: &Database, id: ReferralId) -> Result<(), PortalError> {
    database.change(&format!("{TRY_AGAIN} AND id = ?1"), &[id.0.into()])
}

/// What HubSpot refused it may take now: there is a new grant, or there are new properties.
pub(crate) fn try_all_again(database: &Database) -> Result<(), PortalError> {
    database.change(TRY_AGAIN, &[])
}

/// The campaign tells something else of who referred people: all who are known are told it, and those whom HubSpot
/// refused are tried again. Runs inside the caller's transaction.
pub(crate) fn tell_again(database: &Database, campaign: CampaignId) -> Result<(), PortalError> {
    database.change(
        &format!("{TRY_AGAIN} AND campaign_id = ?1"),
        &[campaign.0.into()],
    )?;
    database.change(
        "UPDATE referral SET hubspot = 'known' WHERE hubspot = 'written' AND campaign_id = ?1",
        &[campaign.0.into()],
    )
}
