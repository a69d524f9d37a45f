//! Decisions about a referral by people and by the customer's own systems: which of them may cause which event.

use domain::{NotCounted, ReferralEvent, ReferralId};
use jiff::Timestamp;

use super::{applying, holding};
use crate::api_types::requests::{DecideReferral, Decider, NetworkDecision};
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
    use ReferralEvent::{Admit, Approve, Qualify, Reject, Reopen, Reverse, Undo};
    match (by, wanted.event) {
        (Decider::Person, event @ (Approve | Reject | Reverse | Reopen | Admit)) => {
            applying::apply(database, id, event, None, now)
        }
        (Decider::Call, event @ (Qualify | Undo)) => holding::reported(database, id, event, now),
        (Decider::Person, _) => {
            let why = "A person can admit, approve, reject, reverse or reopen a referral.";
            Err(PortalError::invalid("event", why))
        }
        (Decider::Call, _) => {
            let why = "A call can qualify a referral or undo that.";
            Err(PortalError::invalid("event", why))
        }
    }
}

/// The most referrals that one decision about a network changes. Each takes about twenty rows, and a request of two
/// hundred is done within a second.
const AT_ONCE: usize = 200;

/// Decides about the referrals in review from a network, and returns how many it decided. Runs inside the caller's
/// transaction.
///
/// A referral of a person who counts already is rejected, even if the network is admitted. A rejection is about the
/// network: it is no earlier referral of the person, who may come again from elsewhere.
pub(crate) fn decide_network(
    database: &Database,
    network: &str,
    decision: NetworkDecision,
    now: Timestamp,
) -> Result<usize, PortalError> {
    let found = referrals::in_review_from(database, network, AT_ONCE)?;
    for referral in &found {
        let admitted = decision == NetworkDecision::Admit
            && match applying::apply(database, referral.id, ReferralEvent::Admit, None, now) {
                Ok(_) => true,
                Err(PortalError::Conflict(_)) => false,
                Err(error) => return Err(error),
            };
        if !admitted {
            applying::no_longer_counted(database, referral, NotCounted::Burst, now)?;
        }
    }
    Ok(found.len())
}
