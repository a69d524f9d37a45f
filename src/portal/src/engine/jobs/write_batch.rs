//! The job that writes a batch of the outbox, and records an outcome for each of its contacts.
//!
//! A batch that HubSpot refuses is halved until only the contact that it refuses is left.
//!
//! Invariants: the values are taken from the tables when a batch is sent; no two writes of one contact are in flight
//! together; a link is written only once the link index has it; for a revoked link, its status alone is written.

use vecmap::VecSet;

use domain::{ContactId, LinkStatus, ReferralField, RunId, Slug};
use hubspot::contacts::{self, BatchAnswer, ContactUpdate};
use hubspot::{NoReply, Rejection, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::api_types::requests::OutcomeKind;
use crate::engine::back_off::Subject;
use crate::engine::batch_answers::Fates;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed, Pool};
use crate::engine::planning::Planning;
use crate::programme::membership;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::link_blocks;
use crate::tables::outbox::{self, Batch, Item};
use crate::tables::outcomes::{self, Outcome};
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::referrers;
use crate::tables::runs::{self, Counts};
use crate::tables::slugs;
use crate::tables::syncs;
use crate::write_back::values;

/// Batches looked at in one round: those in flight, those that wait, and the next ones.
const BATCHES_LOOKED_AT: u32 = 24;
/// Writes in flight together. A page can be read beside them.
const WRITES: Pool = Pool {
    name: "writes",
    most: 4,
};
/// How often HubSpot may leave a contact unmentioned before it counts as failed.
const MAX_UNCONFIRMED: u32 = 3;

const fn subject(batch: u32) -> Subject {
    Subject::new("batch").numbered(batch).delaying_all_runs()
}

/// Writes a batch.
#[derive(Debug)]
struct WriteBatch {
    batch: u32,
    /// The contacts in the call.
    sent: Vec<ContactId>,
}

impl Job for WriteBatch {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        subject(self.batch)
    }

    fn run(&self, portal: &Portal) -> Result<Option<RunId>, PortalError> {
        let batch = outbox::get(&portal.database, self.batch)?;
        Ok(batch.and_then(|batch| batch.run))
    }

    fn contacts(&self) -> Vec<&ContactId> {
        self.sent.iter().collect()
    }

    fn pool(&self) -> Option<Pool> {
        Some(WRITES)
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let (subject, sent, now) = (self.subject(), self.sent.as_slice(), flight.now);
        let Some(batch) = outbox::get(&portal.database, self.batch)? else {
            return Ok(());
        };
        let rejection = match understood(result, contacts::updated) {
            Ok(answer) => {
                portal.memory.back_off.recover(subject);
                return portal.take_batch_answer(&batch, sent, answer, now);
            }
            Err(failure) => match portal.handle_failure(subject, batch.run, failure, flight)? {
                Some(rejection) => rejection,
                None => return Ok(()),
            },
        };
        portal.memory.back_off.recover(subject);
        if rejection.names_missing_property() {
            return portal.property_is_missing(&batch, &rejection, now);
        }
        match sent {
            [only] => {
                let conclusion = Conclusion {
                    sent,
                    failed: vec![Outcome::refused(only.clone(), &rejection)],
                    ..Conclusion::default()
                };
                portal.conclude(&batch, conclusion, now)
            }
            _ => portal.halve(&batch),
        }
    }
}

impl Portal {
    pub(super) fn plan_writing(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        for (id, _) in outbox::waiting(&self.database, BATCHES_LOOKED_AT)? {
            if self.memory.in_flight.room_in(WRITES) == 0 {
                return Ok(());
            }
            if !self.is_free(subject(id), planning) {
                continue;
            }
            if !self.has_room(planning) {
                return Ok(());
            }
            let Some(batch) = outbox::get(&self.database, id)? else {
                continue;
            };
            let Some(updates) = self.render_batch(&batch)? else {
                continue;
            };
            if updates.is_empty() {
                // Every link in it was revoked since.
                self.conclude(&batch, Conclusion::default(), planning.now)?;
                planning.wake(planning.now);
                continue;
            }
            let sent = updates.iter().map(|update| update.id.clone()).collect();
            let job = WriteBatch { batch: id, sent };
            self.begin_call(job, contacts::update(&updates), planning)?;
        }
        Ok(())
    }

    /// Returns the batch with the present values; `None` if it has to wait for the link index or for another write.
    fn render_batch(&self, batch: &Batch) -> Result<Option<Vec<ContactUpdate>>, PortalError> {
        let sync = syncs::get(&self.database, batch.sync)?;
        let ids: Vec<&ContactId> = batch.items.iter().map(|item| &item.contact).collect();
        let busy = self.memory.in_flight.contacts();
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
                // For a revoked link, Goodword writes its status alone.
                .filter(|row| !revoked || row.field == ReferralField::LinkStatus)
                .map(|row| (row.property.to_string(), referral.value(row.field)))
                .collect();
            let id = item.contact.clone();
            (!properties.is_empty()).then_some(ContactUpdate { id, properties })
        });
        Ok(Some(updates.collect()))
    }

    /// Records HubSpot's answer to a batch.
    fn take_batch_answer(
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
        if batch.unconfirmed + 1 >= MAX_UNCONFIRMED && silent.len() <= 1 {
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

    /// Halves a batch.
    fn halve(&self, batch: &Batch) -> Result<(), PortalError> {
        self.database.atomically(|| {
            self.put_back(batch, &batch.items, batch.unconfirmed)?;
            outbox::remove(&self.database, batch.id)
        })
    }

    /// Sends the run back to its properties, because a missing property is not the contact's fault.
    fn property_is_missing(
        &mut self,
        batch: &Batch,
        rejection: &Rejection,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        if let Some(run) = batch.run {
            return self.doubt_properties(run, &rejection.message);
        }
        // The contact was enrolled on the card. The sync's next run will find what is wrong.
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
}

/// The results of a batch's contacts.
#[derive(Default)]
struct Conclusion<'a> {
    /// The contacts in the call.
    sent: &'a [ContactId],
    updated: VecSet<ContactId>,
    failed: Vec<Outcome>,
    /// The contacts that HubSpot did not mention. They are sent again.
    silent: Vec<Item>,
}
