//! A referral from a file: a person who was referred in another system, with the times from there.
//!
//! It is a claim by hand, and its decisions are decisions by hand. A referral that exists already stays as it is,
//! whatever the file contains. So a file can be imported twice, and does not undo later decisions of people.

use domain::{Attribution, NotCounted, ReferralEvent, ReferralStatus};
use jiff::Timestamp;

use super::applying::{self, apply_at};
use super::claiming::{self, Claimant, Claimed};
use crate::api_types::requests::Claim;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::referrals::Referral;
use crate::tables::referrers::Referrer;

/// The event log's sentence about a decision from a file.
const FROM_FILE: &str = "Imported from a file.";

/// The state of a referral in the other system, with its times.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Past {
    pub(crate) at: Timestamp,
    pub(crate) status: ReferralStatus,
    pub(crate) decided_at: Timestamp,
}

/// The result of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Imported {
    Added,
    Known,
    NotCounted(NotCounted),
}

/// Imports a referral with its past. Runs inside the caller's transaction.
///
/// # Errors
/// [`PortalError::Invalid`] if the claim is not valid. Nothing was written then.
pub(crate) fn import_referral(
    database: &Database,
    claim: &Claim,
    referrer: &Referrer,
    past: Past,
    now: Timestamp,
) -> Result<Imported, PortalError> {
    let known = Claimant::read(claim)?.referrals(database, referrer.campaign)?;
    if known.iter().any(|row| is_of_file(row, referrer, past)) {
        return Ok(Imported::Known);
    }
    let Claimed::New(mut referral) = claiming::claim(database, claim, referrer, past.at, now)?
    else {
        return Ok(Imported::Known);
    };
    for event in decisions(past.status, referral.not_counted) {
        let (id, why) = (referral.id, Some(FROM_FILE));
        match apply_at(database, id, *event, why, past.decided_at, now) {
            Ok(after) => referral = after,
            // The referral does not count, and no decision can change that.
            Err(PortalError::Conflict(_)) => break,
            Err(error) => return Err(error),
        }
    }
    if past.status == ReferralStatus::InReview && referral.counts() {
        referral = applying::doubt(database, &referral, FROM_FILE, now)?;
    }
    let not_counted = referral.not_counted;
    Ok(not_counted.map_or(Imported::Added, Imported::NotCounted))
}

/// Returns whether a file or a user reported the referral before, or it counted when it arrived. A referral that
/// arrived over the link and was not counted can still be reported by hand, as on the referrer's page.
fn is_of_file(row: &Referral, referrer: &Referrer, past: Past) -> bool {
    // A referral in review leaves room for one that counts.
    let stands = if row.is_in_review() {
        past.status == ReferralStatus::InReview
    } else {
        row.not_counted.is_none() || row.attribution == Attribution::ByHand
    };
    row.referrer == referrer.contact && stands
}

/// Returns the decisions by hand that bring a new referral to a status.
fn decisions(status: ReferralStatus, not_counted: Option<NotCounted>) -> &'static [ReferralEvent] {
    match (status, not_counted) {
        (ReferralStatus::Qualified, _) => &[ReferralEvent::Approve],
        (ReferralStatus::Reversed, _) => &[ReferralEvent::Approve, ReferralEvent::Reverse],
        (ReferralStatus::Rejected, None) => &[ReferralEvent::Reject],
        // A referral that does not count is rejected already.
        (ReferralStatus::Pending | ReferralStatus::InReview, _)
        | (ReferralStatus::Rejected, Some(_)) => &[],
    }
}
