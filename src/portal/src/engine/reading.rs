//! Reading: one page of contacts, decided and recorded in one transaction.
//!
//! Three frontiers, each behind the one before: what was read, what was decided (the run's cursor), what
//! HubSpot acknowledged (the outbox is empty up to there). A page is decided when it arrives, so a crash
//! repeats at most the one page that was in flight.

use std::collections::BTreeMap;

use domain::write_back;
use domain::{
    ContactId, InboundMapping, LinkStatus, PropertyName, ReferrerField, RunEvent, RunId, Stage,
};
use hubspot::contacts::{self, ContactRecord};
use hubspot::{Failure, NoReply, Reply};
use jiff::Timestamp;

use super::flights::Task;
use super::planning::Planning;
use crate::Portal;
use crate::account::Account;
use crate::campaigns::{self, Campaign};
use crate::error::PortalError;
use crate::outbox::{self, Item};
use crate::outcomes::{self, Outcome};
use crate::referrers::{self, Person, Referrer};
use crate::runs::{self, Counts, Run};
use crate::syncs::{self, Sync};

/// Batches of a run that may wait for HubSpot before reading pauses: enough to keep every connection
/// busy, little enough that a cursor is never far ahead of what HubSpot has.
const MOST_WAITING: u32 = 6;

impl Portal {
    pub(super) fn plan_reading(
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
        let call = if sync.audience.lists.is_some() {
            let asked = self.next_of_roll(&sync, run.cursor.as_deref())?;
            if asked.is_empty() {
                // The lists are empty, or nobody is left in them.
                planning.wake(planning.now);
                return self.database.atomically(|| {
                    runs::page_decided(&self.database, run.id, None, Counts::default())?;
                    runs::apply(&self.database, run, RunEvent::LastPageRead, None).map(drop)
                });
            }
            contacts::read_batch(&asked, &properties)
        } else {
            contacts::list(run.cursor.as_deref(), &properties)
        };
        self.begin_call(task, call, planning)
    }

    /// The contacts of the lists that come after the cursor, as many as are read at once.
    fn next_of_roll(
        &mut self,
        sync: &Sync,
        cursor: Option<&str>,
    ) -> Result<Vec<ContactId>, PortalError> {
        let last = cursor.and_then(|cursor| cursor.parse().ok());
        Ok(self
            .roll(sync)?
            .included
            .after(last.as_ref(), contacts::BATCH_LIMIT))
    }

    /// What of a page of all contacts, or of the answer about the next ones of the lists, is the sync's.
    fn page_of(
        &mut self,
        sync: &Sync,
        cursor: Option<&str>,
        reply: &Reply,
    ) -> Result<Result<Page, Failure>, PortalError> {
        if sync.audience.lists.is_none() {
            let page = match contacts::page(reply) {
                Ok(page) => page,
                Err(failure) => return Ok(Err(failure)),
            };
            let roll = self.roll(sync)?;
            let included = |record: &ContactRecord| !roll.excluded.contains(&record.id);
            return Ok(Ok(Page {
                next: page.next,
                gone: Vec::new(),
                contacts: page.contacts.into_iter().filter(included).collect(),
            }));
        }
        let asked = self.next_of_roll(sync, cursor)?;
        Ok(contacts::records(reply).map(|mut records| {
            // A merged contact answers as the one that it was merged into, who has a place of its own.
            records.retain(|record| asked.contains(&record.id));
            let answered =
                |contact: &&ContactId| records.iter().any(|record| record.id == **contact);
            let full = asked.len() == contacts::BATCH_LIMIT;
            Page {
                next: asked.last().filter(|_| full).map(ToString::to_string),
                gone: asked
                    .iter()
                    .filter(|contact| !answered(contact))
                    .cloned()
                    .collect(),
                contacts: records,
            }
        }))
    }

    pub(super) fn page_read(
        &mut self,
        run: RunId,
        cursor: Option<&str>,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Task::ReadPage { run, cursor: None }.subject();
        let run_id = run;
        let run = runs::get(&self.database, run)?;
        let sync = syncs::get(&self.database, run.sync)?;
        let read = match hubspot::accept(outcome) {
            Ok(reply) => self.page_of(&sync, cursor, &reply)?,
            Err(failure) => Err(failure),
        };
        let page = match read {
            Ok(page) => page,
            Err(failure) => {
                if let Some(rejection) =
                    self.heed(subject, Some(run_id), grant_version, failure, now)?
                {
                    // A page that HubSpot will not give: perhaps a property in it is gone. Look again,
                    // after a pause that grows.
                    self.memory
                        .patience
                        .postpone(subject, now, None, &*self.entropy);
                    self.doubt_properties(run_id, &rejection.message)?;
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
        let wanted = run.state.is_moving()
            && run.state.stage == Stage::Reading
            && run.cursor.as_deref() == cursor;
        if !wanted {
            return Ok(());
        }
        match self
            .database
            .atomically(|| self.decide_page(&run, &sync, &page, now))
        {
            // Read again when there is room for the new links.
            Err(PortalError::Busy(_)) => Ok(()),
            decided => decided,
        }
    }

    fn decide_page(
        &self,
        run: &Run,
        sync: &Sync,
        page: &Page,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let records: BTreeMap<&ContactId, &ContactRecord> = page
            .contacts
            .iter()
            .map(|record| (&record.id, record))
            .collect();
        let contacts: Vec<&ContactId> = records.keys().copied().collect();
        let known = referrers::among(&self.database, sync.campaign, &contacts)?;
        let newcomers: Vec<(&ContactId, Person)> = records
            .iter()
            .filter(|(contact, _)| !known.contains_key(**contact))
            .map(|(contact, record)| (*contact, person(&sync.inbound, record)))
            .collect();
        referrers::enrol(
            &self.database,
            &*self.entropy,
            sync.campaign,
            &newcomers,
            true,
            now,
        )?;

        let campaign = campaigns::get(&self.database, sync.campaign)?;
        let mut decided = Decided::default();
        let mut settled: Vec<&ContactId> = Vec::new();
        let present = referrers::among(&self.database, sync.campaign, &contacts)?;
        for (contact, record) in &records {
            let referrer = present
                .get(*contact)
                .ok_or(PortalError::Unreadable("a referrer"))?;
            let person = person(&sync.inbound, record);
            if person != referrer.person {
                referrers::rename(&self.database, sync.campaign, contact, &person)?;
            }
            if referrer.away {
                referrers::come_back(&self.database, referrer)?;
            }
            if referrer.link_status == LinkStatus::Revoked {
                decided.counts.skipped += 1;
                let outcome = Outcome::link_revoked((*contact).clone());
                outcomes::record(&self.database, run.id, &outcome)?;
                let referral = referrer.referral(&self.settings, &campaign);
                let held = |name: &str| record.properties.get(name)?.as_deref();
                let due = write_back::due(&sync.outbound, &referral, held);
                decided.farewells.extend(Item::farewell(contact, &due));
                continue;
            }
            // HubSpot does not show the link yet, as far as is known.
            let new = known
                .get(*contact)
                .is_none_or(|known| known.synced_at.is_none());
            if self.decide_contact((sync, &campaign), referrer, new, record, &mut decided) {
                settled.push(contact);
            }
        }
        referrers::acknowledged(&self.database, sync.campaign, &settled, now)?;
        outbox::add(&self.database, sync.id, Some(run.id), &decided.writes, 0)?;
        outbox::add(&self.database, sync.id, Some(run.id), &decided.troubled, 0)?;
        outbox::add(&self.database, sync.id, None, &decided.farewells, 0)?;

        for contact in &page.gone {
            outcomes::record(&self.database, run.id, &Outcome::gone(contact.clone()))?;
        }
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        decided.counts.skipped += count(page.gone.len());
        decided.counts.seen = count(records.len() + page.gone.len());
        runs::page_decided(&self.database, run.id, page.next.as_deref(), decided.counts)?;
        if page.next.is_none() {
            runs::apply(&self.database, run, RunEvent::LastPageRead, None)?;
        }
        Ok(())
    }

    /// Decides what to write of a contact. True if HubSpot turns out to have everything already that an
    /// earlier write was not known to have brought.
    fn decide_contact(
        &self,
        (sync, campaign): (&Sync, &Campaign),
        referrer: &Referrer,
        new: bool,
        record: &ContactRecord,
        decided: &mut Decided,
    ) -> bool {
        let referral = referrer.referral(&self.settings, campaign);
        let held = |name: &str| record.properties.get(name)?.as_deref();
        let due = write_back::due(&sync.outbound, &referral, held);
        if due.is_empty() {
            if new {
                decided.counts.linked += 1;
            } else {
                decided.counts.unchanged += 1;
            }
            return new || referrer.sync_problem.is_some();
        }
        let properties = due.into_iter().map(|row| row.property.clone()).collect();
        let item = Item {
            contact: referrer.contact.clone(),
            new,
            properties,
        };
        // Contacts that HubSpot refused before go together, so that they do not split the others' batch.
        if referrer.sync_problem.is_some() {
            decided.troubled.push(item);
        } else {
            decided.writes.push(item);
        }
        false
    }
}

/// A page of the contacts that a sync covers.
struct Page {
    contacts: Vec<ContactRecord>,
    /// Those of the lists that HubSpot does not have any more.
    gone: Vec<ContactId>,
    /// Where the next page begins; `None` on the last.
    next: Option<String>,
}

#[derive(Default)]
struct Decided {
    counts: Counts,
    writes: Vec<Item>,
    troubled: Vec<Item>,
    /// What HubSpot has yet to be told of revoked links. The run has skipped their contacts.
    farewells: Vec<Item>,
}

fn person(inbound: &[InboundMapping], record: &ContactRecord) -> Person {
    let mut person = Person::default();
    for row in inbound {
        let held = |name: &PropertyName| record.properties.get(name.as_str())?.as_deref();
        let value = row
            .property
            .as_ref()
            .and_then(held)
            .or(row.fixed.as_deref())
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned);
        match row.field {
            ReferrerField::FirstName => person.first_name = value,
            ReferrerField::LastName => person.last_name = value,
            ReferrerField::Email => person.email = value,
        }
    }
    person
}
