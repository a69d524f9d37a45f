//! The numbers that follow referrals: of the referrer, of the campaign, and of their days.
//!
//! A day has the people who were referred on it and still count, and the referrals that became successful on it and
//! still are. An undone referral is taken from the day that had it, not from the day of the undoing. So no day falls
//! below zero, each day can be counted again from the rows, and the days' sum is the counter.
//!
//! Invariant: whenever a transaction ends, each number is what a recount of the rows gives.

use domain::ReferralStatus;
use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::daily_stats::{self, Event};
use crate::tables::referrals::Referral;
use crate::tables::{campaigns, referrers};
use crate::write_back::numbers;

/// Counts a referral that is new (`before` is none) or whose status has changed. Its row is written already.
pub(super) fn count(
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
    let key = after.referrer_key();
    numbers::remember(database, key, now)?;
    referrers::add_referrals(database, key, referred, successful)?;
    campaigns::add_referrals(database, after.campaign, referred, successful)?;
    daily_stats::add_to_referrer(database, key, Event::Referred, referred, after.at)?;
    // A success that is taken back was made when the status before was.
    let made_at = if successful > 0 {
        after.decided_at
    } else {
        before.and_then(|before| before.decided_at)
    };
    let made_at = made_at.unwrap_or(after.at);
    daily_stats::add_to_referrer(database, key, Event::Successful, successful, made_at)
}
