//! Decisions about a referral by people and by the customer's own systems: which of them may cause which event.

use domain::{ReferralEvent, ReferralId};
use jiff::Timestamp;

use super::{applying, holding};
use crate::api_types::requests::{DecideReferral, Decider};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
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
            let after = applying::apply(database, id, event, None, now)?;
            if event == Approve {
                referrals::recheck_person(database, id, now)?;
            }
            Ok(after)
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
