//! What a portal keeps ready: block numbers for new links, numbers to be written back, and the Directory's knowledge
//! of when it is due.

use jiff::Timestamp;

use super::LATE_BY_MS;
use super::flights::Task;
use super::planning::Planning;
use crate::Portal;
use crate::engine::effects::{Effect, Unavailable};
use crate::links::index_records;
use crate::referrals;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account, DueReport};
use crate::tables::change_feeds;
use crate::tables::link_hosts;
use crate::tables::number_changes;
use crate::tables::syncs;

/// A page of new referrers takes at most one block number; so many pages pass while more are fetched.
const FEW_BLOCKS: usize = 4;
/// Numbers taken at once. What a small portal never uses is lost: of 8 million numbers, little.
const BLOCKS_TAKEN: u32 = 16;

impl Portal {
    pub(super) fn plan_housekeeping(&mut self, account: &Account, planning: &mut Planning) {
        self.memory.patience.tidy(planning.now);
        let wants = account.is_connected() && account.free_blocks.len() < FEW_BLOCKS;
        if wants && self.is_free(&Task::TakeBlocks, planning) {
            self.begin(
                Task::TakeBlocks,
                Effect::TakeBlocks {
                    count: BLOCKS_TAKEN,
                },
                planning,
            );
        }
    }

    /// The Directory has given block numbers. If they get lost before they are stored, they are never used.
    pub(super) fn blocks_taken(
        &mut self,
        outcome: Result<Vec<u32>, Unavailable>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Task::TakeBlocks.subject();
        let Ok(mut taken) = outcome else {
            self.memory
                .patience
                .postpone(subject, now, None, &*self.entropy);
            return Ok(());
        };
        self.memory.patience.forget(subject);
        taken.extend(Account::load(&self.database)?.free_blocks);
        account::store_free_blocks(&self.database, &taken)
    }

    /// Ends the hold periods that are over.
    pub(super) fn plan_holds(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let Some(due) = referrals::next_due(&self.database)? else {
            return Ok(());
        };
        planning.wake(due);
        if due > planning.now {
            return Ok(());
        }
        self.database
            .atomically(|| referrals::end_holds(&self.database, planning.now))
    }

    /// Puts the numbers that have changed for a while into the outbox.
    pub(super) fn plan_write_backs(
        &mut self,
        account: &Account,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let Some(changed) = account.numbers_changed_at else {
            return Ok(());
        };
        let delay = self.settings.write_back_delay;
        let due = changed.saturating_add(delay).unwrap_or(changed);
        if due > planning.now {
            planning.wake(due);
            return Ok(());
        }
        self.database
            .atomically(|| number_changes::release(&self.database))
    }

    /// Tells the Directory when this portal is due, if that is not what it knows.
    pub(super) fn plan_due_report(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let account = Account::load(&self.database)?;
        let Some(hub_id) = account.hub_id.clone() else {
            return Ok(());
        };
        let due = self.due(&account)?;
        let known = match account.due_reported {
            DueReport::Unknown => false,
            DueReport::Never => due.is_none(),
            DueReport::At(at) => due == Some(at),
        };
        let task = Task::ReportDue(due);
        if !known && self.is_free(&task, planning) {
            account::doubt_due_report(&self.database)?;
            self.begin(task, Effect::ReportDue { hub_id, due }, planning);
        }
        Ok(())
    }

    /// From when on cron should wake this portal: at once while there is unfinished work, in case the alarm
    /// that drives it is lost.
    fn due(&self, account: &Account) -> Result<Option<Timestamp>, PortalError> {
        if index_records::any_behind(&self.database)? || link_hosts::are_unsettled(&self.database)?
        {
            return Ok(Some(Timestamp::UNIX_EPOCH));
        }
        if !account.is_connected() {
            return Ok(account.owes_farewell.then_some(Timestamp::UNIX_EPOCH));
        }
        if self.has_call_to_make()? || account.numbers_changed_at.is_some() {
            return Ok(Some(Timestamp::UNIX_EPOCH));
        }
        let sync = syncs::next_due(&self.database)?;
        let hold = referrals::next_due(&self.database)?;
        // These are the alarm's to see to: cron is told in steps, of which few are words to the Directory.
        let look = referrals::next_look(&self.database)?;
        let watches = change_feeds::all(&self.database)?;
        let watch = watches.iter().map(|watch| watch.next_at);
        let in_steps = watch.chain(look).map(change_feeds::certainly);
        Ok(sync.into_iter().chain(hold).chain(in_steps).min())
    }

    pub(super) fn due_reported(
        &mut self,
        due: Option<Timestamp>,
        outcome: Result<(), Unavailable>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Task::ReportDue(due).subject();
        if outcome.is_err() {
            self.memory
                .patience
                .postpone(subject, now, Some(LATE_BY_MS), &*self.entropy);
            return Ok(());
        }
        self.memory.patience.forget(subject);
        account::store_due_report(&self.database, due)
    }
}
