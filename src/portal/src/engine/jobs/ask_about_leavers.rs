//! The job that asks HubSpot about each contact that a reading misses and that has a live link: in which lists is it?
//!
//! The answer is of one moment for all lists, so a contact that moves from one list to another is seen in one of them.
//! A contact that another sync of the campaign covers has not left.

use domain::{ContactId, RunId};
use hubspot::lists::{self, Membership};
use hubspot::{NoReply, Reply};
use vecmap::{VecMap, VecSet};

use crate::Portal;
use crate::engine::audience::lists_of;
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::gathering::Reader;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::gathering::Step;
use crate::tables::leavers::{self, Leaver, LeaverState};
use crate::tables::referrers;
use crate::tables::runs::Run;
use domain::ListId;

/// Asks about some contacts.
#[derive(Debug)]
struct AskAboutLeavers {
    run: RunId,
    reading: u32,
    /// The cursor before and after these contacts.
    after: Option<ContactId>,
    end: ContactId,
    contacts: Vec<ContactId>,
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
        let answer = understood(result, lists::memberships_read);
        let asks = Step::Ask {
            after: self.after.clone(),
        };
        let rejection = match answer {
            Ok(answer) => {
                portal.memory.back_off.recover(self.subject());
                let reader = portal.reader(self.run, |step| *step == asks)?;
                return match reader {
                    Some(reader) if reader.run.gathering.reading == self.reading => {
                        portal.answered(&reader, &self, &answer)
                    }
                    _ => Ok(()),
                };
            }
            Err(failure) => {
                let run = Some(self.run);
                match portal.handle_failure(self.subject(), run, failure, flight)? {
                    Some(rejection) => rejection,
                    None => return Ok(()),
                }
            }
        };
        portal.memory.back_off.recover(self.subject());
        match portal.reader(self.run, |step| *step == asks)? {
            Some(reader) => {
                let why = format!("HubSpot does not say who left: {}", rejection.message);
                portal.adopt_uncertain(&reader, &why, flight.now)
            }
            None => Ok(()),
        }
    }
}

impl Portal {
    pub(super) fn plan_asking_about_leavers(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let asks = |step: &Step| matches!(step, Step::Ask { .. });
        let Some(reader) = self.reader_to_plan(run, planning, asks)? else {
            return Ok(());
        };
        let Step::Ask { after } = reader.gathering().step else {
            return Ok(());
        };
        if !(self.is_free(lists_of(run.id), planning) && self.has_room(planning)) {
            return Ok(());
        }
        let missing = self.missing(&reader.sync, reader.snapshot())?;
        let mut last = after.clone();
        loop {
            let some = missing.contacts.after(last.as_ref(), LOOKED_UP);
            let Some(end) = some.last().cloned() else {
                planning.wake(planning.now);
                return self.go_to(&reader, Step::LookAgain);
            };
            let live = referrers::live_among(&self.database, reader.sync.campaign, &some)?;
            let contacts = live.after(None, lists::MEMBERSHIPS_LIMIT);
            let full = contacts.len() == lists::MEMBERSHIPS_LIMIT;
            let Some(last_asked) = contacts.last().cloned() else {
                last = Some(end);
                continue;
            };
            let call = lists::memberships(&contacts);
            let job = AskAboutLeavers {
                run: run.id,
                reading: reader.run.gathering.reading,
                after,
                end: if full { last_asked } else { end },
                contacts,
            };
            return self.begin_call(job, call, planning);
        }
    }

    fn answered(
        &mut self,
        reader: &Reader,
        asked: &AskAboutLeavers,
        answer: &VecMap<ContactId, Membership>,
    ) -> Result<(), PortalError> {
        let mut found = Vec::new();
        for contact in &asked.contacts {
            let state = match answer.get(contact) {
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
            found.push(self.leaver(reader, contact, state, answer.get(contact))?);
        }
        self.database.atomically(|| {
            leavers::add(&self.database, asked.run, asked.reading, &found)?;
            let after = Some(asked.end.clone());
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
