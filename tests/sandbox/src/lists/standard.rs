//! The lists that a portal has at the start.

use serde_json::{Value, json};

use super::{List, Processing, filter::Filter};
use crate::portal::Portal;

/// Creates a few lists of each kind.
pub(crate) fn create_standard_lists(portal: &mut Portal, now: i64) {
    let by = portal.users.last().map_or(0, |user| user.id);
    let customers = [condition(
        "lifecyclestage",
        &json!({ "operationType": "ENUMERATION", "operator": "IS_ANY_OF",
                 "values": ["customer", "evangelist"] }),
    )];
    let reachable = [condition(
        "email",
        &json!({ "operationType": "ALL_PROPERTY", "operator": "IS_KNOWN" }),
    )];
    let loyal = [condition(
        "loyalty_points",
        &json!({ "operationType": "NUMBER", "operator": "IS_GREATER_THAN", "value": 2_500 }),
    )];
    let kinds = [
        ("Customers", Processing::Dynamic, Some(&customers)),
        ("Reachable by email", Processing::Dynamic, Some(&reachable)),
        (
            "Most loyal, spring review",
            Processing::Snapshot,
            Some(&loyal),
        ),
        ("Friends of the house", Processing::Manual, None),
        ("Imported on the first day", Processing::AdHoc, None),
    ];
    for (name, processing, conditions) in kinds {
        let id = portal.lists.new_id();
        let mut list = List::new(id, name.to_owned(), processing, by, now);
        list.filter = conditions.and_then(|conditions| {
            let branch = json!({ "filterBranchType": "AND", "filterBranches": [],
                                 "filters": conditions });
            let root = json!({ "filterBranchType": "OR", "filterBranches": [branch],
                               "filters": [] });
            Filter::parse(&portal.schema, root).ok()
        });
        if matches!(processing, Processing::Manual | Processing::AdHoc) {
            // One in ten of the first thousand contacts, each a second later than the one before.
            for (contact, second) in portal.contacts.from(0).take(1_000).step_by(10).zip(0..) {
                list.add(contact.id, now - 1_000_000 + second * 1_000);
            }
        }
        portal
            .lists
            .insert(&portal.schema, &portal.contacts, list, now);
    }
}

fn condition(property: &str, operation: &Value) -> Value {
    json!({ "filterType": "PROPERTY", "property": property, "operation": operation })
}
