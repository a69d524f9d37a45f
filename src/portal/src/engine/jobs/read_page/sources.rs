//! Where a run's contacts come from: all of HubSpot's, the members of lists, or those who failed before.
//!
//! All contacts are walked in HubSpot's own pages. The others are known by name, and asked for a hundred at a time.

use domain::ContactId;
use hubspot::contacts::{self, ContactRecord};
use hubspot::{Failure, Reply};

use crate::Portal;
use crate::api_types::requests::OutcomeKind;
use crate::storage::error::PortalError;
use crate::tables::outcomes;
use crate::tables::runs::Run;
use crate::tables::syncs::Sync;

/// A page of the contacts that a sync covers.
pub(in crate::engine) struct Page {
    pub(in crate::engine) contacts: Vec<ContactRecord>,
    /// Those of the lists that HubSpot does not have any more.
    pub(in crate::engine) gone: Vec<ContactId>,
    /// Where the next page begins; `None` on the last.
    pub(in crate::engine) next: Option<String>,
}

impl Portal {
    /// The next contacts of a run that knows them by name: those of lists, or those who failed before, as many as
    /// are read at once. `None` if all contacts are to be walked.
    pub(in crate::engine) fn asked_by_name(
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
        let included = &self.roll(sync)?.included;
        Ok(Some(included.after(last.as_ref(), contacts::BATCH_LIMIT)))
    }

    /// What of a page of all contacts, or of the answer about the next ones of the lists, is the sync's.
    pub(in crate::engine) fn page_of(
        &mut self,
        run: &Run,
        sync: &Sync,
        reply: &Reply,
    ) -> Result<Result<Page, Failure>, PortalError> {
        let Some(asked) = self.asked_by_name(run, sync)? else {
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
        };
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
}
