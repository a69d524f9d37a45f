//! Writing: batches of the outbox, and an outcome for each of their contacts.
//!
//! A batch that HubSpot refuses is halved until only the contact that it refuses is left. Values are
//! taken from the tables when a batch is sent; no two writes of one contact are in flight together; nothing is
//! sent of a link that the link index does not have yet, nor of one that was revoked.

use vecmap::VecSet;

use domain::{ContactId, LinkStatus, ReferralField, RunEvent, RunId, Slug};
use hubspot::contacts::{self, BatchAnswer, ContactUpdate};
use hubspot::{NoReply, Rejection, Reply};
use jiff::Timestamp;

use crate::api_types::requests::OutcomeKind;
use crate::engine::batch_answers::Fates;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::engine::understood;
use crate::programme::membership;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::link_blocks;
use crate::tables::outbox::{self, Batch, Item};
use crate::tables::outcomes::{self, Outcome};
use crate::tables::referrers::{self, ReferrerKey};
use crate::tables::runs::{self, Counts, Run};
use crate::tables::slugs;
use crate::tables::syncs;
use crate::write_back::values;
use crate::{Portal, programme};

/// Batches looked at in one round: those in flight, those that wait, and the next ones.
const BATCHES_LOOKED_AT: u32 = 24;
/// Writes in flight together; a page can be read beside them.
const MOST_WRITES: usize = 4;
/// How often HubSpot may leave a contact unmentioned before it counts as failed.
const MOST_UNCONFIRMED: u32 = 3;
/// How often a run looks at its properties again before a person has to.
const MOST_DOUBTS: u32 = 3;
/// The pause between two runs of an ongoing sync is at least so many times the run's length: sweeps take
/// at most a third of what HubSpot allows the app in an account, and leave the rest to write-backs.
const PAUSE_PER_RUN: i32 = 2;

impl Portal {
    pub(in crate::engine) fn plan_writing(
        &mut self,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        for (id, _) in outbox::waiting(&self.database, BATCHES_LOOKED_AT)? {
            let writes = self
                .memory
                .flights
                .count(|task| matches!(task, Task::Write { .. }));
            if writes >= MOST_WRITES {
                return Ok(());
            }
            let task = Task::Write {
                batch: id,
                sent: Vec::new(),
            };
            if !self.is_free(&task, planning) {
                continue;
            }
            if !self.has_room(planning) {
                return Ok(());
            }
            let Some(batch) = outbox::get(&self.database, id)? else {
                continue;
            };
            let Some(updates) = self.render(&batch)? else {
                continue;
            };
            if updates.is_empty() {
                // Every link in it was revoked since.
                self.conclude(&batch, Conclusion::default(), planning.now)?;
                planning.wake(planning.now);
                continue;
            }
            let sent = updates.iter().map(|update| update.id.clone()).collect();
            self.begin_call(
                Task::Write { batch: id, sent },
                contacts::update(&updates),
                planning,
            )?;
        }
        Ok(())
    }

    /// The batch with today's values; `None` if it has to wait for the link index or for another write.
    fn render(&self, batch: &Batch) -> Result<Option<Vec<ContactUpdate>>, PortalError> {
        let sync = syncs::get(&self.database, batch.sync)?;
        let ids: Vec<&ContactId> = batch.items.iter().map(|item| &item.contact).collect();
        let busy = self.memory.flights.contacts();
        if ids.iter().any(|id| busy.contains(id)) {
            return Ok(None);
        }
        let referrers = referrers::among(&self.database, sync.campaign, &ids)?;
        let needed: VecSet<u32> = referrers
            .values()
            .filter(|referrer| referrer.link_status != LinkStatus::Revoked)
            .map(|referrer| referrer.code.block())
            .collect();
        let needed: Vec<u32> = needed.into_iter().collect();
        let slugs: Vec<&Slug> = referrers
            .values()
            .filter_map(|referrer| referrer.slug.as_ref())
            .collect();
        if !(link_blocks::are_published(&self.database, &needed)?
            && slugs::are_published(&self.database, &slugs)?)
        {
            return Ok(None);
        }
        let addresses = self.addresses()?;
        let campaign = campaigns::get(&self.database, sync.campaign)?;
        let updates = batch.items.iter().filter_map(|item| {
            let referrer = referrers.get(&item.contact)?;
            let revoked = referrer.link_status == LinkStatus::Revoked;
            let referral = values::of(referrer, &addresses, &campaign);
            let properties: Vec<_> = sync
                .outbound
                .iter()
                .filter(|row| item.properties.contains(&row.property))
                // Of a revoked link, nothing is written but that it was.
                .filter(|row| !revoked || row.field == ReferralField::LinkStatus)
                .map(|row| (row.property.to_string(), referral.value(row.field)))
                .collect();
            let id = item.contact.clone();
            (!properties.is_empty()).then_some(ContactUpdate { id, properties })
        });
        Ok(Some(updates.collect()))
    }

    pub(in crate::engine) fn written(
        &mut self,
        batch: u32,
        sent: &[ContactId],
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Task::Write {
            batch,
            sent: Vec::new(),
        }
        .subject();
        let Some(batch) = outbox::get(&self.database, batch)? else {
            return Ok(());
        };
        let rejection = match understood(outcome, contacts::updated) {
            Ok(answer) => {
                self.memory.patience.forget(subject);
                return self.take_answer(&batch, sent, answer, now);
            }
            Err(failure) => match self.heed(subject, batch.run, grant_version, failure, now)? {
                Some(rejection) => rejection,
                None => return Ok(()),
            },
        };
        self.memory.patience.forget(subject);
        if rejection.names_missing_property() {
            return self.property_is_missing(&batch, &rejection, now);
        }
        match sent {
            [only] => {
                let failed = vec![Outcome::refused(only.clone(), &rejection)];
                self.conclude(
                    &batch,
                    Conclusion {
                        sent,
                        failed,
                        ..Conclusion::default()
                    },
                    now,
                )
            }
            _ => self.halve(&batch),
        }
    }

    fn take_answer(
        &mut self,
        batch: &Batch,
        sent: &[ContactId],
        answer: BatchAnswer,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        if let Some((_, rejection)) = answer
            .refused
            .iter()
            .find(|(_, rejection)| rejection.names_missing_property())
        {
            return self.property_is_missing(batch, rejection, now);
        }
        let fates = Fates::of(sent, answer);
        let refused = fates.refused.into_iter();
        let mut failed: Vec<Outcome> = refused
            .map(|(contact, rejection)| Outcome::refused(contact, &rejection))
            .collect();
        let silent = batch.items.iter();
        let mut silent: Vec<Item> = silent
            .filter(|item| fates.silent.contains(&item.contact))
            .cloned()
            .collect();
        if batch.unconfirmed + 1 >= MOST_UNCONFIRMED && silent.len() <= 1 {
            failed.extend(
                silent
                    .drain(..)
                    .map(|item| Outcome::unconfirmed(item.contact)),
            );
        }
        self.conclude(
            batch,
            Conclusion {
                sent,
                updated: fates.updated,
                failed,
                silent,
            },
            now,
        )
    }

    /// Records an outcome for each contact of a batch, or puts it back into the outbox.
    fn conclude(
        &self,
        batch: &Batch,
        conclusion: Conclusion<'_>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Conclusion {
            sent,
            updated,
            failed,
            silent,
        } = conclusion;
        let sync = syncs::get(&self.database, batch.sync)?;
        let items = || batch.items.iter();
        let revoked: Vec<Outcome> = items()
            .filter(|item| !sent.contains(&item.contact))
            .map(|item| Outcome::link_revoked(item.contact.clone()))
            .collect();
        let confirmed: Vec<&Item> = items()
            .filter(|item| updated.contains(&item.contact))
            .collect();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let linked = confirmed.iter().filter(|item| item.new).count();
        let counts = Counts {
            linked: count(linked),
            updated: count(confirmed.len() - linked),
            failed: count(failed.len()),
            skipped: count(revoked.len()),
            ..Counts::default()
        };
        self.database.atomically(|| {
            let contacts: Vec<_> = confirmed.iter().map(|item| &item.contact).collect();
            referrers::acknowledged(&self.database, sync.campaign, &contacts, now)?;
            for outcome in failed.iter().chain(&revoked) {
                if outcome.kind == OutcomeKind::Failed {
                    let (contact, why) = (&outcome.contact, &outcome.detail);
                    let new = items().any(|item| item.contact == *contact && item.new);
                    let key = ReferrerKey {
                        campaign: sync.campaign,
                        contact,
                    };
                    membership::refused(&self.database, key, new, why, now)?;
                }
                if let Some(run) = batch.run {
                    outcomes::record(&self.database, run, outcome)?;
                }
            }
            if let Some(run) = batch.run {
                runs::add_counts(&self.database, run, counts)?;
            }
            self.put_back(batch, &silent, batch.unconfirmed + 1)?;
            outbox::remove(&self.database, batch.id)
        })
    }

    /// Puts contacts back into the outbox, in halves where all of the batch came back.
    fn put_back(&self, batch: &Batch, items: &[Item], unconfirmed: u32) -> Result<(), PortalError> {
        let whole = items.len() == batch.items.len() && items.len() > 1;
        let middle = if whole { items.len() / 2 } else { 0 };
        let (first, second) = items.split_at(middle);
        outbox::add(&self.database, batch.sync, batch.run, first, unconfirmed)?;
        outbox::add(&self.database, batch.sync, batch.run, second, unconfirmed)
    }

    fn halve(&self, batch: &Batch) -> Result<(), PortalError> {
        self.database.atomically(|| {
            self.put_back(batch, &batch.items, batch.unconfirmed)?;
            outbox::remove(&self.database, batch.id)
        })
    }

    /// A property is not the contact's fault: the run looks at its properties again.
    fn property_is_missing(
        &mut self,
        batch: &Batch,
        rejection: &Rejection,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        if let Some(run) = batch.run {
            return self.doubt_properties(run, &rejection.message);
        }
        // Enrolled on the card: the next run of the sync will tell what is wrong.
        let all: Vec<ContactId> = batch
            .items
            .iter()
            .map(|item| item.contact.clone())
            .collect();
        let failed = all
            .iter()
            .map(|contact| Outcome::refused(contact.clone(), rejection))
            .collect();
        self.conclude(
            batch,
            Conclusion {
                sent: &all,
                failed,
                ..Conclusion::default()
            },
            now,
        )
    }

    /// Sends a run back to look at its properties; after a few times it waits for a person.
    pub(in crate::engine) fn doubt_properties(
        &mut self,
        run: RunId,
        why: &str,
    ) -> Result<(), PortalError> {
        let run = runs::get(&self.database, run)?;
        if run.state.is_over() {
            return Ok(());
        }
        let doubts = self.database.atomically(|| {
            runs::apply(&self.database, &run, RunEvent::PropertiesDoubted, None)?;
            runs::add_doubt(&self.database, &run)
        })?;
        if doubts > MOST_DOUBTS {
            self.hold_for_properties(run.id, &format!("HubSpot refused the properties: {why}"))?;
        }
        Ok(())
    }

    /// Ends a run whose every contact has its outcome.
    pub(in crate::engine) fn end_if_all_written(
        &self,
        run: &Run,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        if outbox::count_of_run(&self.database, run.id)? > 0 {
            return Ok(());
        }
        let took = now.duration_since(run.started_at);
        let pause = (took * PAUSE_PER_RUN).max(self.settings.sweep_interval);
        let next = now.saturating_add(pause).ok();
        self.database.atomically(|| {
            programme::runs::end(&self.database, run, RunEvent::AllWritten, |_| next, now)
        })
    }
}

/// What became of a batch's contacts.
#[derive(Default)]
struct Conclusion<'a> {
    /// Those that were in the call.
    sent: &'a [ContactId],
    updated: VecSet<ContactId>,
    failed: Vec<Outcome>,
    /// Those that HubSpot did not speak of: to be sent again.
    silent: Vec<Item>,
}
