//! Which contact belongs to which deal.
//!
//! Invariant: both maps hold the same pairs. A pair outlives the archiving of its records, so that
//! a record that comes back has its associations again; only records that are live are shown.

use std::collections::{BTreeMap, BTreeSet};

use crate::objects::ObjectType;

/// The associations of a portal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    deals: BTreeMap<u64, BTreeSet<u64>>,
    contacts: BTreeMap<u64, BTreeSet<u64>>,
}

impl Links {
    /// Associates the two, and says whether they were not.
    pub(crate) fn link(&mut self, contact: u64, deal: u64) -> bool {
        self.contacts.entry(deal).or_default().insert(contact);
        self.deals.entry(contact).or_default().insert(deal)
    }

    /// Ends the association of the two, and says whether there was one.
    pub(crate) fn unlink(&mut self, contact: u64, deal: u64) -> bool {
        if let Some(contacts) = self.contacts.get_mut(&deal) {
            contacts.remove(&contact);
        }
        let deals = self.deals.get_mut(&contact);
        deals.is_some_and(|deals| deals.remove(&deal))
    }

    /// What a record is associated with, by id.
    pub(crate) fn of(&self, object: ObjectType, id: u64) -> impl Iterator<Item = u64> {
        let ends = match object {
            ObjectType::Contacts => self.deals.get(&id),
            ObjectType::Deals => self.contacts.get(&id),
        };
        ends.into_iter().flatten().copied()
    }

    /// A contact takes over the deals of those that were merged into it.
    pub(crate) fn merged(&mut self, merged: &[u64], survivor: u64) {
        for contact in merged {
            for deal in self.deals.remove(contact).unwrap_or_default() {
                if let Some(contacts) = self.contacts.get_mut(&deal) {
                    contacts.remove(contact);
                }
                self.link(survivor, deal);
            }
        }
    }

    /// A contact is gone for good.
    pub(crate) fn forget_contact(&mut self, contact: u64) {
        for deal in self.deals.remove(&contact).unwrap_or_default() {
            if let Some(contacts) = self.contacts.get_mut(&deal) {
                contacts.remove(&contact);
            }
        }
    }
}
