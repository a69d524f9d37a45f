//! The order of search results.

use std::cmp::Ordering;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    errors::Problem,
    objects::Record,
    properties::{Kind, Schema, compare::compare},
};

/// The order by one property, or by record id.
pub(super) struct Order {
    by: Option<(String, Kind)>,
    descending: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sort {
    property_name: String,
    #[serde(default)]
    direction: Option<String>,
}

impl Order {
    /// Parses `sorts`: at most one entry, as an object, or as a name after an optional minus sign.
    pub(super) fn parse(schema: &Schema, sorts: &[Value]) -> Result<Self, Problem> {
        let Some(sort) = sorts.first() else {
            return Ok(Self {
                by: None,
                descending: false,
            });
        };
        if sorts.len() > 1 {
            return Err(Problem::validation("A search takes at most one sort"));
        }
        let (name, descending) = match sort {
            Value::String(text) => match text.strip_prefix('-') {
                Some(name) => (name.to_owned(), true),
                None => (text.clone(), false),
            },
            other => {
                let sort: Sort = serde_json::from_value(other.clone())
                    .map_err(|error| Problem::validation(format!("Invalid sort: {error}")))?;
                let descending = match sort.direction.as_deref() {
                    None | Some("ASCENDING") => false,
                    Some("DESCENDING") => true,
                    Some(other) => {
                        return Err(Problem::validation(format!("{other} is no direction")));
                    }
                };
                (sort.property_name, descending)
            }
        };
        let property = schema.live(&name).ok_or_else(|| {
            Problem::validation(format!("There is no property {name} to sort by"))
        })?;
        Ok(Self {
            by: Some((name, property.kind)),
            descending,
        })
    }

    /// Sorts records by their values in the index. Records without a value come last, equal ones are in order of ids.
    pub(super) fn sort(&self, found: &mut Vec<(&Record, i64)>) {
        let Some((name, kind)) = &self.by else {
            found.sort_by_key(|(record, _)| record.id);
            return;
        };
        let mut keyed: Vec<_> = found
            .drain(..)
            .map(|(record, at)| (record.value_at(name, at), (record, at)))
            .collect();
        keyed.sort_by(|(one, (first, _)), (other, (second, _))| {
            let order = match (one, other) {
                (Some(one), Some(other)) => {
                    let order = compare(*kind, one, other).unwrap_or(Ordering::Equal);
                    if self.descending {
                        order.reverse()
                    } else {
                        order
                    }
                }
                (one, other) => one.is_none().cmp(&other.is_none()),
            };
            order.then(first.id.cmp(&second.id))
        });
        found.extend(keyed.into_iter().map(|(_, contact)| contact));
    }
}
