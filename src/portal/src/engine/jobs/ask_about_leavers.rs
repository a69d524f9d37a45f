//! The job that asks HubSpot about each contact that a reading misses and that has a live link: in which lists is it?
//!
//! The answer is of one moment for all lists, so a contact that moves from one list to another is seen in one of them.
//! A contact that another sync of the campaign covers has not left. A contact about which HubSpot does not answer holds
//! up no other one, and keeps its link.

use domain::{ContactId, ListId, RunId};
use hubspot::lists::{self, Membership};
use hubspot::{Call, NoReply, Reply};
use vecmap::VecSet;

use crate::Portal;
use crate::contact_facts::ListMemberships;
use crate::engine::audience::lists_of;
use crate::engine::back_off::Subject;
use crate::engine::gathering::Reader;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::gathering::Step;
use crate::tables::leavers::{self, Leaver, LeaverState};
use crate::tables::referrers;
use crate::tables::runs::Run;

/// Contacts of a reading that are being asked about. They may be forgotten, and are then asked about again.
#[derive(Debug)]
pub(crate) struct AskedLeavers {
    reading: u32,
    /// The cursor before and after these contacts.
    after: Option<ContactId>,
    end: ContactId,
    contacts: Vec<ContactId>,
    lists: ListMemberships,
}

impl AskedLeavers {
    /// Returns whether the reader is at these contacts.
    fn are_of(&self, reader: &Reader) -> bool {
        let Step::Ask { after } = &reader.run.gathering.step else {
            return false;
        };
        reader.run.gathering.reading == self.reading && *after == self.after
    }
}

/// Asks about some contacts.
#[derive(Debug)]
struct AskAboutLeavers {
    run: RunId,
    call: Call,
}

/// Contacts whose links are looked up in one statement.
const LOOKED_UP: usize = 500;

impl Job for AskAboutLeavers {
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
        let (subject, reply) = (self.subject(), hubspot::accept(result));
        let is_outage = portal.is_outage(subject, &reply, flight.now)?;
        let reader = portal.reader(self.run, asks)?;
        let asked = portal.memory.asked_leavers.get_mut(&self.run);
        let asked = asked.filter(|asked| asked.lists.call().as_ref() == Some(&self.call));
        let taken = match (&reader, asked) {
            (Some(reader), Some(asked)) if asked.are_of(reader) && !is_outage => {
                asked.lists.take(reply)
            }
            // Nothing counts, the contacts were forgotten, or the run is no longer at them.
            _ => reply.map(drop),
        };
        if let Err(failure) = taken {
            let rejection = portal.handle_failure(subject, Some(self.run), failure, flight)?;
            if rejection.is_some() {
                portal.back_off(subject, flight.now);
            }
            return Ok(());
        }
        portal.memory.back_off.recover(subject);
        match reader {
            Some(reader) => portal.conclude_about_leavers(&reader),
            None => Ok(()),
        }
    }
}

const fn asks(step: &Step) -> bool {
    matches!(step, Step::Ask { .. })
}

impl Portal {
    pub(super) fn plan_asking_about_leavers(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let Some(reader) = self.reader_to_plan(run, planning, asks)? else {
            return Ok(());
        };
        if !(self.is_free(lists_of(run.id), planning) && self.has_room(planning)) {
            return Ok(());
        }
        let known = self.memory.asked_leavers.get(&run.id);
        if !known.is_some_and(|asked| asked.are_of(&reader)) {
            let Some(next) = self.next_leavers(&reader)? else {
                self.memory.asked_leavers.remove(&run.id);
                planning.wake(planning.now);
                return self.go_to(&reader, Step::LookAgain);
            };
            self.memory.asked_leavers.insert(run.id, next);
        }
        let asked = self.memory.asked_leavers.get(&run.id);
        match asked.and_then(|asked| asked.lists.call()) {
            Some(call) => {
                let job = AskAboutLeavers {
                    run: run.id,
                    call: call.clone(),
                };
                self.begin_call(job, call, planning)
            }
            None => Ok(()),
        }
    }

    /// Returns the next contacts to ask about; none if there is none left.
    fn next_leavers(&mut self, reader: &Reader) -> Result<Option<AskedLeavers>, PortalError> {
        let Step::Ask { after } = reader.gathering().step else {
            return Ok(None);
        };
        let missing = self.missing(&reader.sync, reader.snapshot())?;
        let mut last = after.clone();
        loop {
            let some = missing.contacts.after(last.as_ref(), LOOKED_UP);
            let Some(end) = some.last().cloned() else {
                return Ok(None);
            };
            let live = referrers::live_among(&self.database, reader.sync.campaign, &some)?;
            let contacts = live.after(None, lists::MEMBERSHIPS_LIMIT);
            let full = contacts.len() == lists::MEMBERSHIPS_LIMIT;
            let Some(last_asked) = contacts.last().cloned() else {
                last = Some(end);
                continue;
            };
            return Ok(Some(AskedLeavers {
                reading: reader.run.gathering.reading,
                after,
                end: if full { last_asked } else { end },
                lists: ListMemberships::of(&contacts),
                contacts,
            }));
        }
    }

    /// Records what HubSpot says about the contacts, once it was asked about all of them.
    fn conclude_about_leavers(&mut self, reader: &Reader) -> Result<(), PortalError> {
        let run = reader.run.id;
        let is_over = |asked: &AskedLeavers| asked.are_of(reader) && asked.lists.call().is_none();
        if !self.memory.asked_leavers.get(&run).is_some_and(is_over) {
            return Ok(());
        }
        let Some(asked) = self.memory.asked_leavers.remove(&run) else {
            return Ok(());
        };
        let mut found = Vec::new();
        for contact in &asked.contacts {
            let membership = asked.lists.of_contact(contact);
            let state = match membership {
                None => LeaverState::Unproven,
                Some(Membership::Gone) => LeaverState::Gone,
                Some(Membership::In(lists)) if reader.sync.audience.covers(lists) => {
                    LeaverState::Unproven
                }
                Some(Membership::In(lists)) => {
                    if self.another_covers(reader, contact, lists)? {
                        continue;
                    }
                    LeaverState::Left
                }
            };
            found.push(self.leaver(reader, contact, state, membership)?);
        }
        self.database.atomically(|| {
            leavers::add(&self.database, run, asked.reading, &found)?;
            let after = Some(asked.end);
            self.go_to(reader, Step::Ask { after })
        })
    }

    /// Returns a leaver with the lists that tell why it does not take part.
    fn leaver(
        &mut self,
        reader: &Reader,
        contact: &ContactId,
        state: LeaverState,
        membership: Option<&Membership>,
    ) -> Result<Leaver, PortalError> {
        let before = self.snapshot(&reader.sync)?;
        let former = reader.sync.snapshot_audience.as_ref();
        let former = former.and_then(|audience| audience.lists.as_ref());
        let excluded = reader.sync.audience.excluded_lists.iter();
        let excluded = excluded.filter(|list| match membership {
            Some(Membership::In(lists)) => lists.contains(*list),
            _ => false,
        });
        Ok(Leaver {
            contact: contact.clone(),
            state,
            was_in: before.lists_of(contact, former.into_iter().flatten()),
            excluded_by: excluded.cloned().collect(),
            decision: None,
        })
    }

    /// Returns whether another sync of the campaign covers a contact that is in these lists. If HubSpot was at work on
    /// the lists of that sync, the contacts that it covered before count as well.
    fn another_covers(
        &mut self,
        reader: &Reader,
        contact: &ContactId,
        lists: &VecSet<ListId>,
    ) -> Result<bool, PortalError> {
        let states = reader.run.gathering.lists.clone().unwrap_or_default();
        for other in self.other_syncs(&reader.sync)? {
            if other.audience.covers(lists) {
                return Ok(true);
            }
            let mut read = other.audience.lists_to_read().into_iter();
            let is_settled = |list: ListId| {
                states.others.contains_key(&list)
                    || (states.complete && states.revisions.contains_key(&list))
            };
            if read.all(is_settled) {
                continue;
            }
            let snapshot = self.snapshot(&other)?;
            if let Some(audience) = &other.snapshot_audience
                && snapshot.covers(audience, contact)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
