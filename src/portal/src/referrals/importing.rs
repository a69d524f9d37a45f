//! A referral out of a file: what is known from elsewhere of a person who was referred, with its own times.
//!
//! It is a claim by hand, and what was decided about it is decided by hand. Who is there already stays as they are,
//! whatever the file says: so a file can be taken in twice, and undoes nothing that people have decided since.

use domain::{Attribution, ReferralEvent, ReferralStatus};
use jiff::Timestamp;

use super::claiming::{Arrived, Claimed};
use super::deciding::happened;
use super::{NotCounted, Referral};
use crate::Portal;
use crate::api_types::requests::Claim;
use crate::storage::error::PortalError;
use crate::tables::referrers::Referrer;

/// What the history says of what a file decided.
const FROM_FILE: &str = "Imported from a file.";

/// How far a referral had come elsewhere, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Past {
    pub(crate) at: Timestamp,
    pub(crate) status: ReferralStatus,
    pub(crate) decided_at: Timestamp,
}

/// What became of it here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Imported {
    Added,
    Known,
    NotCounted(NotCounted),
}

impl Portal {
    /// Takes a referral with its past. Runs inside the caller's transaction.
    ///
    /// # Errors
    /// [`PortalError::Invalid`] where the claim says nothing that can be; then nothing was written.
    pub(crate) fn import_referral(
        &self,
        claim: &Claim,
        referrer: &Referrer,
        past: Past,
        now: Timestamp,
    ) -> Result<Imported, PortalError> {
        let known = Arrived::read(claim)?.referrals(&self.database, referrer.campaign)?;
        if known.iter().any(|row| is_of_file(row, referrer)) {
            return Ok(Imported::Known);
        }
        let Claimed::New(mut referral) = self.claimed(claim, referrer, past.at, now)? else {
            return Ok(Imported::Known);
        };
        for event in decisions(past.status, referral.not_counted) {
            let why = Some(FROM_FILE);
            match happened(
                &self.database,
                referral.id,
                *event,
                why,
                past.decided_at,
                now,
            ) {
                Ok(after) => referral = after,
                // It does not count, and nobody's word changes that.
                Err(PortalError::Conflict(_)) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(referral
            .not_counted
            .map_or(Imported::Added, Imported::NotCounted))
    }
}

/// Whether a file, or a person, has told of the referral before, or it counted when it came. One that came over the
/// link and was not counted can still be told of by hand, as on the referrer's page.
fn is_of_file(row: &Referral, referrer: &Referrer) -> bool {
    row.referrer == referrer.contact
        && (row.not_counted.is_none() || row.attribution == Attribution::ByHand)
}

/// What a person decides to bring a new referral to a status.
fn decisions(status: ReferralStatus, not_counted: Option<NotCounted>) -> &'static [ReferralEvent] {
    match (status, not_counted) {
        (ReferralStatus::Qualified, _) => &[ReferralEvent::Approve],
        (ReferralStatus::Reversed, _) => &[ReferralEvent::Approve, ReferralEvent::Reverse],
        (ReferralStatus::Rejected, None) => &[ReferralEvent::Reject],
        // What does not count is rejected as it is.
        (ReferralStatus::Pending, _) | (ReferralStatus::Rejected, Some(_)) => &[],
    }
}
