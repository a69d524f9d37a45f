//! Success by what HubSpot holds of the referred person: which referrals are to be looked at, and what a look comes to.
//!
//! `look_at` is when a referral is to be looked at next. It is set while rules decide about the referral, its contact
//! is known, and its campaign has rules that ask HubSpot; what changes in HubSpot, or in the campaign, brings it
//! forward.
//!
//! Invariant: what a person decided, and what does not count, is not looked at.
//!
//! Left to others: the look itself ([`super::concluding`]).

use domain::{CampaignId, CampaignStatus, ContactId, ReferralId};
use jiff::Timestamp;

use super::get;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns;

/// Clocks of HubSpot's differ from ours by less.
const CLOCKS_DIFFER_MS: i64 = 5000;

/// Those that rules decide about, whose contact is known.
const OPEN: &str = "person_id IS NOT NULL AND by_hand = 0 AND status <> 'rejected'";

/// A referral's contact is known, or it is left to the rules again: it is looked at as soon as can be.
pub(crate) fn look_soon(database: &Database, id: ReferralId) -> Result<(), PortalError> {
    let referral = get(database, id)?;
    let campaign = campaigns::get(database, referral.campaign)?;
    if !campaign.terms.need_facts() || campaign.status == CampaignStatus::Archived {
        return Ok(());
    }
    database.change(
        &format!("UPDATE referral SET look_at = 0 WHERE id = ?1 AND {OPEN}"),
        &[id.0.into()],
    )
}

/// A hold is over: before it makes a success, it is looked whether its cause still holds.
pub(super) fn look_first(
    database: &Database,
    id: ReferralId,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        &format!("UPDATE referral SET look_at = ?2 WHERE id = ?1 AND {OPEN}"),
        &[id.0.into(), now.into()],
    )
}

/// A campaign's rules or its status have changed: all of its referrals are looked at again, or none any more.
pub(crate) fn look_at_campaign(
    database: &Database,
    campaign: CampaignId,
    status: CampaignStatus,
    now: Timestamp,
) -> Result<(), PortalError> {
    let at = Some(now).filter(|_| status != CampaignStatus::Archived);
    database.change(
        &format!("UPDATE referral SET look_at = ?2 WHERE campaign_id = ?1 AND {OPEN}"),
        &[campaign.0.into(), at.into()],
    )
}

/// More can be seen than before, or changes may have been missed: all that are looked at at all are looked at now.
pub(crate) fn look_at_all_known(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET look_at = ?1 WHERE look_at IS NOT NULL AND look_at > ?1",
        &[now.into()],
    )
}

/// A contact, or a deal of theirs, has changed in HubSpot, when that is known: their referrals are looked at, unless
/// that was done since. So a change that is told several times is looked at once.
pub(crate) fn look_at_person(
    database: &Database,
    contact: &ContactId,
    changed_ms: Option<i64>,
    now: Timestamp,
) -> Result<(), PortalError> {
    let seen_before = changed_ms.map_or(i64::MAX, |ms| ms.saturating_add(CLOCKS_DIFFER_MS));
    database.change(
        "UPDATE referral SET look_at = ?2 WHERE person_id = ?1 AND look_at IS NOT NULL \
         AND (looked_at IS NULL OR looked_at <= ?3)",
        &[contact.as_str().into(), now.into(), seen_before.into()],
    )
}

/// When the next referral is to be looked at.
pub(crate) fn next_look(database: &Database) -> Result<Option<Timestamp>, PortalError> {
    let row = database.first(
        "SELECT look_at FROM referral WHERE look_at IS NOT NULL ORDER BY look_at LIMIT 1",
        &[],
    )?;
    row.map_or(Ok(None), |row| row.optional_time(0))
}
