//! The decision about each contact of a page, in one transaction.
//!
//! New contacts get their code, the values that HubSpot lacks go into the outbox, a contact that needs a person's
//! attention gets an outcome, and the run's cursor moves on.

use vecmap::VecMap;

use domain::write_back::{self, ReferrerValues};
use domain::{ContactId, LinkStatus, PropertyName, RunEvent};
use hubspot::contacts::ContactRecord;
use jiff::Timestamp;

use super::sources::Page;
use crate::Portal;
use crate::api_types::requests::OutcomeKind;
use crate::programme::inbound::Inbound;
use crate::programme::membership::{self, Newcomer};
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::outbox::{self, Item};
use crate::tables::outcomes::{self, Outcome};
use crate::tables::referrers::{self, Person, Referrer};
use crate::tables::runs::{self, Counts, PageEnd, Run};
use crate::tables::syncs::Sync;
use crate::write_back::{outbox as write_back_outbox, values};

impl Portal {
    /// Stores that HubSpot has this sync's values of contacts. Another sync of the campaign may have properties of its
    /// own that HubSpot lacks.
    fn acknowledge(
        &self,
        sync: &Sync,
        contacts: &[&ContactId],
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let mapped = sync.outbound.iter().map(|row| row.property.clone());
        let mapped: Vec<PropertyName> = mapped.collect();
        let written: Vec<_> = contacts
            .iter()
            .map(|contact| (*contact, mapped.as_slice()))
            .collect();
        referrers::acknowledged(&self.database, sync.campaign, &written, now)?;
        referrers::set_linked(&self.database, sync.campaign, contacts, now)
    }

    /// Decides about a page. Runs inside the caller's transaction.
    pub(super) fn decide_page(
        &self,
        run: &Run,
        sync: &Sync,
        (page, inbound): (&Page, &Inbound),
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let records: VecMap<&ContactId, &ContactRecord> = page
            .contacts
            .iter()
            .map(|record| (&record.id, record))
            .collect();
        let contacts: Vec<&ContactId> = records.keys().copied().collect();
        let known = referrers::among(&self.database, sync.campaign, &contacts)?;
        let newcomers: Vec<Newcomer<'_>> = records
            .iter()
            .filter(|(contact, _)| !known.contains_key(**contact))
            .map(|(contact, record)| Newcomer {
                contact,
                person: inbound.person(Person::default(), record),
            })
            .collect();
        membership::enrol(
            &self.database,
            &*self.entropy,
            sync.campaign,
            &newcomers,
            true,
            now,
        )?;

        let campaign = campaigns::get(&self.database, sync.campaign)?;
        let addresses = self.addresses()?;
        let mut decided = Decided::default();
        let mut settled: Vec<&ContactId> = Vec::new();
        let present = referrers::among(&self.database, sync.campaign, &contacts)?;
        for (contact, record) in &records {
            let mut referrer = present
                .get(*contact)
                .ok_or(PortalError::Unreadable("a referrer"))?;
            let person = inbound.person(referrer.person.clone(), record);
            if person != referrer.person {
                referrers::set_person(&self.database, referrer.key(), &person)?;
            }
            // A contact that failed before may have left since. Only a run of the whole audience knows which are back.
            let returned;
            if referrer.away && run.retry_of.is_none() {
                returned = membership::come_back(&self.database, referrer, now)?;
                referrer = &returned;
            }
            if referrer.link_status == LinkStatus::Revoked {
                decided.counts.skipped += 1;
                let outcome = Outcome::link_revoked((*contact).clone());
                outcomes::record(&self.database, run.id, &outcome)?;
                let referral = values::of(referrer, &addresses, &campaign);
                let held = |name: &str| record.properties.get(name)?.as_deref();
                let due = write_back::due(&sync.outbound, &referral, held);
                decided
                    .final_writes
                    .extend(Item::final_write(contact, &due));
                continue;
            }
            let new = known
                .get(*contact)
                .is_none_or(|known| known.synced_at.is_none());
            let seen = SeenContact {
                referrer,
                values: values::of(referrer, &addresses, &campaign),
                new,
                record,
            };
            if decide_contact(sync, &seen, &mut decided) {
                settled.push(contact);
            }
        }
        self.acknowledge(sync, &settled, now)?;
        write_back_outbox::write_lacks_of_others(&self.database, sync, present.values())?;
        let (by_run, read_at) = (Some(run.id), Some(now));
        outbox::add(&self.database, sync.id, by_run, &decided.writes, read_at)?;
        outbox::add(&self.database, sync.id, by_run, &decided.troubled, read_at)?;
        outbox::add(
            &self.database,
            sync.id,
            None,
            &decided.final_writes,
            read_at,
        )?;

        let seen = records.len() + page.others.len();
        decided.counts.seen = u32::try_from(seen).unwrap_or(u32::MAX);
        self.record_others(run, page, &mut decided.counts)?;
        runs::page_decided(
            &self.database,
            run,
            &PageEnd {
                next: page.next.as_deref(),
                read_to: page.read_to.as_ref(),
            },
            decided.counts,
            now,
        )?;
        if page.next.is_none() {
            runs::apply(&self.database, run, RunEvent::LastPageRead, None)?;
        }
        Ok(())
    }
}

impl Portal {
    /// Records the outcomes of the contacts that cannot be decided.
    fn record_others(
        &self,
        run: &Run,
        page: &Page,
        counts: &mut Counts,
    ) -> Result<(), PortalError> {
        for outcome in &page.others {
            outcomes::record(&self.database, run.id, outcome)?;
            match outcome.kind {
                OutcomeKind::Skipped => counts.skipped += 1,
                OutcomeKind::Failed => counts.failed += 1,
            }
        }
        Ok(())
    }
}

/// Decides which values of a contact to write. Returns true if HubSpot turns out to have everything already, although
/// no earlier write was confirmed.
fn decide_contact(sync: &Sync, seen: &SeenContact<'_>, decided: &mut Decided) -> bool {
    let SeenContact {
        referrer,
        values,
        new,
        record,
    } = seen;
    let held = |name: &str| record.properties.get(name)?.as_deref();
    let due = write_back::due(&sync.outbound, values, held);
    if due.is_empty() {
        if *new {
            decided.counts.linked += 1;
        } else {
            decided.counts.unchanged += 1;
        }
        return *new || referrer.sync_problem.is_some() || referrer.unwritten.is_some();
    }
    let properties = due.into_iter().map(|row| row.property.clone()).collect();
    let item = Item {
        contact: referrer.contact.clone(),
        new: *new,
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

/// A contact as HubSpot has it, with its referrer.
struct SeenContact<'a> {
    referrer: &'a Referrer,
    /// The values that HubSpot should have.
    values: ReferrerValues,
    /// Whether HubSpot does not show the link yet, as far as Goodword knows.
    new: bool,
    record: &'a ContactRecord,
}

/// The decisions about a page.
#[derive(Default)]
struct Decided {
    counts: Counts,
    writes: Vec<Item>,
    troubled: Vec<Item>,
    /// The final writes of revoked links. The run has skipped their contacts.
    final_writes: Vec<Item>,
}
