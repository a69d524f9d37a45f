//! All lists of a portal.

use std::collections::{BTreeMap, BTreeSet};

use super::{List, Pace, Processing};
use crate::{
    errors::Problem,
    objects::{Record, Records},
    properties::Schema,
};

/// The lists, including deleted ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    all: BTreeMap<u64, List>,
    /// How HubSpot works on them; at once, if there is none.
    pace: Option<Pace>,
}

impl Lists {
    /// Returns a list that is not deleted.
    pub(super) fn live(&self, id: &str) -> Result<&List, Problem> {
        let list = id.parse().ok().and_then(|id: u64| self.all.get(&id));
        list.filter(|list| list.deleted_at.is_none())
            .ok_or_else(|| missing(id))
    }

    /// Returns a list to change, deleted or not.
    pub(super) fn any_mut(&mut self, id: &str) -> Result<&mut List, Problem> {
        let list = id.parse().ok().and_then(|id: u64| self.all.get_mut(&id));
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
        self.all.values().filter(|list| list.deleted_at.is_none())
    }

    /// Returns the members of a list in order of ids, or none if the list is deleted.
    pub(crate) fn members(&self, list: &str) -> Option<Vec<String>> {
        let members = self.live(list).ok()?.from(0);
        Some(members.map(|(contact, _)| contact.to_string()).collect())
    }

    /// Returns the members of a list as it is shown at a time, and whether HubSpot works on it.
    pub(crate) fn shown_members(&self, list: &str, now: i64) -> Option<(Vec<String>, bool)> {
        let shown = self.live(list).ok()?.shown(now);
        let members = shown.ids().map(|contact| contact.to_string()).collect();
        Some((members, shown.status != "COMPLETE"))
    }

    /// Returns the next free id.
    pub(super) fn new_id(&self) -> u64 {
        self.all.keys().next_back().map_or(1, |last| last + 1)
    }

    /// Adds a list. Fills it if it has a filter.
    pub(super) fn insert(&mut self, schema: &Schema, contacts: &Records, list: List, now: i64) {
        let id = list.id;
        self.all.insert(id, list);
        if let Some(list) = self.all.get_mut(&id) {
            fill_by_filter(list, schema, contacts, now);
        }
    }

    /// Sets how HubSpot works on the lists.
    pub(crate) fn set_pace(&mut self, pace: Pace) {
        self.pace = Some(pace);
    }

    /// Sets the longest time for which HubSpot works on a list. Work under way ends at its time.
    pub(crate) fn set_pace_ms(&mut self, longest_ms: i64) {
        if let Some(pace) = &mut self.pace {
            pace.longest_ms = longest_ms;
        }
    }

    /// Pauses the work on a list, or lets it go on. Returns whether there is such a list.
    pub(crate) fn pause(&mut self, id: &str, paused: bool) -> bool {
        self.live_mut(id).map(|list| list.pause(paused)).is_ok()
    }

    /// Evaluates a list's filter again, after it was changed.
    pub(super) fn rebuild(&mut self, id: u64, schema: &Schema, contacts: &Records, now: i64) {
        let Some(list) = self.all.get_mut(&id) else {
            return;
        };
        let (metadata, former) = (list.metadata(), list.ids().collect::<BTreeSet<u64>>());
        fill_by_filter(list, schema, contacts, now);
        let present: BTreeSet<u64> = list.ids().collect();
        let changed = former.symmetric_difference(&present);
        let was = changed.map(|contact| (*contact, former.contains(contact)));
        if let Some(pace) = &mut self.pace {
            list.work(pace, (&was.collect(), metadata), true, now);
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
        for list in self.all.values_mut() {
            match (contact, list.processing, list.filter.as_ref()) {
                (None, ..) => {
                    list.remove(id, now);
                    list.forget_late(id);
                }
                (Some(contact), Processing::Dynamic, Some(filter)) => {
                    let (metadata, was) = (list.metadata(), list.joined(id).is_some());
                    let changed = if filter.matches(schema, contact) {
                        list.add(id, now)
                    } else {
                        list.remove(id, now)
                    };
                    if let Some(pace) = self.pace.as_mut().filter(|_| changed) {
                        list.work(pace, (&BTreeMap::from([(id, was)]), metadata), false, now);
                    }
                }
                _ => {}
            }
        }
    }

    /// Puts the surviving record on each list that contains one of the merged records.
    pub(crate) fn merged(&mut self, from: &[u64], survivor: u64, now: i64) {
        for list in self.all.values_mut() {
            let mut member = false;
            for id in from {
                member |= list.remove(*id, now);
                list.forget_late(*id);
            }
            if member {
                list.add(survivor, now);
            }
        }
    }
}

/// Adds the contacts that match the filter, and removes the others.
fn fill_by_filter(list: &mut List, schema: &Schema, contacts: &Records, now: i64) {
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
