//! The numbers that follow from referrals: of the referrer, of the campaign, and of their days.
//!
//! A day counts the people who were referred on it and still count, and the referrals that became successful on it and
//! still are. An undone referral is subtracted from the day that counted it, not from the day on which it was undone.
//! So no day falls below zero, each day can be recounted from the rows, and the sum of the days is the counter.
//!
//! Invariant: at the end of every transaction, each number equals a recount of the rows.

use domain::ReferralStatus;
use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::daily_stats::{self, Event};
use crate::tables::referrals::Referral;
use crate::tables::{campaigns, referrers};
use crate::write_back::numbers;

/// Counts a referral that is new (`before` is none) or whose status has changed. The caller has written its row.
pub(super) fn count(
    database: &Database,
    before: Option<&Referral>,
    after: &Referral,
    now: Timestamp,
) -> Result<(), PortalError> {
    let change = |counts: fn(ReferralStatus) -> bool| {
        let was = before.is_some_and(|before| counts(before.state.status));
        i64::from(counts(after.state.status)) - i64::from(was)
    };
    let referred = change(ReferralStatus::counts_as_referred);
    let successful = change(ReferralStatus::counts_as_successful);
    if (referred, successful) == (0, 0) {
        return Ok(());
    }
    let key = after.referrer_key();
    numbers::remember(database, key, now)?;
    referrers::add_referrals(database, key, referred, successful)?;
    campaigns::add_referrals(database, after.campaign, referred, successful)?;
    daily_stats::add_to_referrer(database, key, Event::Referred, referred, after.at)?;
    // A success that is taken back is subtracted from the day of the status before.
    let made_at = if successful > 0 {
        after.decided_at
    } else {
        before.and_then(|before| before.decided_at)
    };
    let made_at = made_at.unwrap_or(after.at);
    daily_stats::add_to_referrer(database, key, Event::Successful, successful, made_at)
}
