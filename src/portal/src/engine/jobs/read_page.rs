//! Reading: one page of contacts at a time, decided and recorded in one transaction when it arrives.
//!
//! Three frontiers, each behind the one before: what was read, what was decided (the run's cursor), what
//! HubSpot acknowledged (the outbox is empty up to there). A crash repeats at most the one page that was in
//! flight. Which contacts a page has is told by [`sources`], what to do about them by
//! [`deciding`].

mod deciding;
mod sources;

use domain::{RunEvent, RunId, Stage};
use hubspot::contacts;
use hubspot::{NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::outbox;
use crate::tables::runs::{self, Counts, Run};
use crate::tables::syncs;

/// Batches of a run that may wait for HubSpot before reading pauses: enough to keep every connection
/// busy, little enough that a cursor is never far ahead of what HubSpot has.
const MOST_WAITING: u32 = 6;

impl Portal {
    pub(in crate::engine) fn plan_reading(
        &mut self,
        run: &Run,
        account: &Account,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let task = Task::ReadPage {
            run: run.id,
            cursor: run.cursor.clone(),
        };
        if account.free_blocks.is_empty()
            || !self.is_free(&task, planning)
            || outbox::count_of_run(&self.database, run.id)? >= MOST_WAITING
            || !self.has_room(planning)
        {
            return Ok(());
        }
        let sync = syncs::get(&self.database, run.sync)?;
        let properties = sync.properties_read();
        let call = if let Some(asked) = self.asked_by_name(run, &sync)? {
            if asked.is_empty() {
                // The lists are empty, or nobody is left in them.
                planning.wake(planning.now);
                return self.database.atomically(|| {
                    runs::page_decided(&self.database, run, None, Counts::default(), planning.now)?;
                    runs::apply(&self.database, run, RunEvent::LastPageRead, None).map(drop)
                });
            }
            contacts::read_batch(&asked, &properties)
        } else {
            contacts::list(run.cursor.as_deref(), &properties)
        };
        self.begin_call(task, call, planning)
    }

    pub(in crate::engine) fn page_read(
        &mut self,
        run: RunId,
        cursor: Option<&str>,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Task::ReadPage { run, cursor: None }.subject();
        let run = runs::get(&self.database, run)?;
        let sync = syncs::get(&self.database, run.sync)?;
        let read = match hubspot::accept(outcome) {
            Ok(reply) if is_wanted(&run, cursor) => self.page_of(&run, &sync, &reply)?,
            Ok(_) => return Ok(()),
            Err(failure) => Err(failure),
        };
        let page = match read {
            Ok(page) => page,
            Err(failure) => {
                if let Some(rejection) =
                    self.heed(subject, Some(run.id), grant_version, failure, now)?
                {
                    // A page that HubSpot will not give: perhaps a property in it is gone. Look again,
                    // after a pause that grows.
                    self.memory
                        .patience
                        .postpone(subject, now, None, &*self.entropy);
                    self.doubt_properties(run.id, &rejection.message)?;
                }
                return Ok(());
            }
        };
        if page.next.is_some() && page.next.as_deref() == cursor {
            // A cursor that leads to itself would never end.
            self.memory
                .patience
                .postpone(subject, now, None, &*self.entropy);
            return Ok(());
        }
        self.memory.patience.forget(subject);
        match self
            .database
            .atomically(|| self.decide_page(&run, &sync, &page, now))
        {
            // Read again when there is room for the new links.
            Err(PortalError::Busy(_)) => Ok(()),
            decided => decided,
        }
    }
}

/// The page is the one that the run is waiting for.
fn is_wanted(run: &Run, cursor: Option<&str>) -> bool {
    run.state.is_moving() && run.state.stage == Stage::Reading && run.cursor.as_deref() == cursor
}
