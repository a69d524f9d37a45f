//! The values of a batch at the moment when it is sent.

use vecmap::VecSet;

use domain::{ContactId, LinkStatus, PropertyName, ReferralField, Slug, WriteMode, write_back};
use hubspot::contacts::{self, Answer, ContactRecord, ContactUpdate};
use jiff::Timestamp;

use super::sent::{Aside, Sent};
use crate::Portal;
use crate::engine::write_notes::{FRESH, Looked};
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::link_blocks;
use crate::tables::outbox::{Batch, Item};
use crate::tables::referrers;
use crate::tables::slugs;
use crate::tables::syncs::{self, Sync};
use crate::write_back::values;

/// The next step for a batch.
pub(super) enum Step {
    /// Nothing yet: the link index lacks a link, or another write of a contact is in flight.
    Wait,
    /// Read these properties of these contacts.
    Look(Vec<ContactId>, Vec<String>),
    /// Write these values.
    Write(Vec<ContactUpdate>, Sent),
}

impl Portal {
    /// Returns the next step for a batch.
    pub(super) fn next_step(&self, batch: &Batch, now: Timestamp) -> Result<Step, PortalError> {
        let sync = syncs::get(&self.database, batch.sync)?;
        let ids: Vec<&ContactId> = batch.items.iter().map(|item| &item.contact).collect();
        let busy = self.memory.in_flight.contacts();
        if ids.iter().any(|id| busy.contains(id)) {
            return Ok(Step::Wait);
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
            return Ok(Step::Wait);
        }
        let is_fresh = |at: Timestamp| now.duration_since(at) <= FRESH;
        let looked = self.memory.writes.looked.get(&batch.id);
        let looked = looked.filter(|looked| is_fresh(looked.at));
        // A run may have written the values of such a contact meanwhile.
        let is_first = referrers
            .values()
            .any(|referrer| referrer.synced_at.is_none());
        if looked.is_none() && needs_look(batch, &sync, is_first, is_fresh) {
            let properties = properties_read(batch, &sync);
            return Ok(Step::Look(ids.into_iter().cloned().collect(), properties));
        }
        let addresses = self.addresses()?;
        let campaign = campaigns::get(&self.database, sync.campaign)?;
        let mut updates = Vec::new();
        let mut sent = Sent {
            contacts: Vec::new(),
            aside: Vec::new(),
        };
        for item in &batch.items {
            let Some(referrer) = referrers.get(&item.contact) else {
                sent.aside.push((item.contact.clone(), Aside::Right));
                continue;
            };
            let record = match record_of(looked, item) {
                Ok(record) => record,
                Err(aside) => {
                    sent.aside.push((item.contact.clone(), aside));
                    continue;
                }
            };
            let revoked = referrer.link_status == LinkStatus::Revoked;
            // For a revoked link, Goodword writes its status alone.
            let planned: Vec<PropertyName> = item
                .properties
                .iter()
                .filter(|name| !revoked || shows_status(&sync, name))
                .cloned()
                .collect();
            let values = values::of(referrer, &addresses, &campaign);
            let mut due = write_back::still_mapped(&sync.outbound, &planned);
            if let Some(record) = record {
                let held = |name: &PropertyName| record.value(name.as_str());
                due.retain(|row| write_back::is_row_due(row, &values, held(&row.property)));
            }
            let id = item.contact.clone();
            if due.is_empty() {
                let aside = if revoked {
                    Aside::Revoked
                } else {
                    Aside::Right
                };
                sent.aside.push((id, aside));
                continue;
            }
            let properties = due
                .into_iter()
                .map(|row| (row.property.to_string(), values.value(row.field)))
                .collect();
            sent.contacts.push((id.clone(), planned));
            updates.push(ContactUpdate { id, properties });
        }
        Ok(Step::Write(updates, sent))
    }
}

/// Returns whether the values in HubSpot must be read before the batch is written.
fn needs_look(
    batch: &Batch,
    sync: &Sync,
    is_first: bool,
    is_fresh: impl Fn(Timestamp) -> bool,
) -> bool {
    // Values that were forgotten may be right by now: a write whose answer is lost with a connection may have acted.
    let forgotten = (batch.run.is_some() || is_first) && batch.read_at.is_none();
    if batch.failures > 0 || batch.unconfirmed > 0 || forgotten {
        return true;
    }
    let planned = |name: &PropertyName| {
        let mut items = batch.items.iter();
        items.any(|item| item.properties.contains(name))
    };
    let mut conditional = sync
        .outbound
        .iter()
        .filter(|row| row.mode == WriteMode::IfEmpty && planned(&row.property));
    conditional.next().is_some() && !batch.read_at.is_some_and(is_fresh)
}

/// Returns the properties to read: those of the batch, and those that name merged contacts.
fn properties_read(batch: &Batch, sync: &Sync) -> Vec<String> {
    let planned: VecSet<&PropertyName> = batch
        .items
        .iter()
        .flat_map(|item| &item.properties)
        .collect();
    let mapped = sync.outbound.iter().map(|row| &row.property);
    let read = mapped.filter(|name| planned.contains(name));
    let read = read.map(ToString::to_string);
    read.chain(contacts::MERGED.map(str::to_owned)).collect()
}

/// Returns a contact's record, if the batch was looked at. A contact that has none is not written.
fn record_of<'l>(
    looked: Option<&'l Looked>,
    item: &Item,
) -> Result<Option<&'l ContactRecord>, Aside> {
    let Some(looked) = looked else {
        return Ok(None);
    };
    match looked.answers.get(&item.contact) {
        Some(Answer::Found(record)) if record.id == item.contact => Ok(Some(record)),
        Some(Answer::Found(survivor)) => Err(Aside::Merged(survivor.id.clone())),
        Some(Answer::Gone) | None => Err(Aside::Gone),
    }
}

fn shows_status(sync: &Sync, name: &PropertyName) -> bool {
    let mut rows = sync.outbound.iter();
    rows.any(|row| row.field == ReferralField::LinkStatus && row.property == *name)
}
