//! Events of a referral after it arrived, caused by rules, by the customer's own systems or by people.

use domain::{NotCounted, ReferralEvent, ReferralId, ReferralState};
use jiff::Timestamp;

use super::{counting, holding, rechecks};
use crate::api_types::requests::{DecideReferral, Decider};
use crate::api_types::views::Happening;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::event_log;
use crate::tables::referrals::{self, Referral};

/// Applies a decision of a person or of a call, and returns the referral in its new state.
pub(crate) fn decide(
    database: &Database,
    id: ReferralId,
    wanted: DecideReferral,
    by: Decider,
    now: Timestamp,
) -> Result<Referral, PortalError> {
    use ReferralEvent::{Approve, Qualify, Reject, Reopen, Reverse, Undo};
    match (by, wanted.event) {
        (Decider::Person, event @ (Approve | Reject | Reverse | Reopen)) => {
            apply(database, id, event, None, now)
        }
        (Decider::Call, event @ (Qualify | Undo)) => holding::reported(database, id, event, now),
        (Decider::Person, _) => {
            let why = "A person can approve, reject, reverse or reopen a referral.";
            Err(PortalError::invalid("event", why))
        }
        (Decider::Call, _) => {
            let why = "A call can qualify a referral or undo that.";
            Err(PortalError::invalid("event", why))
        }
    }
}

/// Applies an event to a referral, and returns the referral in its new state. Runs inside the caller's transaction.
///
/// # Errors
/// A conflict with the reason why the event is not possible. Nothing was changed then. An event whose effect exists
/// already is not an error.
pub(crate) fn apply(
    database: &Database,
    id: ReferralId,
    event: ReferralEvent,
    why: Option<&str>,
    now: Timestamp,
) -> Result<Referral, PortalError> {
    apply_at(database, id, event, why, now, now)
}

/// Applies an event that happened at the time `at` and is reported now.
pub(super) fn apply_at(
    database: &Database,
    id: ReferralId,
    event: ReferralEvent,
    why: Option<&str>,
    at: Timestamp,
    now: Timestamp,
) -> Result<Referral, PortalError> {
    let before = referrals::get(database, id)?;
    let standing = before.standing.after(event);
    let standing = standing.map_err(|why| PortalError::Conflict(why.to_string()))?;
    if standing == before.standing {
        return Ok(before);
    }
    let mut after = before.clone();
    after.standing = standing;
    after.why = why.map(str::to_owned);
    if standing.status != before.standing.status {
        after.decided_at = Some(at);
    }
    if after.counts() {
        if !before.counts() {
            refuse_to_count(database, &before)?;
        }
        after.not_counted = None;
    }
    referrals::set_standing(database, &after)?;
    if event == ReferralEvent::Reopen {
        holding::hold_again(database, &after)?;
        rechecks::recheck_soon(database, id)?;
    }
    counting::count(database, Some(&before), &after, now)?;
    event_log::record_referral(database, &after, happening(event), why, at)?;
    Ok(after)
}

/// Rejects a referral that counted and should not have, and returns it in its new state. Runs inside the caller's
/// transaction.
pub(super) fn no_longer_counted(
    database: &Database,
    before: &Referral,
    reason: NotCounted,
    now: Timestamp,
) -> Result<Referral, PortalError> {
    let after = Referral {
        standing: ReferralState::NOT_COUNTED,
        not_counted: Some(reason),
        decided_at: Some(now),
        why: None,
        ..before.clone()
    };
    referrals::set_standing(database, &after)?;
    counting::count(database, Some(before), &after, now)?;
    let words = Some(reason.sentence());
    event_log::record_referral(database, &after, Happening::NotCounted, words, now)?;
    Ok(after)
}

/// Rejects a self-referral and a second referral of a person, regardless of who decides.
fn refuse_to_count(database: &Database, referral: &Referral) -> Result<(), PortalError> {
    if referral.not_counted == Some(NotCounted::SelfReferral) {
        let why = NotCounted::SelfReferral.sentence();
        return Err(PortalError::Conflict(why.into()));
    }
    let (key, contact) = (referral.email_key.as_ref(), referral.contact.as_ref());
    let others = referrals::of_person(database, referral.campaign, key, contact.as_slice())?;
    if others.iter().any(Referral::counts) {
        let why =
            "Another referral of this person counts already. Reject or reverse that one first.";
        return Err(PortalError::Conflict(why.into()));
    }
    Ok(())
}

const fn happening(event: ReferralEvent) -> Happening {
    match event {
        ReferralEvent::Qualify => Happening::Qualified,
        ReferralEvent::Undo => Happening::Undone,
        ReferralEvent::Approve => Happening::Approved,
        ReferralEvent::Reject => Happening::Rejected,
        ReferralEvent::Reverse => Happening::Reversed,
        ReferralEvent::Reopen => Happening::Reopened,
    }
}
