//! What happens to a referral after it came: by rules, by the customer's own systems, by people.

use domain::{NotCounted, ReferralEvent, ReferralId, ReferralState};
use jiff::Timestamp;

use super::{Referral, counting, get, holding, look_soon, of_person, store};
use crate::Portal;
use crate::api::working;
use crate::api_types::requests::{DecideReferral, Decider};
use crate::api_types::views::Answer;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::event_log::{self, Happening};

impl Portal {
    /// Lets a person or a call decide.
    pub(super) fn decide_referral(
        &self,
        id: ReferralId,
        wanted: DecideReferral,
        by: Decider,
        now: Timestamp,
    ) -> Result<Answer, PortalError> {
        use ReferralEvent::{Approve, Qualify, Reject, Reopen, Reverse, Undo};
        let referral = match (by, wanted.event) {
            (Decider::Person, event @ (Approve | Reject | Reverse | Reopen)) => {
                happen(&self.database, id, event, None, now)?
            }
            (Decider::Call, event @ (Qualify | Undo)) => self.reported(id, event, now)?,
            (Decider::Person, _) => {
                let why = "A person can approve, reject, reverse or reopen a referral.";
                return Err(PortalError::invalid("event", why));
            }
            (Decider::Call, _) => {
                let why = "A call can qualify a referral, or undo that.";
                return Err(PortalError::invalid("event", why));
            }
        };
        Ok(working(self.referral_page(referral, now)?))
    }
}

/// Lets an event happen to a referral, and gives it as it is then. Runs inside the caller's transaction.
///
/// # Errors
/// A conflict that says why it cannot happen; then nothing was changed. One that finds its work done is no error.
pub(crate) fn happen(
    database: &Database,
    id: ReferralId,
    event: ReferralEvent,
    why: Option<&str>,
    now: Timestamp,
) -> Result<Referral, PortalError> {
    happened(database, id, event, why, now, now)
}

/// The same of an event that happened `at` this time, and is told of now.
pub(super) fn happened(
    database: &Database,
    id: ReferralId,
    event: ReferralEvent,
    why: Option<&str>,
    at: Timestamp,
    now: Timestamp,
) -> Result<Referral, PortalError> {
    let before = get(database, id)?;
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
    store(database, &after)?;
    if event == ReferralEvent::Reopen {
        holding::look_again(database, &after)?;
        look_soon(database, id)?;
    }
    counting::moved(database, Some(&before), &after, now)?;
    event_log::record_referral(database, &after, happening(event), why, at)?;
    Ok(after)
}

/// A referral that counted turns out not to; gives it as it is then. Runs inside the caller's transaction.
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
    store(database, &after)?;
    counting::moved(database, Some(before), &after, now)?;
    let words = Some(reason.sentence());
    event_log::record_referral(database, &after, Happening::NotCounted, words, now)?;
    Ok(after)
}

/// Nobody refers themselves, and one referral of a person counts, whoever decides.
fn refuse_to_count(database: &Database, referral: &Referral) -> Result<(), PortalError> {
    if referral.not_counted == Some(NotCounted::SelfReferral) {
        let why = NotCounted::SelfReferral.sentence();
        return Err(PortalError::Conflict(why.into()));
    }
    let (key, contact) = (referral.email_key.as_deref(), referral.contact.as_ref());
    let others = of_person(database, referral.campaign, key, contact.as_slice())?;
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
