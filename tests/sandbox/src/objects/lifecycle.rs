//! The life of a contact: the recycle bin, merging, and erasure.

use std::collections::BTreeSet;

use super::{Record, Records, Source};
use crate::properties::Name;

impl Records {
    /// Moves a live contact to the recycle bin. Returns whether it was live.
    pub(crate) fn archive(&mut self, id: u64, now: i64) -> bool {
        let Some(mut contact) = self.live.remove(&id) else {
            return false;
        };
        self.unindex(&contact);
        contact.archived_at = Some(now);
        self.archived.insert(id, contact);
        true
    }

    /// Restores a contact from the recycle bin. Returns whether it was there and its address and
    /// unique values are still free.
    pub(crate) fn restore(&mut self, id: u64, unique: &BTreeSet<Name>) -> bool {
        let Some(mut contact) = self.archived.remove(&id) else {
            return false;
        };
        let values: Vec<(Name, String)> = contact
            .values()
            .map(|(name, value)| (name.clone(), value.to_owned()))
            .collect();
        let taken = addresses(&contact).any(|address| self.emails.contains_key(&address));
        if taken || self.admit(None, &values, unique).is_err() {
            self.archived.insert(id, contact);
            return false;
        }
        contact.archived_at = None;
        self.index(&contact, unique);
        self.live.insert(id, contact);
        true
    }

    /// Merges two live records into one with a new id. It has the values of the primary record;
    /// missing values come from the other. Returns the id, and how many values came from the other
    /// record.
    pub(crate) fn merge(
        &mut self,
        primary: u64,
        other: u64,
        unique: &BTreeSet<Name>,
        now: i64,
    ) -> Option<(u64, usize)> {
        let survivor = self.new_id();
        if primary == other || !self.live.contains_key(&other) {
            return None;
        }
        let first = self.live.remove(&primary)?;
        let second = self.live.remove(&other)?;
        self.unindex(&first);
        self.unindex(&second);
        let mut contact = first.clone();
        contact.id = survivor;
        contact.created_at = first.created_at.min(second.created_at);
        contact.updated_at = now;
        contact
            .merged
            .extend(second.merged.iter().copied().chain([primary, other]));
        contact
            .more_emails
            .extend(second.more_emails.iter().cloned());
        let mut moved = 0;
        for (name, value) in second.values() {
            if contact.value(name).is_none() {
                contact.write(name, value, now, Source::Merge);
                moved += 1;
            } else if &**name == "email" {
                contact.more_emails.push(value.to_owned());
            }
        }
        contact.last_merge = Some(([primary, other], now));
        contact.names_merged = self.merged_ids;
        for id in &contact.merged {
            self.survivors.insert(*id, survivor);
        }
        self.index(&contact, unique);
        self.live.insert(survivor, contact);
        Some((survivor, moved))
    }

    /// Erases a contact, live or in the recycle bin, and blocks its addresses. Returns whether it
    /// existed.
    pub(crate) fn erase(&mut self, id: u64) -> bool {
        let Some(contact) = self.live.remove(&id).or_else(|| self.archived.remove(&id)) else {
            return false;
        };
        self.unindex(&contact);
        self.survivors.retain(|_, survivor| *survivor != id);
        self.blocked.extend(addresses(&contact));
        true
    }

    /// Blocks an address that no contact has.
    pub(crate) fn block(&mut self, email: &str) {
        self.blocked.insert(email.trim().to_lowercase());
    }

    fn index(&mut self, contact: &Record, unique: &BTreeSet<Name>) {
        self.emails
            .extend(addresses(contact).map(|email| (email, contact.id)));
        for (name, value) in contact.values().filter(|(name, _)| unique.contains(*name)) {
            self.unique
                .insert((name.clone(), value.to_owned()), contact.id);
        }
    }

    fn unindex(&mut self, contact: &Record) {
        for email in addresses(contact) {
            self.emails.remove(&email);
        }
        for (name, value) in contact.values() {
            self.unique.remove(&(name.clone(), value.to_owned()));
        }
    }
}

fn addresses(contact: &Record) -> impl Iterator<Item = String> {
    let first = contact.value("email").map(std::borrow::Cow::into_owned);
    first.into_iter().chain(contact.more_emails.iter().cloned())
}
