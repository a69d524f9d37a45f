//! The effects of an event on a referral: its state, the numbers, the event log, and the rechecks that follow.

use domain::{NotCounted, ReferralEvent, ReferralId, ReferralState};
use jiff::Timestamp;

use super::{counting, rechecks};
use crate::api_types::views::Happening;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::event_log;
use crate::tables::referrals::{self, Referral};

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
    let state = before.state.after(event);
    let state = state.map_err(|why| PortalError::Conflict(why.to_string()))?;
    if state == before.state {
        return Ok(before);
    }
    let mut after = before.clone();
    after.state = state;
    after.why = why.map(str::to_owned);
    if state.status != before.state.status {
        after.decided_at = Some(at);
    }
    if after.counts() {
        if !before.counts() {
            refuse_to_count(database, &before)?;
        }
        after.not_counted = None;
    }
    if before.is_in_review() && event == ReferralEvent::Reject {
        // It never counted, so it is no earlier referral of the person for others.
        after.not_counted = Some(NotCounted::Burst);
    }
    referrals::set_state(database, &after)?;
    if matches!(event, ReferralEvent::Reopen | ReferralEvent::Admit) {
        hold_again(database, &after)?;
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
        state: ReferralState::NOT_COUNTED,
        not_counted: Some(reason),
        decided_at: Some(now),
        why: None,
        ..before.clone()
    };
    referrals::set_state(database, &after)?;
    counting::count(database, Some(before), &after, now)?;
    let words = Some(reason.sentence());
    event_log::record_referral(database, &after, Happening::NotCounted, words, now)?;
    Ok(after)
}

/// Puts a referral that counted in review, and returns it in its new state. Runs inside the caller's transaction.
pub(super) fn doubt(
    database: &Database,
    before: &Referral,
    why: &str,
    now: Timestamp,
) -> Result<Referral, PortalError> {
    let after = Referral {
        state: ReferralState::IN_REVIEW,
        why: Some(why.to_owned()),
        ..before.clone()
    };
    referrals::set_state(database, &after)?;
    counting::count(database, Some(before), &after, now)?;
    event_log::record_referral(database, &after, Happening::Doubted, Some(why), now)?;
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
        ReferralEvent::Admit => Happening::Admitted,
    }
}

/// Checks the holds of a referral in the next round, because its rules decide about it again.
fn hold_again(database: &Database, referral: &Referral) -> Result<(), PortalError> {
    let due = referral.met.iter().map(|record| record.due_at).min();
    if due.is_none() {
        return Ok(());
    }
    referrals::set_met(database, referral.id, &referral.met, due)
}
