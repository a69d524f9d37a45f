//! The contacts of deals that have changed, read from HubSpot call by call.

use domain::ContactId;
use hubspot::changes::Changes;
use hubspot::deals::{self, Deal, DealId};
use hubspot::{Call, Failure, Reply};
use vecmap::VecMap;

use crate::contact_facts::Associations;

/// Deals that have changed, while Goodword reads which contacts they belong to.
#[derive(Debug)]
pub(crate) struct ChangedDeals {
    pub(super) changes: Changes<Deal>,
    contacts: Associations<DealId, ContactId>,
}

impl ChangedDeals {
    pub(super) fn new(changes: Changes<Deal>) -> Self {
        Self {
            contacts: Associations::of(changes.records.iter().map(|deal| deal.id.clone())),
            changes,
        }
    }

    /// Returns the next call; none once all contacts are known.
    pub(super) fn call(&self) -> Option<Call> {
        self.contacts.call(deals::contacts_of)
    }

    /// Takes the answer to the last call.
    pub(super) fn take(&mut self, reply: Result<Reply, Failure>) -> Result<(), Failure> {
        self.contacts.take(reply)
    }

    /// Returns the contacts, each with the time at which a deal of theirs has changed last, if HubSpot says so.
    pub(super) fn contacts(&self) -> VecMap<ContactId, Option<i64>> {
        let mut contacts: VecMap<ContactId, Option<i64>> = VecMap::new();
        for (id, of_deal) in self.contacts.found() {
            let mut changed = self.changes.records.iter();
            let deal = changed.find(|deal| deal.id == *id);
            let changed_ms = deal.and_then(|deal| deal.modified_ms);
            for contact in of_deal {
                let known = contacts.entry(contact.clone()).or_insert(changed_ms);
                // A change at an unknown time may be later than any other.
                *known = known.zip(changed_ms).map(|(one, other)| one.max(other));
            }
        }
        contacts
    }
}
