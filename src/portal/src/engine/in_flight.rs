//! The effects in flight: begun, and not ended yet.

use vecmap::{VecMap, VecSet};

use domain::{ContactId, NormalisedEmail};
use hubspot::QuotaClass;
use hubspot::quota::CallPermit;
use jiff::{SignedDuration, Timestamp};

use super::back_off::Subject;
use super::job::{AnyJob, Pool};
use crate::engine::effects::{EffectResult, Ticket};

/// One effect in flight.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) job: Box<dyn AnyJob>,
    /// Whether the effect takes one of the connections for calls to HubSpot.
    pub(super) takes_connection: bool,
    /// The place in a quota's window, if the call has one, and the quota.
    pub(super) permit: Option<(QuotaClass, CallPermit)>,
    /// The grant under which the effect was begun.
    pub(super) grant_version: u32,
    pub(super) since: Timestamp,
}

/// All effects in flight.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    next: u64,
    flights: VecMap<Ticket, Flight>,
}

/// The shell gives a call 30 s. After three times that, the shell itself must have died.
const LOST_AFTER: SignedDuration = SignedDuration::from_secs(90);

impl InFlight {
    pub(super) fn begin(&mut self, flight: Flight) -> Ticket {
        let ticket = Ticket(self.next);
        self.next += 1;
        self.flights.insert(ticket, flight);
        ticket
    }

    pub(super) fn land(&mut self, ticket: Ticket) -> Option<Flight> {
        self.flights.remove(&ticket)
    }

    /// Returns the flights that the shell has lost, each with the result that stands for that.
    pub(super) fn lost(&self, now: Timestamp) -> Vec<(Ticket, EffectResult)> {
        self.flights
            .iter()
            .filter(|(_, flight)| now.duration_since(flight.since) > LOST_AFTER)
            .map(|(ticket, flight)| (*ticket, flight.job.lost()))
            .collect()
    }

    /// Returns when the oldest flight is given up.
    pub(super) fn next_loss(&self) -> Option<Timestamp> {
        let oldest = self.flights.values().map(|flight| flight.since).min()?;
        let given_up_after = LOST_AFTER.saturating_add(SignedDuration::from_millis(1));
        oldest.saturating_add(given_up_after).ok()
    }

    /// Returns whether a job of this subject is in flight.
    pub(super) fn include(&self, subject: Subject) -> bool {
        self.flights
            .values()
            .any(|flight| flight.job.subject() == subject)
    }

    /// Counts the flights that take a connection for calls to HubSpot.
    pub(super) fn connections(&self) -> usize {
        let flights = self.flights.values();
        flights.filter(|flight| flight.takes_connection).count()
    }

    /// Returns how many more flights a pool has room for.
    pub(super) fn room_in(&self, pool: Pool) -> usize {
        let flights = self.flights.values();
        let taken = flights.filter(|flight| flight.job.pool() == Some(pool));
        pool.most.saturating_sub(taken.count())
    }

    /// Returns whether a person with this address is being created.
    pub(super) fn is_creating(&self, address: &NormalisedEmail) -> bool {
        self.flights
            .values()
            .any(|flight| flight.job.created_address() == Some(address))
    }

    /// Returns the contacts that a write in flight may be changing.
    pub(super) fn contacts(&self) -> VecSet<&ContactId> {
        let flights = self.flights.values();
        flights.flat_map(|flight| flight.job.contacts()).collect()
    }
}
