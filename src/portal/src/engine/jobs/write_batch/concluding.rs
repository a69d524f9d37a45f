//! The end of a call for a batch: an outcome for each contact, or its return into the outbox.

use vecmap::VecSet;

use domain::{ContactId, PropertyName};
use jiff::Timestamp;

use super::sent::{Aside, Sent};
use crate::Portal;
use crate::programme::membership;
use crate::storage::error::PortalError;
use crate::tables::outbox::{self, Batch, Item};
use crate::tables::outcomes::{self, Outcome};
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::referrers;
use crate::tables::runs::{self, Counts};
use crate::tables::syncs;

/// The results of a batch's contacts. A contact in none of them keeps its place in the outbox only if it is in `back`.
#[derive(Default)]
pub(super) struct Conclusion {
    /// The contacts whose values HubSpot took, each with the properties that it has now.
    pub(super) written: Vec<(ContactId, Vec<PropertyName>)>,
    pub(super) failed: Vec<Outcome>,
    pub(super) aside: Vec<(ContactId, Aside)>,
    /// The contacts that are sent again, as new batches.
    pub(super) back: Vec<Back>,
}

/// Contacts that are sent again.
pub(super) struct Back {
    pub(super) items: Vec<Item>,
    pub(super) unconfirmed: u32,
    pub(super) failures: u32,
}

impl Conclusion {
    /// Concludes a batch for which no call is needed.
    pub(super) fn without_call(sent: &Sent) -> Self {
        Self {
            aside: sent.aside.clone(),
            ..Self::default()
        }
    }

    /// Concludes a batch whose contacts have failed.
    pub(super) fn failing(failed: Vec<Outcome>) -> Self {
        Self {
            failed,
            ..Self::default()
        }
    }
}

impl Portal {
    /// Records an outcome for each contact of a batch, or puts it back into the outbox.
    pub(super) fn conclude(
        &mut self,
        batch: &Batch,
        conclusion: Conclusion,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Conclusion {
            mut written,
            mut failed,
            aside,
            back,
        } = conclusion;
        let sync = syncs::get(&self.database, batch.sync)?;
        let campaign = sync.campaign;
        let mapped: Vec<PropertyName> = sync.outbound.into_iter().map(|row| row.property).collect();
        let item_of = |contact: &ContactId| {
            let mut items = batch.items.iter();
            items.find(|item| item.contact == *contact)
        };
        let is_new = |contact: &ContactId| item_of(contact).is_some_and(|item| item.new);
        let mut counts = Counts::default();
        // A write that failed or was not confirmed may have acted.
        let may_have_acted = batch.failures > 0 || batch.unconfirmed > 0;
        for (contact, _) in &written {
            count_success(&mut counts, is_new(contact), true);
        }
        let mut skipped = Vec::new();
        for (contact, why) in aside {
            match why {
                Aside::Right => {
                    count_success(&mut counts, is_new(&contact), may_have_acted);
                    let properties = item_of(&contact).map(|item| item.properties.clone());
                    written.push((contact, properties.unwrap_or_default()));
                }
                Aside::Revoked => skipped.push(Outcome::link_revoked(contact)),
                Aside::Gone => failed.push(Outcome::lost(contact, None)),
                Aside::Merged(into) => failed.push(Outcome::lost(contact, Some(&into))),
            }
        }
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        counts.failed = count(failed.len());
        counts.skipped = count(skipped.len());
        self.memory.writes.forget(batch.id);
        self.database.atomically(|| {
            let taken: Vec<(&ContactId, &[PropertyName])> = written
                .iter()
                .map(|(contact, properties)| {
                    // A run puts all that HubSpot lacks into the outbox.
                    let all = batch.run.map_or(properties, |_| &mapped);
                    (contact, all.as_slice())
                })
                .collect();
            referrers::acknowledged(&self.database, campaign, &taken, now)?;
            if batch.run.is_some() {
                let linked: Vec<_> = taken.iter().map(|(contact, _)| *contact).collect();
                referrers::set_linked(&self.database, campaign, &linked, now)?;
            }
            for outcome in &failed {
                let contact = &outcome.contact;
                let key = ReferrerKey { campaign, contact };
                let properties = item_of(contact).map_or(&[][..], |item| &item.properties);
                let what = (is_new(contact), properties);
                membership::refused(&self.database, key, what, &outcome.detail, now)?;
            }
            if let Some(run) = batch.run {
                for outcome in failed.iter().chain(&skipped) {
                    outcomes::record(&self.database, run, outcome)?;
                }
                runs::add_counts(&self.database, run, counts)?;
            }
            for Back {
                items,
                unconfirmed,
                failures,
            } in &back
            {
                let as_before = Batch {
                    unconfirmed: *unconfirmed,
                    failures: *failures,
                    ..batch.clone()
                };
                outbox::put_back(&self.database, &as_before, items)?;
            }
            outbox::remove(&self.database, batch.id)
        })
    }

    /// Halves a batch.
    pub(super) fn halve(&mut self, batch: &Batch) -> Result<(), PortalError> {
        let (first, second) = batch.items.split_at(batch.items.len() / 2);
        self.part(batch, first, second)
    }

    /// Parts a batch into these contacts and the others.
    pub(super) fn separate(
        &mut self,
        batch: &Batch,
        apart: &VecSet<ContactId>,
    ) -> Result<(), PortalError> {
        let items = batch.items.iter().cloned();
        let (first, second): (Vec<Item>, Vec<Item>) =
            items.partition(|item| apart.contains(&item.contact));
        self.part(batch, &first, &second)
    }

    /// Parts a batch. The failures so far may be those of either part, and count against none. But each part is read
    /// first: a write that failed may have acted.
    fn part(&mut self, batch: &Batch, first: &[Item], second: &[Item]) -> Result<(), PortalError> {
        self.memory.writes.forget(batch.id);
        let unfailed = Batch {
            failures: 0,
            read_at: batch.read_at.filter(|_| batch.failures == 0),
            ..batch.clone()
        };
        self.database.atomically(|| {
            outbox::put_back(&self.database, &unfailed, first)?;
            outbox::put_back(&self.database, &unfailed, second)?;
            outbox::remove(&self.database, batch.id)
        })
    }
}

fn count_success(counts: &mut Counts, is_new: bool, is_written: bool) {
    let counted = if is_new {
        &mut counts.linked
    } else if is_written {
        &mut counts.updated
    } else {
        &mut counts.unchanged
    };
    *counted += 1;
}
