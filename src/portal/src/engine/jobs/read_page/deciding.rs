//! Deciding: what to do about each contact of a page, in one transaction.
//!
//! Newcomers get their code, what HubSpot lacks goes into the outbox, who needs a person's eye gets an outcome, and
//! the run's cursor moves on.

use vecmap::VecMap;

use domain::write_back::{self, Referral};
use domain::{ContactId, LinkStatus, RunEvent};
use hubspot::contacts::ContactRecord;
use jiff::Timestamp;

use crate::Portal;
use crate::engine::jobs::read_page::sources::Page;
use crate::programme::membership::{self, Newcomer};
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::outbox::{self, Item};
use crate::tables::outcomes::{self, Outcome};
use crate::tables::referrers::{self, Person, Referrer};
use crate::tables::runs::{self, Counts, Run};
use crate::tables::syncs::Sync;
use crate::write_back::values;

impl Portal {
    pub(in crate::engine) fn decide_page(
        &self,
        run: &Run,
        sync: &Sync,
        page: &Page,
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
                person: Person::of_record(&sync.inbound, record),
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
            let person = Person::of_record(&sync.inbound, record);
            if person != referrer.person {
                referrers::set_person(&self.database, referrer.key(), &person)?;
            }
            // Who failed before may have left since: only a run of the whole audience knows who is back.
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
                decided.farewells.extend(Item::final_write(contact, &due));
                continue;
            }
            // HubSpot does not show the link yet, as far as is known.
            let new = known
                .get(*contact)
                .is_none_or(|known| known.synced_at.is_none());
            let referral = values::of(referrer, &addresses, &campaign);
            if decide_contact((sync, &referral), referrer, new, record, &mut decided) {
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
        runs::page_decided(
            &self.database,
            run,
            page.next.as_deref(),
            decided.counts,
            now,
        )?;
        if page.next.is_none() {
            runs::apply(&self.database, run, RunEvent::LastPageRead, None)?;
        }
        Ok(())
    }
}

/// Decides what to write of a contact. True if HubSpot turns out to have everything already that an
/// earlier write was not known to have brought.
fn decide_contact(
    (sync, referral): (&Sync, &Referral),
    referrer: &Referrer,
    new: bool,
    record: &ContactRecord,
    decided: &mut Decided,
) -> bool {
    let held = |name: &str| record.properties.get(name)?.as_deref();
    let due = write_back::due(&sync.outbound, referral, held);
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

#[derive(Default)]
struct Decided {
    counts: Counts,
    writes: Vec<Item>,
    troubled: Vec<Item>,
    /// What HubSpot has yet to be told of revoked links. The run has skipped their contacts.
    farewells: Vec<Item>,
}
