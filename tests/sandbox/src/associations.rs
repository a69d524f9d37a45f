//! Associations between contacts and deals. [`links`] stores them, the other modules answer the
//! API.
//!
//! The 2026-09 description has no route that reads the associations of one record; the versions
//! before it have.

pub(crate) mod batch;
pub(crate) mod endpoints;
pub(crate) mod inputs;
mod links;

pub(crate) use links::Links;

use serde_json::{Value, json};

use crate::objects::ObjectType;

/// Returns the id of HubSpot's own association type between contacts and deals. It depends on the
/// direction.
pub(crate) fn type_id(from: ObjectType) -> u32 {
    match from {
        ObjectType::Deals => 3,
        ObjectType::Contacts => 4,
    }
}

/// Returns an associated record in the API's format.
fn shown(from: ObjectType, to: u64) -> Value {
    json!({
        "toObjectId": id(to),
        "associationTypes": [
            { "category": "HUBSPOT_DEFINED", "typeId": type_id(from), "label": null },
        ],
    })
}

/// Returns an id as HubSpot writes it: as a number, against its descriptions, or in a string.
fn id(to: u64) -> Value {
    if to.is_multiple_of(2) {
        to.into()
    } else {
        to.to_string().into()
    }
}

/// Returns one page of the ids from a cursor on, and the cursor of the next page.
fn page(ids: &[u64], from: u64, most: usize) -> (&[u64], Option<u64>) {
    let start = ids.partition_point(|id| *id < from);
    let rest = ids.get(start..).unwrap_or_default();
    let next = rest.get(most).copied();
    (rest.get(..most).unwrap_or(rest), next)
}
