//! The job that looks at the lists of an audience, before their members are read and again when they were.
//!
//! HubSpot names a revision of each list. If the revisions are those of the sync's snapshot, the members are not read
//! again.

use domain::RunId;
use hubspot::lists::{self, ListState, Processing};
use hubspot::{NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::audience::{is_gathering, lists_of, reads_lists};
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::gathering::{Reader, states_of};
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::audience_snapshots;
use crate::tables::gathering::{Gathering, ListStates, Step};
use crate::tables::leavers;
use crate::tables::runs::{self, Run};
use crate::tables::syncs;

/// After this time, members are read again even if the revisions are the same. HubSpot's background work keeps the
/// revisions, and a missed change must not stay missed.
const TRUSTED_FOR_MS: i64 = 60 * 60 * 1000;

/// Looks at the lists of a run's audience.
#[derive(Debug)]
struct LookAtLists {
    run: RunId,
}

impl Job for LookAtLists {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        lists_of(self.run)
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
        let found = match understood(result, lists::found) {
            Ok(found) => found,
            Err(failure) => {
                let run = Some(self.run);
                return match portal.handle_failure(self.subject(), run, failure, flight)? {
                    Some(rejection) => portal.hold_for_lists(self.run, &rejection.message),
                    None => Ok(()),
                };
            }
        };
        portal.memory.back_off.recover(self.subject());
        match portal.reader(self.run, looks)? {
            Some(reader) => portal.judge_lists(&reader, &found, flight.now),
            None => Ok(()),
        }
    }
}

/// A run that knows its members looks again if its audience was changed since.
const fn looks(step: &Step) -> bool {
    matches!(step, Step::Look | Step::LookAgain | Step::Known)
}

impl Portal {
    pub(super) fn plan_look_at_lists(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if !is_gathering(run) {
            return Ok(());
        }
        let sync = syncs::get(&self.database, run.sync)?;
        let is_current = sync.snapshot_audience.as_ref() == Some(&sync.audience);
        let is_known = run.gathering.step == Step::Known && is_current;
        if !reads_lists(run, &sync) || is_known {
            planning.wake(planning.now);
            return self.database.atomically(|| {
                if run.retry_of.is_none() && !is_known {
                    syncs::set_snapshot(&self.database, &sync, None, None, planning.now)?;
                    audience_snapshots::keep_only(&self.database, sync.id, None)?;
                    leavers::clear(&self.database, run.id)?;
                }
                self.members_known(run, None)
            });
        }
        let Some(reader) = self.reader_to_plan(run, planning, looks)? else {
            return Ok(());
        };
        if self.is_free(lists_of(run.id), planning) && self.has_room(planning) {
            let lists = self.lists_to_look_at(&reader)?;
            let job = LookAtLists { run: run.id };
            self.begin_call(job, lists::look_up(&lists), planning)?;
        }
        Ok(())
    }

    fn judge_lists(
        &mut self,
        reader: &Reader,
        found: &[ListState],
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let own = reader.sync.audience.lists_to_read();
        for wanted in &own {
            let Some(list) = found.iter().find(|list| list.id == *wanted) else {
                let problem = format!(
                    "The list {wanted} was deleted in HubSpot. Restore it there and resume, or change who takes part."
                );
                return self.hold_for_lists(reader.run.id, &problem);
            };
            if list.kind.is_none() {
                let problem = format!(
                    "HubSpot does not name the members of the list “{}”, because it is neither an active nor a \
                     static list. Choose another list.",
                    list.name
                );
                return self.hold_for_lists(reader.run.id, &problem);
            }
        }
        let under_way =
            |list: &&ListState| own.contains(&list.id) && list.processing == Processing::UnderWay;
        if let Some(list) = found.iter().find(under_way) {
            return self.wait_for_list(reader, list, now);
        }
        let seen = states_of(found, |list| own.contains(list), now);
        match reader.run.gathering.step {
            Step::LookAgain => self.looked_again(reader, found, &seen, now),
            _ => self.looked(reader, seen, now),
        }
    }

    /// Begins a reading, unless the lists are as they were.
    fn looked(
        &mut self,
        reader: &Reader,
        seen: ListStates,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Reader { run, sync } = reader;
        let same = sync.snapshot_states.as_ref().is_some_and(|known| {
            known.revisions == seen.revisions
                && now.as_millisecond().saturating_sub(known.at) < TRUSTED_FOR_MS
        });
        if same && sync.snapshot_audience.as_ref() == Some(&sync.audience) {
            let known = self.snapshot(sync)?;
            let listed = sync.audience.lists.is_some();
            return self.database.atomically(|| {
                syncs::snapshot_confirmed(&self.database, sync.id, now)?;
                leavers::clear(&self.database, run.id)?;
                runs::set_notice(&self.database, run, None)?;
                self.go_to(reader, Step::Known)?;
                self.members_known(run, listed.then(|| known.included.len()))
            });
        }
        let latest = run.gathering.reading.max(sync.snapshot.unwrap_or(0));
        let gathering = Gathering {
            reading: latest.saturating_add(1),
            step: Step::Read,
            terms: Some((sync.audience.clone(), sync.on_leaving)),
            lists: Some(seen),
            waits_since: None,
            ..reader.gathering()
        };
        self.forget_snapshots();
        self.database.atomically(|| {
            audience_snapshots::keep_only(&self.database, sync.id, sync.snapshot)?;
            runs::set_gathering(&self.database, run.id, &gathering)
        })
    }

    /// Believes a reading if the lists are as they were before it.
    fn looked_again(
        &mut self,
        reader: &Reader,
        found: &[ListState],
        seen: &ListStates,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Some(before) = &reader.run.gathering.lists else {
            return self.begin_anew(reader);
        };
        let others_count =
            leavers::undecided(&self.database, reader.run.id, reader.run.gathering.reading)? > 0;
        if before.revisions != seen.revisions || (others_count && before.others != seen.others) {
            let why = "The lists changed while Goodword read them.";
            return self.read_again(reader, why, now);
        }
        if before.complete && seen.complete {
            return self.go_to(reader, Step::End);
        }
        let own = reader.sync.audience.lists_to_read();
        let paused = found
            .iter()
            .find(|list| own.contains(&list.id) && list.processing == Processing::Paused);
        let name = paused.map_or("", |list| list.name.as_str());
        let why = format!(
            "HubSpot has paused its work on the list “{name}”. Its members are taken as they are."
        );
        self.adopt_uncertain(reader, &why, now)
    }
}
