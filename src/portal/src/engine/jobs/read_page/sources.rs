//! The sources of a run's contacts: all of HubSpot's, the members of lists, or the contacts that failed before.
//!
//! All contacts are read in HubSpot's own pages. The others are known by their ids, and read a hundred at a time.

use domain::ContactId;
use hubspot::contacts::{self, ContactRecord};
use hubspot::{Failure, Reply};

use crate::Portal;
use crate::api_types::requests::OutcomeKind;
use crate::programme::inbound::{self, Inbound, Other};
use crate::storage::error::PortalError;
use crate::tables::outcomes;
use crate::tables::runs::Run;
use crate::tables::syncs::Sync;

/// A page of the contacts that a sync covers.
pub(super) struct Page {
    pub(super) contacts: Vec<ContactRecord>,
    /// The contacts of the lists that HubSpot does not have any more.
    pub(super) gone: Vec<ContactId>,
    /// The cursor of the next page; `None` on the last.
    pub(super) next: Option<String>,
    /// The last contact of a page of all contacts, whether the sync covers it or not.
    pub(super) read_to: Option<ContactId>,
}

impl Portal {
    /// Returns the next contacts of a run that knows their ids: members of lists, or contacts that failed before, as
    /// many as are read at once. `None` if the run reads all contacts.
    pub(super) fn named_contacts(
        &mut self,
        run: &Run,
        sync: &Sync,
    ) -> Result<Option<Vec<ContactId>>, PortalError> {
        let last: Option<ContactId> = run.cursor.as_deref().and_then(|cursor| cursor.parse().ok());
        if let Some(failed) = run.retry_of {
            let kind = Some(OutcomeKind::Failed);
            let most = u32::try_from(contacts::BATCH_LIMIT).unwrap_or(u32::MAX);
            let page = outcomes::page(&self.database, failed, kind, last.as_ref(), most)?;
            return Ok(Some(
                page.into_iter().map(|outcome| outcome.contact_id).collect(),
            ));
        }
        if sync.audience.lists.is_none() {
            return Ok(None);
        }
        let included = &self.snapshot(sync)?.included;
        Ok(Some(included.after(last.as_ref(), contacts::BATCH_LIMIT)))
    }

    /// Returns the mappings that tell the names of the sync's contacts.
    pub(super) fn inbound_of(&mut self, sync: &Sync) -> Result<Inbound, PortalError> {
        let mut others = Vec::new();
        for other in self.other_syncs(sync)? {
            if inbound::differ(sync, &other) {
                let snapshot = self.snapshot(&other)?;
                others.push(Other {
                    sync: other,
                    snapshot,
                });
            }
        }
        Ok(Inbound::of(sync, others))
    }

    /// Filters a page down to the contacts that the sync covers.
    pub(super) fn page_of(
        &mut self,
        run: &Run,
        sync: &Sync,
        reply: &Reply,
    ) -> Result<Result<Page, Failure>, PortalError> {
        let Some(asked) = self.named_contacts(run, sync)? else {
            let page = match contacts::page(reply) {
                Ok(page) => page,
                Err(failure) => return Ok(Err(failure)),
            };
            let snapshot = self.snapshot(sync)?;
            // HubSpot lists contacts in the order of their ids. A run that reads them from the first one again has
            // decided those up to its place.
            let decided = run.read_to.as_ref().map_or(0, number);
            let last = page.contacts.iter().map(|record| &record.id);
            let last = last.max_by_key(|id| number(id)).cloned();
            let included = |record: &ContactRecord| {
                number(&record.id) > decided && !snapshot.excluded.contains(&record.id)
            };
            return Ok(Ok(Page {
                next: page.next,
                read_to: last.filter(|last| number(last) > decided),
                gone: Vec::new(),
                contacts: page.contacts.into_iter().filter(included).collect(),
            }));
        };
        Ok(contacts::records(reply).map(|mut records| {
            // HubSpot answers for a merged contact with the one that it was merged into, which has a place of its own.
            records.retain(|record| asked.contains(&record.id));
            let answered =
                |contact: &&ContactId| records.iter().any(|record| record.id == **contact);
            let full = asked.len() == contacts::BATCH_LIMIT;
            Page {
                next: asked.last().filter(|_| full).map(ToString::to_string),
                read_to: None,
                gone: asked
                    .iter()
                    .filter(|contact| !answered(contact))
                    .cloned()
                    .collect(),
                contacts: records,
            }
        }))
    }
}

/// Returns an id as the number by which HubSpot orders contacts.
fn number(id: &ContactId) -> u64 {
    id.as_str().parse().unwrap_or(u64::MAX)
}
