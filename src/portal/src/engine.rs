//! The loop of a portal: which effects may begin, and what their results change.
//!
//! [`Portal::plan`] looks at the tables and at what is in flight, and returns the effects that may begin now.
//! [`Portal::settle`] takes the result of one of them. Everything that must survive is in the tables when either
//! returns. The memory holds only what may be forgotten: the effects in flight, back-off, and the quota's window.
//!
//! Invariants: at most one effect of a subject is in flight; a result is recorded only if it is still wanted (the run's
//! cursor, the grant's version, the batch are the same); every step can be repeated.
//!
//! `plan` and `settle` are on top. Below them is one file for each job ([`jobs`]). The other files are the bottom: the
//! parts that jobs have in common. They use no job.

mod audience;
mod back_off;
mod batch_answers;
mod changed_deals;
pub(crate) mod effects;
mod failures;
mod gathering;
mod grant;
mod in_flight;
mod job;
mod jobs;
mod memory;
mod people;
mod planning;
mod preparations;
mod referred_by;
mod run_properties;
mod upkeep;
mod write_notes;

use domain::RunId;
use jiff::Timestamp;

use crate::Portal;
use crate::engine::effects::{EffectResult, Plan, Ticket};
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::runs::{self, Costs};

pub(crate) use memory::Memory;

use job::Landed;
use planning::Planning;

impl Memory {
    /// Creates the memory of a portal that was just opened. `unpublished`: whether the link index or the Directory
    /// lacks anything.
    pub(crate) fn new(account: &Account, unpublished: bool, now: Timestamp) -> Self {
        let mut memory = Self::empty(account, unpublished, now);
        memory.wait_for_late_report(account, now);
        memory
    }
}

impl Portal {
    /// Returns the effects that may begin now. They are in flight until [`Self::settle`] gets their results.
    ///
    /// # Errors
    /// When the storage fails; then nothing was begun.
    pub fn plan(&mut self, now: Timestamp) -> Result<Plan, PortalError> {
        self.give_up_lost_flights(now)?;
        self.memory.back_off.tidy(now);
        let mut planning = Planning::new(Account::load(&self.database)?, now);
        // The slice that began them may have been abandoned: then nobody else brings their results.
        if let Some(at) = self.memory.in_flight.next_loss() {
            planning.wake(at);
        }
        self.plan_jobs(&mut planning)?;
        Ok(planning.into_plan())
    }

    /// Takes the result of an effect. Ignores an unknown ticket, which is of an earlier life.
    ///
    /// # Errors
    /// When the storage fails; then the result is lost, and the effect will be planned again.
    pub fn settle(
        &mut self,
        ticket: Ticket,
        result: EffectResult,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Some(flight) = self.memory.in_flight.land(ticket) else {
            return Ok(());
        };
        if let Some((quota, permit)) = flight.permit {
            if let EffectResult::HubSpot(Ok(reply)) = &result {
                self.follow_portal_wait(reply, now)?;
            }
            if let EffectResult::HubSpot(Ok(reply)) = &result {
                let works = (200..300).contains(&reply.status);
                if works {
                    self.memory.unaccepted_tokens.0 = 0;
                }
                // HubSpot may deny the account's details, by which a quiet portal finds out whether it answers.
                if works || matches!(reply.status, 403 | 404) {
                    self.memory.answered_at = Some(now);
                }
            }
            let window = self.memory.window_of(quota);
            match &result {
                EffectResult::HubSpot(Ok(reply)) => {
                    window.learn(&permit, reply, now);
                    window.settle(permit, now);
                }
                // The call may still arrive.
                _ => window.give_up(permit, now),
            }
        }
        let spent = Costs {
            hubspot_calls: u32::from(matches!(result, EffectResult::HubSpot(_))),
            kv_writes: u32::from(matches!(result, EffectResult::Published(Ok(())))),
            rows_written: 0,
        };
        // The run is looked up first: settling may remove the batch that names it.
        let run = flight.job.run(self)?;
        let landed = Landed {
            grant_version: flight.grant_version,
            now,
        };
        flight.job.settle(self, result, landed)?;
        self.charge(run, spent)
    }

    fn charge(&self, run: Option<RunId>, spent: Costs) -> Result<(), PortalError> {
        let rows = u32::try_from(self.database.take_written()).unwrap_or(u32::MAX);
        match run {
            Some(run) => runs::add_costs(
                &self.database,
                run,
                Costs {
                    rows_written: rows,
                    ..spent
                },
            ),
            None => Ok(()),
        }
    }

    /// Settles the flights that the shell has lost.
    fn give_up_lost_flights(&mut self, now: Timestamp) -> Result<(), PortalError> {
        for (ticket, result) in self.memory.in_flight.lost(now) {
            self.settle(ticket, result, now)?;
        }
        Ok(())
    }
}
