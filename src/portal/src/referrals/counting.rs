//! The numbers that follow referrals: of the referrer, of the campaign, and of their days.
//!
//! A day has the people who were referred on it and still count, and the referrals that became successful on it and
//! still are. What is undone is taken from the day that had it, not from the day of the undoing: so no day falls below
//! nothing, a day can be counted anew from the rows, and the days' sum is the counter.
//!
//! Invariant: whenever a transaction ends, each number is what a recount of the rows gives.

use domain::{ContactId, ReferralStatus};

use super::Referral;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::daily_stats::{self, Event};
use crate::tables::number_changes;
use crate::tables::referrer_index;
use jiff::Timestamp;

/// A referral has come, or its status is another one than before. Its own row says so already.
pub(super) fn moved(
    database: &Database,
    before: Option<&Referral>,
    after: &Referral,
    now: Timestamp,
) -> Result<(), PortalError> {
    let change = |counts: fn(ReferralStatus) -> bool| {
        let was = before.is_some_and(|before| counts(before.standing.status));
        i64::from(counts(after.standing.status)) - i64::from(was)
    };
    let referred = change(ReferralStatus::counts_as_referred);
    let successful = change(ReferralStatus::counts_as_successful);
    if (referred, successful) == (0, 0) {
        return Ok(());
    }
    let of = (after.campaign, &after.referrer);
    number_changes::remember(database, of, now)?;
    count_referrer(database, after, referred, successful)?;
    database.change(
        "UPDATE campaign SET people_referred = people_referred + ?2, \
         successful_referrals = successful_referrals + ?3 WHERE id = ?1",
        &[after.campaign.0.into(), referred.into(), successful.into()],
    )?;
    daily_stats::counted(database, of, Event::Referred, referred, after.at)?;
    // A success that is taken back was made when the status before was.
    let made_at = if successful > 0 {
        after.decided_at
    } else {
        before.and_then(|before| before.decided_at)
    };
    let made_at = made_at.unwrap_or(after.at);
    daily_stats::counted(database, of, Event::Successful, successful, made_at)
}

fn count_referrer(
    database: &Database,
    referral: &Referral,
    referred: i64,
    successful: i64,
) -> Result<(), PortalError> {
    let (campaign, contact): (_, &ContactId) = (referral.campaign, &referral.referrer);
    let row = database.first(
        "UPDATE referrer SET people_referred = people_referred + ?3, \
         successful_referrals = successful_referrals + ?4, \
         last_referral_at = (SELECT at FROM referral WHERE campaign_id = ?1 AND referrer_id = ?2 \
         AND status IN ('pending', 'qualified') ORDER BY at DESC LIMIT 1) \
         WHERE campaign_id = ?1 AND contact_id = ?2 RETURNING people_referred, successful_referrals",
        &[
            campaign.0.into(),
            contact.as_str().into(),
            referred.into(),
            successful.into(),
        ],
    )?;
    let row = row.ok_or(PortalError::Unreadable("a referrer"))?;
    // The entry is marked with what is nothing: it changes with the first and the last one only.
    let turned = |by: i64, count: u32| by != 0 && count <= 1;
    if turned(referred, row.count(0)?) || turned(successful, row.count(1)?) {
        referrer_index::refresh(database, campaign, &[contact])?;
    }
    Ok(())
}
