//! The job that reads the members of lists into a new snapshot, list by list and page by page.
//!
//! A complete snapshot becomes the sync's, and the contacts that left are dealt with as the sync says.

use domain::{ContactId, ContactSet, ListId, OnLeaving, RunId};
use hubspot::lists;
use hubspot::paging::leads_on;
use hubspot::{NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::audience::{is_gathering, lists_of, reads_lists};
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::programme::membership;
use crate::storage::error::PortalError;
use crate::tables::audience_snapshots::{self, Place, Snapshot, SnapshotId};
use crate::tables::runs::{self, Run};
use crate::tables::syncs::{self, Sync};

/// Reads a page of a list's members.
#[derive(Debug)]
struct ReadMembers {
    run: RunId,
    list: ListId,
    page: u32,
    after: Option<String>,
}

impl Job for ReadMembers {
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
        let page = match understood(result, lists::member_page) {
            Ok(page) => page,
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
        // A cursor that leads to itself would never end.
        let next = page
            .next
            .filter(|next| leads_on(self.after.as_deref(), next));
        let id = SnapshotId {
            sync: run.sync,
            run: run.id,
        };
        let wanted = match audience_snapshots::place(&portal.database, id, &self.list)? {
            Place::Start => self.page == 1,
            Place::After { pages, .. } => self.page == pages + 1,
            Place::End => false,
        };
        if !wanted {
            return Ok(());
        }
        audience_snapshots::add_page(
            &portal.database,
            id,
            &self.list,
            self.page,
            &page.contacts,
            next.as_deref(),
        )
    }
}

impl Portal {
    pub(super) fn plan_reading_members(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if !is_gathering(run) || run.lists.is_none() {
            return Ok(());
        }
        let sync = syncs::get(&self.database, run.sync)?;
        if !reads_lists(run, &sync) {
            return Ok(());
        }
        let id = SnapshotId {
            sync: sync.id,
            run: run.id,
        };
        for list in sync.audience.lists_to_read() {
            let (page, after) = match audience_snapshots::place(&self.database, id, &list)? {
                Place::End => continue,
                Place::Start => (1, None),
                Place::After { pages, cursor } => (pages + 1, Some(cursor)),
            };
            if self.is_free(lists_of(run.id), planning) && self.has_room(planning) {
                let call = lists::members(&list, after.as_deref());
                let run = run.id;
                let job = ReadMembers {
                    run,
                    list,
                    page,
                    after,
                };
                self.begin_call(job, call, planning)?;
            }
            return Ok(());
        }
        self.complete_snapshot(run, &sync, planning.now)?;
        planning.wake(planning.now);
        Ok(())
    }

    /// Makes the snapshot the sync's, once all lists are read.
    fn complete_snapshot(
        &mut self,
        run: &Run,
        sync: &Sync,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Some(state) = &run.lists else {
            return Ok(());
        };
        let before = sync
            .snapshot
            .map(|run| self.load_snapshot(sync, run))
            .transpose()?;
        let snapshot = self.load_snapshot(sync, run.id)?;
        self.database.atomically(|| {
            if sync.ongoing {
                let left = left(sync, before.as_deref(), &snapshot);
                self.deal_with_leavers(sync, &left, now)?;
            }
            syncs::set_snapshot(&self.database, sync.id, run.id, state)?;
            audience_snapshots::keep_only(&self.database, sync.id, Some(run.id))?;
            let listed = sync.audience.lists.is_some();
            self.members_known(run, listed.then(|| snapshot.included.len()))
        })
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
}

/// Referrers looked up in one statement.
const LEAVERS_AT_ONCE: usize = 500;

/// Returns the contacts that took part by the snapshot before and do not by this one.
fn left(sync: &Sync, before: Option<&Snapshot>, snapshot: &Snapshot) -> ContactSet {
    let nobody = ContactSet::default();
    match &sync.audience.lists {
        Some(_) => before.map_or(nobody, |before| before.included.less(&snapshot.included)),
        None => snapshot
            .excluded
            .less(before.map_or(&nobody, |before| &before.excluded)),
    }
}
