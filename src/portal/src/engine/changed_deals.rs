//! The contacts of deals that have changed, read from HubSpot call by call.

use domain::ContactId;
use hubspot::changes::Changes;
use hubspot::deals::{self, ASSOCIATIONS_LIMIT, Deal, DealId};
use hubspot::{Call, Failure, Reply};
use vecmap::VecMap;

/// Deals that have changed, while Goodword reads which contacts they belong to.
#[derive(Debug)]
pub(crate) struct ChangedDeals {
    pub(super) changes: Changes<Deal>,
    /// The deals whose contacts are not known yet, each with the cursor of its next page.
    unnamed: Vec<(DealId, Option<String>)>,
    /// The contacts, each with the time at which a deal of theirs has changed last, if HubSpot says so.
    pub(super) contacts: VecMap<ContactId, Option<i64>>,
}

impl ChangedDeals {
    pub(super) fn new(changes: Changes<Deal>) -> Self {
        let mut unnamed: Vec<(DealId, Option<String>)> = Vec::new();
        for deal in &changes.records {
            if unnamed.iter().all(|(id, _)| *id != deal.id) {
                unnamed.push((deal.id.clone(), None));
            }
        }
        Self {
            changes,
            unnamed,
            contacts: VecMap::new(),
        }
    }

    /// Returns the next call; none once all contacts are known.
    pub(super) fn call(&self) -> Option<Call> {
        let next = self.unnamed.iter().take(ASSOCIATIONS_LIMIT);
        let next: Vec<_> = next.map(|(id, after)| (id, after.as_deref())).collect();
        (!next.is_empty()).then(|| deals::contacts_of(&next))
    }

    /// Takes the answer to the last call.
    pub(super) fn take(&mut self, reply: &Reply) -> Result<(), Failure> {
        let pages = deals::deal_contacts(reply)?;
        let asked = self.unnamed.len().min(ASSOCIATIONS_LIMIT);
        self.unnamed.drain(..asked);
        for page in pages {
            let mut of_page = self.changes.records.iter();
            let deal = of_page.find(|deal| deal.id == page.deal);
            let changed_ms = deal.and_then(|deal| deal.modified_ms);
            for contact in page.contacts {
                let known = self.contacts.entry(contact).or_insert(changed_ms);
                // A change at an unknown time may be later than any other.
                *known = known.zip(changed_ms).map(|(one, other)| one.max(other));
            }
            if page.next.is_some() {
                self.unnamed.push((page.deal, page.next));
            }
        }
        Ok(())
    }
}
