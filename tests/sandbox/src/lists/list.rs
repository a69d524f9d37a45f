//! One list and its members.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::filter::Filter;
use super::work::Work;
use crate::time::iso;

/// The way in which a list gets its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Processing {
    /// Always by its filter.
    Dynamic,
    /// By hand.
    Manual,
    /// Once by its filter, then by hand.
    Snapshot,
    /// By one of HubSpot's own tools. The API names such a list, and refuses to name its members.
    AdHoc,
}

impl Processing {
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "DYNAMIC" => Some(Self::Dynamic),
            "MANUAL" => Some(Self::Manual),
            "SNAPSHOT" => Some(Self::Snapshot),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Dynamic => "DYNAMIC",
            Self::Manual => "MANUAL",
            Self::Snapshot => "SNAPSHOT",
            Self::AdHoc => "ADHOC",
        }
    }
}

/// The times at which a contact joined a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joined {
    pub(super) first: i64,
    pub(super) last: i64,
}

/// A list.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) processing: Processing,
    pub(super) filter: Option<Filter>,
    pub(super) version: u64,
    pub(super) created_by: u64,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
    pub(super) deleted_at: Option<i64>,
    members: BTreeMap<u64, Joined>,
    /// The members, ordered by the time at which they last joined.
    order: BTreeSet<(i64, u64)>,
    last_added: Option<i64>,
    last_removed: Option<i64>,
    /// HubSpot's work on the list, and what a list in work shows.
    pub(super) work: Work,
    pub(super) status: &'static str,
    pub(super) metadata: Option<Metadata>,
}

/// The size of a list and the times of its last changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Metadata {
    size: usize,
    last_added: Option<i64>,
    last_removed: Option<i64>,
}

impl List {
    pub(super) fn new(id: u64, name: String, processing: Processing, by: u64, now: i64) -> Self {
        Self {
            id,
            name,
            processing,
            filter: None,
            version: 1,
            created_by: by,
            created_at: now,
            updated_at: now,
            deleted_at: None,
            members: BTreeMap::new(),
            order: BTreeSet::new(),
            last_added: None,
            last_removed: None,
            work: Work::default(),
            status: "COMPLETE",
            metadata: None,
        }
    }

    /// Returns the size and the times as they are said.
    pub(super) fn metadata(&self) -> Metadata {
        self.metadata.unwrap_or(Metadata {
            size: self.members.len(),
            last_added: self.last_added,
            last_removed: self.last_removed,
        })
    }

    /// Returns the ids of the members.
    pub(super) fn ids(&self) -> impl Iterator<Item = u64> {
        self.members.keys().copied()
    }

    /// Makes a contact a member or none, without a trace in the times.
    pub(super) fn show(&mut self, contact: u64, member: bool, now: i64) {
        let times = (self.last_added, self.last_removed);
        if member {
            self.add(contact, now);
        } else {
            self.remove(contact, now);
        }
        (self.last_added, self.last_removed) = times;
    }

    /// Adds a contact. Returns whether it was not a member before.
    pub(super) fn add(&mut self, contact: u64, now: i64) -> bool {
        if self.members.contains_key(&contact) {
            return false;
        }
        self.members.insert(
            contact,
            Joined {
                first: now,
                last: now,
            },
        );
        self.order.insert((now, contact));
        self.last_added = Some(now);
        true
    }

    /// Removes a contact. Returns whether it was a member.
    pub(super) fn remove(&mut self, contact: u64, now: i64) -> bool {
        let Some(joined) = self.members.remove(&contact) else {
            return false;
        };
        self.order.remove(&(joined.last, contact));
        self.last_removed = Some(now);
        true
    }

    /// Returns when a contact joined, if it is a member.
    pub(super) fn joined(&self, contact: u64) -> Option<Joined> {
        self.members.get(&contact).copied()
    }

    /// Returns the members with an id of `contact` or more, in order of ids.
    pub(super) fn from(&self, contact: u64) -> impl Iterator<Item = (u64, i64)> {
        self.members
            .range(contact..)
            .map(|(id, joined)| (*id, joined.last))
    }

    /// Returns the members with an id below `contact`, in descending order of ids.
    pub(super) fn before(&self, contact: u64) -> impl Iterator<Item = (u64, i64)> {
        self.members
            .range(..contact)
            .rev()
            .map(|(id, joined)| (*id, joined.last))
    }

    /// Returns the members before a time and id, in descending order of joining.
    pub(super) fn joined_before(&self, before: (i64, u64)) -> impl Iterator<Item = (u64, i64)> {
        self.order.range(..before).rev().map(|(at, id)| (*id, *at))
    }

    /// Returns the members from a time and id on, in the order of joining.
    pub(super) fn joined_from(&self, from: (i64, u64)) -> impl Iterator<Item = (u64, i64)> {
        self.order.range(from..).map(|(at, id)| (*id, *at))
    }

    /// Returns how many members there are.
    pub(super) fn size(&self) -> usize {
        self.members.len()
    }

    /// Returns the list in the API's format.
    pub(super) fn to_json(&self, with_filter: bool) -> Value {
        let mut body = json!({
            "listId": self.id.to_string(),
            "listVersion": self.version,
            "name": self.name,
            "objectTypeId": "0-1",
            "processingType": self.processing.name(),
            "processingStatus": self.status,
            "createdAt": iso(self.created_at),
            "updatedAt": iso(self.updated_at),
            "filtersUpdatedAt": iso(self.created_at),
            "createdById": self.created_by.to_string(),
            "updatedById": self.created_by.to_string(),
            "size": self.metadata().size,
        });
        if let Some(fields) = body.as_object_mut() {
            if let Some(filter) = self.filter.as_ref().filter(|_| with_filter) {
                fields.insert("filterBranch".to_owned(), filter.source().clone());
            }
            if let Some(deleted_at) = self.deleted_at {
                fields.insert("deletedAt".to_owned(), iso(deleted_at).into());
            }
        }
        body
    }

    /// Returns the list in the format of search: without size and filter, with the properties of
    /// lists.
    pub(super) fn to_search_json(&self) -> Value {
        let mut body = self.to_json(false);
        if let Some(fields) = body.as_object_mut() {
            fields.remove("size");
            let mut properties = serde_json::Map::new();
            let mut set = |name: &str, value: Option<String>| {
                if let Some(value) = value {
                    properties.insert(name.to_owned(), value.into());
                }
            };
            let metadata = self.metadata();
            set("hs_list_size", Some(metadata.size.to_string()));
            set("hs_list_reference_count", Some("0".to_owned()));
            set(
                "hs_last_record_added_at",
                metadata.last_added.map(|at| at.to_string()),
            );
            set(
                "hs_last_record_removed_at",
                metadata.last_removed.map(|at| at.to_string()),
            );
            fields.insert("additionalProperties".to_owned(), properties.into());
        }
        body
    }
}
