//! Gathering: learning who is in the lists of an audience, before its contacts are read.
//!
//! One call asks what HubSpot says of the lists. If that is what it said when their members were last read, they
//! are not read again. Else the members are read into a new roll, list by list and page by page; when it is
//! complete it becomes the sync's, and those who left are dealt with as the sync says.

use std::rc::Rc;

use domain::{
    Audience, ContactId, ContactSet, Hold, ListId, OnLeaving, RunEvent, RunId, Stage, SyncId,
};
use hubspot::lists;
use hubspot::{NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::engine::understood;
use crate::programme::membership;
use crate::storage::error::PortalError;
use crate::tables::audience_snapshots::{self, Place, Snapshot, SnapshotId};
use crate::tables::runs::{self, Run};
use crate::tables::syncs::{self, ListRevisions, Sync};

/// After so long, members are read again whatever HubSpot says of the lists: its word is kept by its own
/// background work, and a missed change must not stay missed.
const TRUSTED_FOR_MS: i64 = 60 * 60 * 1000;

/// A roll that was looked at: one audience makes another thing of its pages than the next.
#[derive(Debug)]
pub(crate) struct KnownRoll {
    sync: SyncId,
    id: RunId,
    audience: Audience,
    roll: Rc<Snapshot>,
}

/// The page of members that was asked for.
pub(in crate::engine) struct Asked {
    pub(in crate::engine) run: RunId,
    pub(in crate::engine) list: ListId,
    pub(in crate::engine) page: u32,
    pub(in crate::engine) after: Option<String>,
}

impl Portal {
    pub(in crate::engine) fn plan_gathering(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let sync = syncs::get(&self.database, run.sync)?;
        let wanted = sync.audience.lists_to_read();
        if wanted.is_empty() || run.retry_of.is_some() {
            planning.wake(planning.now);
            return self.database.atomically(|| self.members_known(run, None));
        }
        if run.lists.is_none() {
            let wanted: Vec<ListId> = wanted.into_iter().collect();
            return self.ask(
                Task::LookAtLists { run: run.id },
                lists::look_up(&wanted),
                planning,
            );
        }
        for list in wanted {
            let (page, after) = match audience_snapshots::place(
                &self.database,
                SnapshotId {
                    sync: sync.id,
                    run: run.id,
                },
                &list,
            )? {
                Place::End => continue,
                Place::Start => (0, None),
                Place::After { pages, cursor } => (pages, Some(cursor)),
            };
            let call = lists::members(&list, after.as_deref());
            let task = Task::ReadMembers {
                run: run.id,
                list,
                page: page + 1,
                after,
            };
            return self.ask(task, call, planning);
        }
        self.complete_roll(run, &sync, planning.now)?;
        planning.wake(planning.now);
        Ok(())
    }

    fn ask(
        &mut self,
        task: Task,
        call: hubspot::Call,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if self.is_free(&task, planning) && self.has_room(planning) {
            self.begin_call(task, call, planning)?;
        }
        Ok(())
    }

    pub(in crate::engine) fn lists_seen(
        &mut self,
        run: RunId,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Task::LookAtLists { run }.subject();
        let found = match understood(outcome, lists::found) {
            Ok(found) => found.lists,
            Err(failure) => {
                let rejection = self.heed(subject, Some(run), grant_version, failure, now)?;
                return match rejection {
                    Some(rejection) => self.hold_for_lists(run, &rejection.message),
                    None => Ok(()),
                };
            }
        };
        self.memory.patience.forget(subject);
        let run = runs::get(&self.database, run)?;
        if !is_gathering(&run) {
            return Ok(());
        }
        let sync = syncs::get(&self.database, run.sync)?;
        let missing = sync
            .audience
            .lists_to_read()
            .into_iter()
            .find(|wanted| found.iter().all(|list| list.id != *wanted));
        if let Some(list) = missing {
            let problem = format!(
                "The list {list} was deleted in HubSpot. Restore it there and resume, or change who takes part."
            );
            return self.hold_for_lists(run.id, &problem);
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
        self.database.atomically(|| {
            if same {
                let known = sync
                    .snapshot
                    .map(|roll| self.load_roll(&sync, roll))
                    .transpose()?;
                let expected = known.filter(|_| sync.audience.lists.is_some());
                self.members_known(&run, expected.map(|roll| roll.included.len()))
            } else {
                runs::set_lists(&self.database, run.id, Some(&seen))
            }
        })
    }

    pub(in crate::engine) fn members_read(
        &mut self,
        asked: &Asked,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Task::LookAtLists { run: asked.run }.subject();
        let page = match understood(outcome, lists::member_page) {
            Ok(page) => page,
            Err(failure) => {
                let rejection = self.heed(subject, Some(asked.run), grant_version, failure, now)?;
                return match rejection {
                    Some(rejection) => self.hold_for_lists(asked.run, &rejection.message),
                    None => Ok(()),
                };
            }
        };
        self.memory.patience.forget(subject);
        let run = runs::get(&self.database, asked.run)?;
        if !is_gathering(&run) {
            return Ok(());
        }
        // A cursor that leads to itself would never end.
        let next = page.next.filter(|next| Some(next) != asked.after.as_ref());
        let place = audience_snapshots::place(
            &self.database,
            SnapshotId {
                sync: run.sync,
                run: run.id,
            },
            &asked.list,
        )?;
        let wanted = match place {
            Place::Start => asked.page == 1,
            Place::After { pages, .. } => asked.page == pages + 1,
            Place::End => false,
        };
        if !wanted {
            return Ok(());
        }
        let roll = SnapshotId {
            sync: run.sync,
            run: run.id,
        };
        let (list, contacts) = (&asked.list, &page.contacts);
        audience_snapshots::add_page(
            &self.database,
            roll,
            list,
            asked.page,
            contacts,
            next.as_deref(),
        )
    }

    /// All lists are read: the roll becomes the sync's.
    fn complete_roll(&mut self, run: &Run, sync: &Sync, now: Timestamp) -> Result<(), PortalError> {
        let Some(state) = &run.lists else {
            return Ok(());
        };
        let before = sync
            .snapshot
            .map(|roll| self.load_roll(sync, roll))
            .transpose()?;
        let roll = self.load_roll(sync, run.id)?;
        self.database.atomically(|| {
            if sync.ongoing {
                let left = left(sync, before.as_deref(), &roll);
                self.deal_with_leavers(sync, &left, now)?;
            }
            syncs::set_snapshot(&self.database, sync.id, run.id, state)?;
            audience_snapshots::keep_only(&self.database, sync.id, Some(run.id))?;
            let listed = sync.audience.lists.is_some();
            self.members_known(run, listed.then(|| roll.included.len()))
        })
    }

    fn members_known(&self, run: &Run, expected: Option<usize>) -> Result<(), PortalError> {
        let expected = expected.map(|expected| u32::try_from(expected).unwrap_or(u32::MAX));
        if expected.is_some_and(|expected| run.expected != Some(expected)) {
            runs::set_expected(&self.database, run.id, expected)?;
        }
        let state = runs::apply(&self.database, run, RunEvent::MembersKnown, None)?;
        if run.all_read {
            // It had come further before its properties were looked at again.
            let run = Run {
                state,
                ..run.clone()
            };
            runs::apply(&self.database, &run, RunEvent::LastPageRead, None)?;
        }
        Ok(())
    }

    fn deal_with_leavers(
        &self,
        sync: &Sync,
        left: &ContactSet,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        if sync.on_leaving == OnLeaving::Keep {
            return Ok(());
        }
        let mut last: Option<ContactId> = None;
        loop {
            let some = left.after(last.as_ref(), LEAVERS_AT_ONCE);
            let Some(end) = some.last() else {
                return Ok(());
            };
            let contacts: Vec<&ContactId> = some.iter().collect();
            membership::leave(
                &self.database,
                sync.campaign,
                &contacts,
                sync.on_leaving,
                now,
            )?;
            last = Some(end.clone());
        }
    }

    /// Whoever resumes the run has mended something: the lists are looked at again.
    fn hold_for_lists(&self, run: RunId, problem: &str) -> Result<(), PortalError> {
        let run = runs::get(&self.database, run)?;
        let sync = syncs::get(&self.database, run.sync)?;
        self.database.atomically(|| {
            runs::set_lists(&self.database, run.id, None)?;
            audience_snapshots::keep_only(&self.database, sync.id, sync.snapshot)?;
            let held = RunEvent::Held(Hold::Lists);
            runs::apply(&self.database, &run, held, Some(problem)).map(drop)
        })
    }

    /// Who takes part by the sync's complete roll; nobody, before the first.
    pub(in crate::engine) fn roll(&mut self, sync: &Sync) -> Result<Rc<Snapshot>, PortalError> {
        let Some(id) = sync.snapshot else {
            return Ok(Rc::default());
        };
        if let Some(known) = &self.memory.roll
            && (known.sync, known.id, &known.audience) == (sync.id, id, &sync.audience)
        {
            return Ok(Rc::clone(&known.roll));
        }
        let roll = Rc::new(audience_snapshots::load(
            &self.database,
            SnapshotId {
                sync: sync.id,
                run: id,
            },
            &sync.audience,
        )?);
        self.memory.roll = Some(KnownRoll {
            sync: sync.id,
            id,
            audience: sync.audience.clone(),
            roll: Rc::clone(&roll),
        });
        Ok(roll)
    }

    fn load_roll(&self, sync: &Sync, id: RunId) -> Result<Rc<Snapshot>, PortalError> {
        audience_snapshots::load(
            &self.database,
            SnapshotId {
                sync: sync.id,
                run: id,
            },
            &sync.audience,
        )
        .map(Rc::new)
    }
}

/// Referrers looked up in one statement.
const LEAVERS_AT_ONCE: usize = 500;

/// Those who took part by the roll before and do not by this one.
fn left(sync: &Sync, before: Option<&Snapshot>, roll: &Snapshot) -> ContactSet {
    let nobody = ContactSet::default();
    match &sync.audience.lists {
        Some(_) => before.map_or(nobody, |before| before.included.less(&roll.included)),
        None => roll
            .excluded
            .less(before.map_or(&nobody, |before| &before.excluded)),
    }
}

fn is_gathering(run: &Run) -> bool {
    run.state.is_moving() && run.state.stage == Stage::Gathering
}
