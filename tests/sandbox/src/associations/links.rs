//! Pairs of associated contacts and deals.
//!
//! Invariant: both maps hold the same pairs. A pair outlives the archiving of its records, so that
//! a restored record has its associations again. Only live records are shown.

use std::collections::{BTreeMap, BTreeSet};

use crate::objects::ObjectType;

/// The associations of a portal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    deals: BTreeMap<u64, BTreeSet<u64>>,
    contacts: BTreeMap<u64, BTreeSet<u64>>,
}

impl Links {
    /// Associates the two. Returns whether the association is new.
    pub(crate) fn link(&mut self, contact: u64, deal: u64) -> bool {
        self.contacts.entry(deal).or_default().insert(contact);
        self.deals.entry(contact).or_default().insert(deal)
    }

    /// Removes the association. Returns whether there was one.
    pub(crate) fn unlink(&mut self, contact: u64, deal: u64) -> bool {
        if let Some(contacts) = self.contacts.get_mut(&deal) {
            contacts.remove(&contact);
        }
        let deals = self.deals.get_mut(&contact);
        deals.is_some_and(|deals| deals.remove(&deal))
    }

    /// Returns the ids of the records that a record is associated with, in order of ids.
    pub(crate) fn of(&self, object: ObjectType, id: u64) -> impl Iterator<Item = u64> {
        let ends = match object {
            ObjectType::Contacts => self.deals.get(&id),
            ObjectType::Deals => self.contacts.get(&id),
        };
        ends.into_iter().flatten().copied()
    }

    /// Moves the deals of the merged contacts to the surviving contact.
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

    /// Removes all associations of a contact that is deleted for good.
    pub(crate) fn forget_contact(&mut self, contact: u64) {
        for deal in self.deals.remove(&contact).unwrap_or_default() {
            if let Some(contacts) = self.contacts.get_mut(&deal) {
                contacts.remove(&contact);
            }
        }
    }
}
