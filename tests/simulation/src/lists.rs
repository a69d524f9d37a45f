//! The lists of contacts that HubSpot's users keep, and their members according to HubSpot.

use std::collections::BTreeSet;

use domain::Audience;
use serde_json::{Value, json};

use crate::case::Covers;
use crate::crm::Crm;

/// The index of the active list, which holds contacts with many points.
pub(crate) const POINTS: usize = 0;
/// The index of the static list that people fill.
pub(crate) const FRIENDS: usize = 1;
/// The index of the static list of contacts that are left out.
pub(crate) const AWAY: usize = 2;

/// The number of points above which a contact is in the active list.
const MANY_POINTS: u16 = 2000;
/// A number of points that puts a contact into the active list.
pub(crate) const ENOUGH_POINTS: u16 = 5000;

const LISTS: &str = "/crm/lists/2026-09";

impl Crm {
    /// Lets a portal's users make their lists: an active list with more than half of the contacts, a static list
    /// with every second contact, and a static list with every seventh contact, which audiences leave out.
    pub(crate) fn make_lists(&mut self, hub: u64) {
        let contacts = self.contact_ids(hub);
        let every = |nth: usize| -> Vec<&String> { contacts.iter().step_by(nth).collect() };
        let condition = json!({
            "filterType": "PROPERTY", "property": "loyalty_points",
            "operation": {
                "operationType": "NUMBER", "operator": "IS_GREATER_THAN", "value": MANY_POINTS,
            },
        });
        let branch =
            json!({ "filterBranchType": "AND", "filterBranches": [], "filters": [condition] });
        let root = json!({ "filterBranchType": "OR", "filterBranches": [branch], "filters": [] });
        let ids = [
            self.make_list(hub, "With many points", "DYNAMIC", &root),
            self.make_list(hub, "Friends", "MANUAL", &Value::Null),
            self.make_list(hub, "Away", "MANUAL", &Value::Null),
        ];
        for (place, nth) in [(FRIENDS, 2), (AWAY, 7)] {
            let target = format!("{LISTS}/{}/memberships/add", ids[place]);
            self.by_user(hub, "PUT", &target, Some(&json!(every(nth))), 0);
        }
        self.lists.insert(hub, ids);
    }

    fn make_list(&mut self, hub: u64, name: &str, kind: &str, filter: &Value) -> String {
        let mut body = json!({ "name": name, "objectTypeId": "0-1", "processingType": kind });
        if !filter.is_null() {
            body["filterBranch"] = filter.clone();
        }
        let answer = self.by_user(hub, "POST", LISTS, Some(&body), 0);
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        answer["list"]["listId"]
            .as_str()
            .expect("a list")
            .to_owned()
    }

    /// Returns the id of the list at this index.
    #[must_use]
    pub(crate) fn list(&self, hub: u64, place: usize) -> &str {
        let lists = &self.lists[&hub];
        &lists[place % lists.len()]
    }

    /// Lets a user add a contact to a list, or remove it. HubSpot refuses this for an active list.
    pub(crate) fn change_list(
        &mut self,
        hub: u64,
        place: usize,
        contact: &str,
        joins: bool,
        now: i64,
    ) {
        let what = if joins { "add" } else { "remove" };
        let target = format!("{LISTS}/{}/memberships/{what}", self.list(hub, place));
        self.by_user(hub, "PUT", &target, Some(&json!([contact])), now);
    }

    /// Lets a user set a contact's points.
    pub(crate) fn set_points(&mut self, hub: u64, contact: &str, points: u16, now: i64) {
        self.write(hub, contact, "loyalty_points", &points.to_string(), now);
    }

    /// Lets a user delete a list.
    pub(crate) fn delete_list(&mut self, hub: u64, place: usize, now: i64) {
        let target = format!("{LISTS}/{}", self.list(hub, place));
        self.by_user(hub, "DELETE", &target, None, now);
    }

    /// Lets a user restore all deleted lists.
    pub(crate) fn restore_lists(&mut self, hub: u64, now: i64) {
        for place in [POINTS, FRIENDS, AWAY] {
            let list = self.list(hub, place).to_owned();
            if self.members_of(hub, &list).is_none() {
                let target = format!("{LISTS}/{list}/restore");
                self.by_user(hub, "PUT", &target, None, now);
            }
        }
    }

    /// Returns the audience with these contacts.
    #[must_use]
    pub(crate) fn audience(&self, hub: u64, covers: Covers) -> Audience {
        let (included, excluded): (Option<&[usize]>, &[usize]) = match covers {
            Covers::All => (None, &[]),
            Covers::AllButAList => (None, &[AWAY]),
            Covers::ActiveList => (Some(&[POINTS]), &[]),
            Covers::StaticList => (Some(&[FRIENDS]), &[]),
            Covers::TwoListsLessOne => (Some(&[POINTS, FRIENDS]), &[AWAY]),
        };
        let lists = |places: &[usize]| -> Vec<&str> {
            places.iter().map(|place| self.list(hub, *place)).collect()
        };
        let audience = json!({ "lists": included.map(lists), "excludedLists": lists(excluded) });
        serde_json::from_value(audience).expect("an audience")
    }

    /// Returns the contacts of an audience according to HubSpot, or `None` while one of its lists is deleted.
    #[must_use]
    pub(crate) fn in_audience(&self, hub: u64, audience: &Audience) -> Option<BTreeSet<String>> {
        self.covered(hub, audience, |list| self.members_of(hub, list))
    }

    /// Returns the contacts that an audience covers by what HubSpot shows, also of a list whose work is paused.
    pub(crate) fn in_shown_audience(
        &self,
        hub: u64,
        audience: &Audience,
        now: i64,
    ) -> Option<BTreeSet<String>> {
        self.covered(hub, audience, |list| self.shown_members_of(hub, list, now))
    }

    fn covered(
        &self,
        hub: u64,
        audience: &Audience,
        members_of: impl Fn(&str) -> Option<Vec<String>>,
    ) -> Option<BTreeSet<String>> {
        let mut excluded = BTreeSet::new();
        for list in &audience.excluded_lists {
            excluded.extend(members_of(list.as_str())?);
        }
        let mut members = BTreeSet::new();
        match &audience.lists {
            Some(lists) => {
                for list in lists {
                    members.extend(members_of(list.as_str())?);
                }
            }
            None => members.extend(self.contact_ids(hub)),
        }
        Some(members.difference(&excluded).cloned().collect())
    }
}
