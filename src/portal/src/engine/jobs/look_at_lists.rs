//! The job that looks at the lists of an audience before their members are read.
//!
//! HubSpot names a revision of each list. If the revisions are those of the sync's snapshot, the members are not read
//! again.

use domain::{ListId, RunId};
use hubspot::lists;
use hubspot::{NoReply, Reply};

use crate::Portal;
use crate::engine::audience::{is_gathering, lists_of, reads_lists};
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::runs::{self, Run};
use crate::tables::syncs::{self, ListRevisions};

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
        let now = flight.now;
        let found = match understood(result, lists::found) {
            Ok(found) => found.lists,
            Err(failure) => {
                let run = Some(self.run);
                return match portal.handle_failure(self.subject(), run, failure, flight)? {
                    Some(rejection) => portal.hold_for_lists(self.run, &rejection.message),
                    None => Ok(()),
                };
            }
        };
        portal.memory.back_off.recover(self.subject());
        let run = runs::get(&portal.database, self.run)?;
        if !is_gathering(&run) {
            return Ok(());
        }
        let sync = syncs::get(&portal.database, run.sync)?;
        let missing = sync
            .audience
            .lists_to_read()
            .into_iter()
            .find(|wanted| found.iter().all(|list| list.id != *wanted));
        if let Some(list) = missing {
            let problem = format!(
                "The list {list} was deleted in HubSpot. Restore it there and resume, or change who takes part."
            );
            return portal.hold_for_lists(run.id, &problem);
        }
        let revisions = found
            .into_iter()
            .map(|list| (list.id, list.revision))
            .collect();
        let seen = ListRevisions {
            at: now.as_millisecond(),
            revisions,
        };
        let same = sync.snapshot_revisions.as_ref().is_some_and(|known| {
            known.revisions == seen.revisions
                && now.as_millisecond().saturating_sub(known.at) < TRUSTED_FOR_MS
        });
        portal.database.atomically(|| {
            if same {
                let known = sync
                    .snapshot
                    .map(|run| portal.load_snapshot(&sync, run))
                    .transpose()?;
                let expected = known.filter(|_| sync.audience.lists.is_some());
                portal.members_known(&run, expected.map(|known| known.included.len()))
            } else {
                runs::set_lists(&portal.database, run.id, Some(&seen))
            }
        })
    }
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
        if !reads_lists(run, &sync) {
            planning.wake(planning.now);
            return self.database.atomically(|| self.members_known(run, None));
        }
        if run.lists.is_none()
            && self.is_free(lists_of(run.id), planning)
            && self.has_room(planning)
        {
            let lists: Vec<ListId> = sync.audience.lists_to_read().into_iter().collect();
            self.begin_call(
                LookAtLists { run: run.id },
                lists::look_up(&lists),
                planning,
            )?;
        }
        Ok(())
    }
}
