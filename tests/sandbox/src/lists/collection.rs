//! All lists of a portal.

use std::collections::BTreeMap;

use super::{List, Processing};
use crate::{
    errors::Problem,
    objects::{Record, Records},
    properties::Schema,
};

/// The lists, including deleted ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists(BTreeMap<u64, List>);

impl Lists {
    /// Returns a list that is not deleted.
    pub(super) fn live(&self, id: &str) -> Result<&List, Problem> {
        let list = id.parse().ok().and_then(|id: u64| self.0.get(&id));
        list.filter(|list| list.deleted_at.is_none())
            .ok_or_else(|| missing(id))
    }

    /// Returns a list to change, deleted or not.
    pub(super) fn any_mut(&mut self, id: &str) -> Result<&mut List, Problem> {
        let list = id.parse().ok().and_then(|id: u64| self.0.get_mut(&id));
        list.ok_or_else(|| missing(id))
    }

    /// Returns a list to change that is not deleted.
    pub(super) fn live_mut(&mut self, id: &str) -> Result<&mut List, Problem> {
        self.any_mut(id).and_then(|list| {
            if list.deleted_at.is_none() {
                Ok(list)
            } else {
                Err(missing(id))
            }
        })
    }

    /// Returns the lists that are not deleted, in order of ids.
    pub(super) fn iter(&self) -> impl Iterator<Item = &List> {
        self.0.values().filter(|list| list.deleted_at.is_none())
    }

    /// Returns the members of a list in order of ids, or none if the list is deleted.
    pub(crate) fn members(&self, list: &str) -> Option<Vec<String>> {
        let members = self.live(list).ok()?.from(0);
        Some(members.map(|(contact, _)| contact.to_string()).collect())
    }

    /// Returns the next free id.
    pub(super) fn new_id(&self) -> u64 {
        self.0.keys().next_back().map_or(1, |last| last + 1)
    }

    /// Adds a list. Fills it if it has a filter.
    pub(super) fn insert(&mut self, schema: &Schema, contacts: &Records, list: List, now: i64) {
        let id = list.id;
        self.0.insert(id, list);
        if let Some(list) = self.0.get_mut(&id) {
            fill_by_filter(list, schema, contacts, now);
        }
    }

    /// Evaluates the filters again for one contact. `contact` is none if it is no longer live.
    pub(crate) fn reevaluate(
        &mut self,
        schema: &Schema,
        id: u64,
        contact: Option<&Record>,
        now: i64,
    ) {
        for list in self.0.values_mut() {
            match (contact, list.processing, list.filter.as_ref()) {
                (None, ..) => {
                    list.remove(id, now);
                }
                (Some(contact), Processing::Dynamic, Some(filter)) => {
                    if filter.matches(schema, contact) {
                        list.add(id, now);
                    } else {
                        list.remove(id, now);
                    }
                }
                _ => {}
            }
        }
    }

    /// Puts the surviving record on each list that contains one of the merged records.
    pub(crate) fn merged(&mut self, from: &[u64], survivor: u64, now: i64) {
        for list in self.0.values_mut() {
            let mut member = false;
            for id in from {
                member |= list.remove(*id, now);
            }
            if member {
                list.add(survivor, now);
            }
        }
    }
}

/// Adds the contacts that match the filter, and removes the others.
pub(super) fn fill_by_filter(list: &mut List, schema: &Schema, contacts: &Records, now: i64) {
    let Some(filter) = list.filter.clone() else {
        return;
    };
    for contact in contacts.from(0) {
        if filter.matches(schema, contact) {
            list.add(contact.id, now);
        } else {
            list.remove(contact.id, now);
        }
    }
}

fn missing(id: &str) -> Problem {
    Problem::not_found(format!("List does not exist with ID {id}."))
}
