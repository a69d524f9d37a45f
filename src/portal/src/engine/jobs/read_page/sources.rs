//! The sources of a run's contacts: all of HubSpot's, the members of lists, or the contacts that failed before.
//!
//! All contacts are read in HubSpot's own pages. The others are known by their ids, and read a hundred at a time.

use domain::ContactId;
use hubspot::contacts::{self, ContactRecord};
use hubspot::paging::leads_on;
use hubspot::{Call, Failure, Reply};

use crate::Portal;
use crate::api_types::requests::OutcomeKind;
use crate::contact_facts::{NamedContacts, Seen};
use crate::programme::inbound::{self, Inbound, Other};
use crate::storage::error::PortalError;
use crate::tables::outcomes::{self, Outcome};
use crate::tables::runs::Run;
use crate::tables::syncs::Sync;

/// A page of the contacts that a sync covers.
#[derive(Default)]
pub(super) struct Page {
    pub(super) contacts: Vec<ContactRecord>,
    /// The outcomes of the contacts that HubSpot does not have or does not show.
    pub(super) others: Vec<Outcome>,
    /// The cursor of the next page; `None` on the last.
    pub(super) next: Option<String>,
    /// Whether this page of all contacts is no good end: it is empty, or its cursor leads back.
    pub(super) breaks_off: bool,
    /// The last contact of a page of all contacts, whether the sync covers it or not.
    pub(super) read_to: Option<ContactId>,
}

/// A page of contacts that are read by their ids, while they are read.
#[derive(Debug)]
pub(crate) struct NamedPage {
    /// The run's cursor before the page.
    cursor: Option<String>,
    contacts: NamedContacts,
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

    /// Returns the next call for a page of contacts that are read by their ids.
    pub(super) fn call_for_named(
        &mut self,
        run: &Run,
        properties: &[&str],
        named: &[ContactId],
    ) -> Option<Call> {
        let under_way = self.memory.named_pages.get(&run.id);
        if under_way.is_none_or(|page| page.cursor != run.cursor) {
            let properties = properties.iter().copied().map(str::to_owned);
            let page = NamedPage {
                cursor: run.cursor.clone(),
                contacts: NamedContacts::of(named, properties),
            };
            self.memory.named_pages.insert(run.id, page);
        }
        self.memory.named_pages.get(&run.id)?.contacts.call()
    }

    /// Reads the reply to the run's last call, and filters the page down to the contacts that the sync covers. `None`
    /// while there are further calls to make for it.
    pub(super) fn page_of(
        &mut self,
        run: &Run,
        sync: &Sync,
        reply: Result<Reply, Failure>,
    ) -> Result<Result<Option<Page>, Failure>, PortalError> {
        let Some(asked) = self.named_contacts(run, sync)? else {
            let page = match reply.and_then(|reply| contacts::page(&reply)) {
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
            let breaks_off = match page.next.as_deref() {
                Some(next) => !leads_on(run.cursor.as_deref(), next),
                None => page.contacts.is_empty(),
            };
            return Ok(Ok(Some(Page {
                next: page.next.filter(|_| !breaks_off),
                breaks_off,
                read_to: last.filter(|last| number(last) > decided),
                others: Vec::new(),
                contacts: page.contacts.into_iter().filter(included).collect(),
            })));
        };
        let Some(page) = self.memory.named_pages.get_mut(&run.id) else {
            return Ok(Ok(None));
        };
        if page.cursor != run.cursor {
            return Ok(Ok(None));
        }
        if let Err(failure) = page.contacts.take(reply) {
            return Ok(Err(failure));
        }
        if page.contacts.call().is_some() {
            return Ok(Ok(None));
        }
        let Some(page) = self.memory.named_pages.remove(&run.id) else {
            return Ok(Ok(None));
        };
        Ok(Ok(whole(&asked, &page.contacts)))
    }
}

/// Returns an id as the number by which HubSpot orders contacts.
fn number(id: &ContactId) -> u64 {
    id.as_str().parse().unwrap_or(u64::MAX)
}

/// Returns the page of these contacts; `None` if some of them were not read, because the audience has changed meanwhile.
fn whole(asked: &[ContactId], read: &NamedContacts) -> Option<Page> {
    let mut page = Page::default();
    for id in asked {
        match read.seen(id)? {
            Seen::Found(record) if record.id == *id => page.contacts.push(record.clone()),
            // The contact that remains after a merge has a place of its own.
            Seen::Found(record) => page.others.push(Outcome::merged(id.clone(), &record.id)),
            Seen::Gone => page.others.push(Outcome::gone(id.clone())),
            Seen::Unread(why) => page.others.push(Outcome::unread(id.clone(), why)),
        }
    }
    let full = asked.len() == contacts::BATCH_LIMIT;
    page.next = asked.last().filter(|_| full).map(ToString::to_string);
    Some(page)
}
