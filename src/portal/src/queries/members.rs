//! The members of some lists, read into memory page by page.

use std::collections::VecDeque;
use vecmap::{VecMap, VecSet};

use domain::{ContactId, ContactSet, ListId};
use hubspot::paging::leads_on;
use hubspot::{Call, Failure, Reply, lists};

/// The members that were read, and the pages that remain to be read.
#[derive(Debug, Default)]
pub(super) struct Members {
    left: VecDeque<(ListId, Option<String>)>,
    found: VecMap<ListId, Vec<ContactId>>,
}

impl Members {
    /// Begins to read all members of these lists.
    pub(super) fn of(lists: VecSet<ListId>) -> Self {
        Self {
            left: lists.into_iter().map(|list| (list, None)).collect(),
            found: VecMap::new(),
        }
    }

    /// Returns the next call; `None` if all pages are read.
    pub(super) fn call(&self) -> Option<Call> {
        let (list, after) = self.left.front()?;
        Some(lists::members(list, after.as_deref()))
    }

    /// Reads HubSpot's reply to the last call.
    pub(super) fn take(&mut self, reply: &Reply) -> Result<(), Failure> {
        let page = lists::member_page(reply)?;
        if let Some((list, after)) = self.left.pop_front() {
            // A cursor that leads to itself would never end.
            let next = page.next.filter(|next| leads_on(after.as_deref(), next));
            let found = self.found.entry(list.clone()).or_default();
            // Neither would pages that HubSpot repeats, whatever their cursors are.
            let repeated = page.contacts.iter().any(|one| found.last() == Some(one));
            let next = next.filter(|_| !repeated && !page.contacts.is_empty());
            found.extend(page.contacts);
            if next.is_some() {
                self.left.push_front((list, next));
            }
        }
        Ok(())
    }

    /// Returns the members of these lists that were read so far.
    pub(super) fn set(&self, lists: &VecSet<ListId>) -> ContactSet {
        let members = self.found.iter().filter(|(list, _)| lists.contains(list));
        members.flat_map(|(_, contacts)| contacts).collect()
    }
}
