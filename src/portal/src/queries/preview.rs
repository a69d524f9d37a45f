//! A preview: a few real contacts as they would look as referrers.
//!
//! Five contacts are enough to see whether a mapping is right, so only the first page of each list is read. HubSpot
//! lists members in the order of their ids. A contact that an unread page could exclude is not shown.

use std::collections::VecDeque;
use vecmap::VecMap;

use domain::{Audience, ContactId, ContactSet, InboundMapping, ListId};
use hubspot::contacts::{self, ContactRecord};
use hubspot::lists::{self, MemberPage};
use hubspot::{Call, Failure, Reply};

use super::step::Step;
use crate::api_types::views::{ContactPreview, PreviewFound};
use crate::contact_facts::{NamedContacts, Seen};
use crate::tables::referrers::Person;

/// The number of contacts that are shown.
const SHOWN: usize = 5;

/// A preview in progress.
#[derive(Debug)]
pub(crate) struct Preview {
    audience: Audience,
    inbound: Vec<InboundMapping>,
    left: VecDeque<ListId>,
    pages: VecMap<ListId, MemberPage>,
    /// The contacts of lists that are being read.
    named: Option<NamedContacts>,
    found: Vec<ContactPreview>,
}

impl Preview {
    pub(super) fn of(audience: Audience, inbound: Vec<InboundMapping>) -> Self {
        Self {
            left: audience.lists_to_read().into_iter().collect(),
            audience,
            inbound,
            pages: VecMap::new(),
            named: None,
            found: Vec::new(),
        }
    }

    pub(super) fn call(&self) -> Call {
        if let Some(list) = self.left.front() {
            return lists::members(list, None);
        }
        let named = self.named.as_ref().and_then(NamedContacts::call);
        named.unwrap_or_else(|| contacts::list(None, &self.properties()))
    }

    fn properties(&self) -> Vec<&str> {
        let rows = self.inbound.iter();
        rows.filter_map(|row| Some(row.property.as_ref()?.as_str()))
            .collect()
    }

    pub(super) fn take(&mut self, outcome: Result<Reply, Failure>) -> Result<Step, Failure> {
        if let Some(list) = self.left.front() {
            let page = lists::member_page(&outcome?)?;
            self.pages.insert(list.clone(), page);
            self.left.pop_front();
            let Some(chosen) = self.chosen().filter(|_| self.left.is_empty()) else {
                return Ok(Step::Further);
            };
            if chosen.is_empty() {
                return Ok(Step::Done);
            }
            let properties: Vec<String> =
                self.properties().into_iter().map(str::to_owned).collect();
            self.named = Some(NamedContacts::of(&chosen, properties));
            return Ok(Step::Further);
        }
        let records = if let Some(named) = self.named.as_mut() {
            named.take(outcome)?;
            if named.call().is_some() {
                return Ok(Step::Further);
            }
            let seen = self
                .named
                .take()
                .into_iter()
                .flat_map(NamedContacts::into_seen);
            seen.filter_map(|(_, seen)| match seen {
                Seen::Found(record) => Some(record),
                Seen::Gone | Seen::Unread(_) => None,
            })
            .collect()
        } else {
            contacts::page(&outcome?)?.contacts
        };
        let excluded = self.members(&self.audience.excluded_lists);
        let shown = records
            .iter()
            .filter(|record| !excluded.contains(&record.id));
        self.found = shown
            .take(SHOWN)
            .map(|record| self.preview(record))
            .collect();
        Ok(Step::Done)
    }

    pub(super) fn shown(&self) -> PreviewFound {
        PreviewFound {
            contacts: self.found.clone(),
        }
    }

    fn preview(&self, record: &ContactRecord) -> ContactPreview {
        ContactPreview {
            contact_id: record.id.clone(),
            values: Person::of_record(&self.inbound, record).by_field(),
        }
    }

    /// Returns the contacts of lists that are shown; `None` if all contacts take part.
    fn chosen(&self) -> Option<Vec<ContactId>> {
        let included = self.members(self.audience.lists.as_ref()?);
        let excluded = self.members(&self.audience.excluded_lists);
        let mut chosen = included.less(&excluded).after(None, usize::MAX);
        for list in &self.audience.excluded_lists {
            // The next page may exclude a contact after the end of this one.
            let page = self.pages.get(list).filter(|page| page.next.is_some());
            if let Some(end) = page.and_then(|page| page.contacts.last()) {
                let told = ContactSet::from_iter(&chosen).up_to(end);
                chosen.retain(|contact| told.contains(contact));
            }
        }
        chosen.truncate(SHOWN);
        Some(chosen)
    }

    fn members<'a>(&self, lists: impl IntoIterator<Item = &'a ListId>) -> ContactSet {
        let pages = lists.into_iter().filter_map(|list| self.pages.get(list));
        pages.flat_map(|page| &page.contacts).collect()
    }
}
