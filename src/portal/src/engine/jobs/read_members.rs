//! The job that reads the members of lists into a new snapshot, list by list and page by page.

use domain::{ListId, RunId};
use hubspot::lists;
use hubspot::{NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::audience::lists_of;
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::gathering::Reader;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::audience_snapshots::{self, Place};
use crate::tables::gathering::{Gathering, Step};
use crate::tables::runs::{self, Run};

/// Reads a page of a list's members.
#[derive(Debug)]
struct ReadMembers {
    run: RunId,
    reading: u32,
    list: ListId,
    page: u32,
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
        let Some(reader) = portal.reader(self.run, |step| *step == Step::Read)? else {
            return Ok(());
        };
        let id = reader.snapshot();
        let wanted = match audience_snapshots::place(&portal.database, id, &self.list)? {
            Place::Start => self.page == 1,
            Place::After { pages, .. } => self.page == pages + 1,
            Place::End => false,
        };
        if !wanted || id.reading != self.reading {
            return Ok(());
        }
        let next = page.next.as_deref();
        let database = &portal.database;
        if audience_snapshots::is_repeated(database, id, &self.list, &page.contacts, next)? {
            let why = format!(
                "HubSpot gave the same members of the list {} twice.",
                self.list
            );
            return portal.read_again_or_keep(&reader, &why, flight.now);
        }
        if page.contacts.is_empty() && next.is_some() {
            return portal.read_again_or_keep(&reader, &empty(&self.list), flight.now);
        }
        audience_snapshots::add_page(database, id, &self.list, self.page, &page.contacts, next)
    }
}

fn empty(list: &ListId) -> String {
    format!("HubSpot gave no members of the list {list}, although the list has some.")
}

impl Portal {
    pub(super) fn plan_reading_members(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let reader = self.reader_to_plan(run, planning, |step| *step == Step::Read)?;
        let Some(reader) = reader else {
            return Ok(());
        };
        let id = reader.snapshot();
        for list in reader.sync.audience.lists_to_read() {
            let (page, after) = match audience_snapshots::place(&self.database, id, &list)? {
                Place::End => continue,
                Place::Start => (1, None),
                Place::After { pages, cursor } => (pages + 1, Some(cursor)),
            };
            if self.is_free(lists_of(run.id), planning) && self.has_room(planning) {
                let call = lists::members(&list, after.as_deref());
                let job = ReadMembers {
                    run: run.id,
                    reading: id.reading,
                    list,
                    page,
                };
                self.begin_call(job, call, planning)?;
            }
            return Ok(());
        }
        planning.wake(planning.now);
        self.members_read(&reader, planning.now)
    }

    /// Compares the members with the sizes of the lists, once all lists are read.
    fn members_read(&mut self, reader: &Reader, now: Timestamp) -> Result<(), PortalError> {
        let gathering = reader.gathering();
        let read = self.load_snapshot(reader.snapshot(), &reader.sync.audience)?;
        let sizes = gathering.lists.as_ref().map(|lists| lists.sizes.clone());
        let sizes = sizes.unwrap_or_default();
        for list in reader.sync.audience.lists_to_read() {
            let (members, size) = (read.size_of(&list), sizes.get(&list).copied());
            if size.and_then(|size| usize::try_from(size).ok()) == Some(members) {
                continue;
            }
            if members == 0 && size.is_some_and(|size| size > 0) {
                return self.read_again_or_keep(reader, &empty(&list), now);
            }
            let size = size.map_or_else(|| "no number of".to_owned(), |size| size.to_string());
            let why = format!(
                "HubSpot says that the list {list} has {size} members, and named {members} of them."
            );
            return self.read_again(reader, &why, now);
        }
        let complete = gathering.lists.as_ref().is_some_and(|lists| lists.complete);
        if !(complete && reader.looks_for_leavers()) {
            return self.go_to(reader, Step::LookAgain);
        }
        let missing = self.missing(&reader.sync, reader.snapshot())?;
        let gathering = Gathering {
            step: Step::Ask { after: None },
            took_part: u32::try_from(missing.took_part).unwrap_or(u32::MAX),
            ..gathering
        };
        runs::set_gathering(&self.database, reader.run.id, &gathering)
    }
}
