//! The job that rechecks referrals: it reads what HubSpot has of referred people, up to a hundred at a time, one call
//! after the other.
//!
//! The progress of a recheck is in memory alone: a recheck that a crash interrupts begins again, and costs nothing but
//! reading.
//!
//! Left to others: what follows from the reading ([`crate::referrals::rechecking`]), in one transaction.

use hubspot::{NoReply, Reply};
use jiff::SignedDuration;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::referrals::rechecking::Recheck;
use crate::storage::error::PortalError;
use crate::tables::referrals;

const SUBJECT: Subject = Subject::new("recheck");

/// For this time after HubSpot told of changed deals, a denial counts as one of a single record. If the permission is
/// gone, the change feed finds out.
const SAME_PERMISSION: SignedDuration = SignedDuration::from_mins(10);

/// Reads the next part of the recheck that is under way.
#[derive(Debug)]
struct ReadForRecheck;

impl Job for ReadForRecheck {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let reply = hubspot::accept(result);
        let is_outage = portal.is_outage(SUBJECT, &reply, flight.now)?;
        let Some(recheck) = portal.memory.recheck.as_mut() else {
            return Ok(());
        };
        let told = portal.memory.deals_told_at;
        if told.is_some_and(|at| flight.now.duration_since(at) <= SAME_PERMISSION) {
            recheck.reading.hear_of_deals();
        }
        let taken = if is_outage {
            reply.map(drop)
        } else {
            recheck.reading.take(reply)
        };
        match taken {
            Ok(()) => {}
            Err(failure) if recheck.reading.denies_deals(&failure) => {
                if !portal.are_deals_lost(SUBJECT, &failure, flight.now)? {
                    return Ok(());
                }
                if let Some(recheck) = portal.memory.recheck.as_mut() {
                    recheck.reading.give_up_deals();
                }
            }
            Err(failure) => {
                let rejection = portal.handle_failure(SUBJECT, None, failure, flight)?;
                if rejection.is_some() {
                    portal.back_off(SUBJECT, flight.now);
                }
                return Ok(());
            }
        }
        portal.memory.back_off.recover(SUBJECT);
        portal.permitted(SUBJECT)?;
        let complete = |recheck: &mut Recheck| recheck.reading.call().is_none();
        let Some(recheck) = portal.memory.recheck.take_if(complete) else {
            return Ok(());
        };
        portal
            .database
            .atomically(|| recheck.conclude(&portal.database, flight.now))
    }
}

impl Portal {
    pub(super) fn plan_rechecks(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        if self.memory.recheck.is_none() {
            match referrals::next_recheck(&self.database)? {
                None => return Ok(()),
                Some(due) if due > planning.now => {
                    planning.wake(due);
                    return Ok(());
                }
                Some(_) => {}
            }
        }
        // An answer that is still on its way belongs to the recheck that asked for it.
        if !self.is_free(SUBJECT, planning) || !self.has_room(planning) {
            return Ok(());
        }
        if self.memory.recheck.is_none() {
            let may_read_deals = planning.account.may_read_deals();
            self.memory.recheck = Recheck::begin(&self.database, may_read_deals, planning.now)?;
        }
        let recheck = self.memory.recheck.as_ref();
        match recheck.and_then(|recheck| recheck.reading.call()) {
            Some(call) => self.begin_call(ReadForRecheck, call, planning),
            None => Ok(()),
        }
    }
}
