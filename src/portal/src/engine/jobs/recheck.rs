//! Looking at what HubSpot holds of referred people, up to a hundred at a time, one call after the other.
//!
//! How far a look is, is kept in memory alone: one that a crash interrupts begins anew, and costs nothing but reading.
//! What a look comes to is decided by [`crate::referrals`], in one transaction.

use hubspot::{Failure, NoReply, Reply};
use jiff::Timestamp;

use crate::engine::back_off::Subject;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::referrals::rechecking::Recheck;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account};
use crate::tables::change_feeds;
use crate::tables::referrals;
use crate::{Portal, programme};

impl Portal {
    /// Whether HubSpot has to be asked every now and then, so that the grant must be kept usable.
    pub(in crate::engine) fn is_watchful(&self, now: Timestamp) -> Result<bool, PortalError> {
        let look = referrals::next_recheck(&self.database)?;
        Ok(look.is_some_and(|at| at <= now) || !change_feeds::all(&self.database)?.is_empty())
    }

    pub(in crate::engine) fn plan_looking(
        &mut self,
        account: &Account,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if self.memory.look.is_none() {
            match referrals::next_recheck(&self.database)? {
                None => return Ok(()),
                Some(due) if due > planning.now => {
                    planning.wake(due);
                    return Ok(());
                }
                Some(_) => {}
            }
        }
        // An answer that is still on its way belongs to the look that it was asked for.
        if !self.is_free(&Task::Look, planning) || !self.has_room(planning) {
            return Ok(());
        }
        if self.memory.look.is_none() {
            let may_read_deals = account.may_read_deals();
            self.memory.look = Recheck::begin(&self.database, may_read_deals, planning.now)?;
        }
        let look = self.memory.look.as_ref();
        match look.and_then(|look| look.reading.call()) {
            Some(call) => self.begin_call(Task::Look, call, planning),
            None => Ok(()),
        }
    }

    pub(in crate::engine) fn looked(
        &mut self,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Some(look) = self.memory.look.as_mut() else {
            return Ok(());
        };
        let taken = hubspot::accept(outcome).and_then(|reply| look.reading.take(&reply));
        match taken {
            Ok(()) => {}
            Err(Failure::MissingScopes { .. }) if look.reading.is_at_deals() => {
                look.reading.give_up_deals();
                self.deals_refused(now)?;
            }
            Err(failure) => {
                let subject = Subject::Look;
                if self
                    .heed(subject, None, grant_version, failure, now)?
                    .is_some()
                {
                    self.memory
                        .patience
                        .postpone(subject, now, None, &*self.entropy);
                }
                return Ok(());
            }
        }
        self.memory.patience.forget(Subject::Look);
        let complete = |look: &mut Recheck| look.reading.call().is_none();
        let Some(look) = self.memory.look.take_if(complete) else {
            return Ok(());
        };
        self.database
            .atomically(|| look.conclude(&self.database, now))
    }

    /// HubSpot does not let deals be read, whatever the grant said.
    pub(in crate::engine) fn deals_refused(&self, now: Timestamp) -> Result<(), PortalError> {
        self.database.atomically(|| {
            account::lose_deals(&self.database)?;
            programme::change_feeds::keep(&self.database, now)
        })
    }

    /// A refreshed grant may cover more or less than the one before.
    pub(in crate::engine) fn keep_watches_if_deals_changed(
        &self,
        before: &Account,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let after = Account::load(&self.database)?;
        if after.covered_deals() == before.covered_deals() {
            return Ok(());
        }
        self.database
            .atomically(|| programme::change_feeds::keep(&self.database, now))
    }
}
