//! The job that reads a page of contacts. The page is decided and recorded in one transaction when it arrives.
//!
//! There are three frontiers, each behind the one before: the contacts that were read, those that were decided (the
//! run's cursor), and those that HubSpot acknowledged (the outbox is empty up to there). A crash repeats at most the
//! one page that was in flight. [`sources`] knows which contacts a page has, [`deciding`] what to do about them.

mod deciding;
mod sources;

pub(crate) use self::sources::NamedPage;

use domain::{RunEvent, RunId, Stage};
use hubspot::contacts;
use hubspot::{NoReply, Reply};
use vecmap::VecSet;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::outbox;
use crate::tables::runs::{self, Counts, PageEnd, Run};
use crate::tables::syncs::{self, Sync};

/// Batches of a run that may wait for HubSpot before reading pauses: enough to keep every connection busy, and few
/// enough that a cursor is never far ahead of what HubSpot has.
const MAX_WAITING: u32 = 6;

/// How often a page that breaks off is read before it counts as the last one. Pauses put seven seconds between the first
/// and the last time.
const BROKEN_READS: u32 = 4;

const fn subject(run: RunId) -> Subject {
    Subject::new("page").of_run(run)
}

/// The subject of pages of all contacts that break off.
const fn breaks_off(run: RunId) -> Subject {
    Subject::new("page that breaks off").of_run(run)
}

/// Reads the page at the cursor.
#[derive(Debug)]
struct ReadPage {
    run: RunId,
    cursor: Option<String>,
}

impl Job for ReadPage {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        subject(self.run)
    }

    fn run(&self, _: &Portal) -> Result<Option<RunId>, PortalError> {
        Ok(Some(self.run))
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let (subject, now) = (self.subject(), flight.now);
        let cursor = self.cursor.as_deref();
        let run = runs::get(&portal.database, self.run)?;
        let sync = syncs::get(&portal.database, run.sync)?;
        let reply = hubspot::accept(result);
        let is_outage = portal.is_outage(subject, &reply, now)?;
        let read = match reply {
            reply if is_wanted(&run, cursor) && !is_outage => portal.page_of(&run, &sync, reply)?,
            Ok(_) => return Ok(()),
            Err(failure) => Err(failure),
        };
        let page = match read {
            Ok(Some(page)) => page,
            Ok(None) => {
                portal.memory.back_off.recover(subject);
                return Ok(());
            }
            Err(failure) => {
                let rejection = portal.handle_failure(subject, Some(run.id), failure, flight)?;
                let Some(rejection) = rejection else {
                    return Ok(());
                };
                if !is_wanted(&run, cursor) {
                    return Ok(());
                }
                if cursor.is_some() && has_hubspots_cursor(&run, &sync) {
                    // HubSpot does not take its cursor any more. If there is another reason, the first page is refused
                    // too.
                    portal.back_off_at_least(subject, Some(reread_pause_ms(&run)), now);
                    return runs::read_anew(&portal.database, run.id);
                }
                // HubSpot does not give the page: perhaps a property in it is gone. The run looks at its properties
                // again, after a pause that grows.
                portal.back_off(subject, now);
                return portal.doubt_properties(run.id, &rejection.message);
            }
        };
        portal.memory.back_off.recover(subject);
        if page.breaks_off {
            portal.back_off(breaks_off(run.id), now);
            if portal.memory.back_off.failures(breaks_off(run.id)) < BROKEN_READS {
                return Ok(());
            }
        }
        let notice = page.breaks_off.then(|| broken_off(run.counts.seen));
        portal.memory.back_off.recover(breaks_off(run.id));
        let inbound = portal.inbound_of(&sync)?;
        let decided = portal.database.atomically(|| {
            if notice.is_some() {
                runs::set_notice(&portal.database, &run, notice.as_deref())?;
            }
            portal.decide_page(&run, &sync, (&page, &inbound), now)
        });
        match decided {
            // The page is read again when there is room for the new links.
            Err(PortalError::Busy(_)) => Ok(()),
            decided => decided,
        }
    }
}

impl Portal {
    pub(super) fn plan_reading_page(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if run.state.stage != Stage::Reading
            || planning.account.free_blocks.is_empty()
            || !self.is_free(subject(run.id), planning)
            || !self.is_free(breaks_off(run.id), planning)
            || outbox::count_of_run(&self.database, run.id)? >= MAX_WAITING
            || !self.has_room(planning)
        {
            return Ok(());
        }
        let sync = syncs::get(&self.database, run.sync)?;
        let inbound = self.inbound_of(&sync)?;
        let mut properties: VecSet<&str> = sync.properties_read().into_iter().collect();
        properties.extend(inbound.properties());
        let properties: Vec<&str> = properties.into_iter().collect();
        let call = if let Some(named) = self.named_contacts(run, &sync)? {
            if named.is_empty() {
                // The lists are empty, or no contact is left in them.
                planning.wake(planning.now);
                return self.database.atomically(|| {
                    let end = PageEnd::default();
                    runs::page_decided(&self.database, run, &end, Counts::default(), planning.now)?;
                    runs::apply(&self.database, run, RunEvent::LastPageRead, None).map(drop)
                });
            }
            match self.call_for_named(run, &properties, &named) {
                Some(call) => call,
                None => return Ok(()),
            }
        } else {
            contacts::list(run.cursor.as_deref(), &properties)
        };
        let job = ReadPage {
            run: run.id,
            cursor: run.cursor.clone(),
        };
        self.begin_call(job, call, planning)
    }
}

/// Returns the notice of a run whose last page broke off.
fn broken_off(read: u32) -> String {
    format!(
        "HubSpot\u{2019}s list of contacts broke off after {read} contacts. If some are missing, the next run reads them."
    )
}

/// Returns the pause before the contacts are read from the first one again: a second, and twice as long each time, up to
/// ten minutes.
fn reread_pause_ms(run: &Run) -> u64 {
    const LONGEST_MS: u64 = 10 * 60 * 1000;
    (1000 << run.rereads.min(10)).min(LONGEST_MS)
}

/// Returns whether the run's cursor is HubSpot's, and not the id of a contact that Goodword knows.
fn has_hubspots_cursor(run: &Run, sync: &Sync) -> bool {
    run.retry_of.is_none() && sync.audience.lists.is_none()
}

/// Returns whether the run waits for the page at this cursor.
fn is_wanted(run: &Run, cursor: Option<&str>) -> bool {
    run.state.is_moving() && run.state.stage == Stage::Reading && run.cursor.as_deref() == cursor
}
