//! The filters of a search: groups are alternatives, and all conditions of a group must hold.

use std::cmp::Ordering;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    errors::Problem,
    objects::Record,
    properties::{Kind, Schema, compare::compare},
};

/// The most groups, filters in a group, and filters in total.
const MAX_GROUPS: usize = 5;
const MAX_IN_GROUP: usize = 6;
const MAX_FILTERS: usize = 18;
/// The most values of `IN` and `NOT_IN`.
const MAX_VALUES: usize = 100;

#[derive(Clone, Debug, Deserialize)]
pub(super) struct FilterGroup {
    filters: Vec<Filter>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filter {
    property_name: String,
    operator: String,
    #[serde(default)]
    value: Option<Value>,
    #[serde(default)]
    high_value: Option<Value>,
    #[serde(default)]
    values: Option<Vec<Value>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Between,
    In,
    NotIn,
    Has,
    HasNot,
    Contains,
    ContainsNot,
}

#[derive(Clone, Debug)]
struct Condition {
    property: String,
    kind: Kind,
    operator: Operator,
    /// The value, the values, or the two ends of a range.
    wanted: Vec<String>,
}

/// Validated filters.
#[derive(Clone, Debug)]
pub(super) struct Filters(Vec<Vec<Condition>>);

impl Filters {
    pub(super) fn parse(schema: &Schema, groups: Vec<FilterGroup>) -> Result<Self, Problem> {
        let refuse = |what: &str, most: usize| {
            Err(Problem::validation(format!(
                "A search takes at most {most} {what}"
            )))
        };
        if groups.len() > MAX_GROUPS {
            return refuse("filter groups", MAX_GROUPS);
        }
        if groups
            .iter()
            .any(|group| group.filters.len() > MAX_IN_GROUP)
        {
            return refuse("filters in a group", MAX_IN_GROUP);
        }
        if groups
            .iter()
            .map(|group| group.filters.len())
            .sum::<usize>()
            > MAX_FILTERS
        {
            return refuse("filters", MAX_FILTERS);
        }
        let condition = |filter| Condition::parse(schema, filter);
        let group = |group: FilterGroup| group.filters.into_iter().map(condition).collect();
        Ok(Self(
            groups.into_iter().map(group).collect::<Result<_, _>>()?,
        ))
    }

    /// Returns whether a record matches, as it was at a time.
    pub(super) fn matches(&self, contact: &Record, at: i64) -> bool {
        let holds = |condition: &Condition| condition.holds(contact, at);
        self.0.is_empty() || self.0.iter().any(|group| group.iter().all(holds))
    }
}

impl Condition {
    fn parse(schema: &Schema, filter: Filter) -> Result<Self, Problem> {
        let Filter {
            property_name: name,
            operator,
            value,
            high_value,
            values,
        } = filter;
        let property = schema.live(&name).ok_or_else(|| {
            Problem::validation(format!(
                "There was a problem with the request: no property {name}"
            ))
        })?;
        let operator = match operator.as_str() {
            "EQ" => Operator::Equal,
            "NEQ" => Operator::NotEqual,
            "LT" => Operator::Less,
            "LTE" => Operator::LessOrEqual,
            "GT" => Operator::Greater,
            "GTE" => Operator::GreaterOrEqual,
            "BETWEEN" => Operator::Between,
            "IN" => Operator::In,
            "NOT_IN" => Operator::NotIn,
            "HAS_PROPERTY" => Operator::Has,
            "NOT_HAS_PROPERTY" => Operator::HasNot,
            "CONTAINS_TOKEN" => Operator::Contains,
            "NOT_CONTAINS_TOKEN" => Operator::ContainsNot,
            other => return Err(Problem::validation(format!("{other} is not an operator"))),
        };
        let text = |value: Value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let wanted: Vec<String> = match operator {
            Operator::Has | Operator::HasNot => Vec::new(),
            Operator::In | Operator::NotIn => {
                values.unwrap_or_default().into_iter().map(text).collect()
            }
            Operator::Between => [value, high_value]
                .into_iter()
                .flatten()
                .map(text)
                .collect(),
            _ => value.into_iter().map(text).collect(),
        };
        let enough = match operator {
            Operator::Has | Operator::HasNot => true,
            Operator::In | Operator::NotIn => (1..=MAX_VALUES).contains(&wanted.len()),
            Operator::Between => wanted.len() == 2,
            _ => wanted.len() == 1,
        };
        if !enough {
            return Err(Problem::validation(format!(
                "The filter on {name} lacks its values"
            )));
        }
        let ordered = matches!(property.kind, Kind::Number | Kind::Date | Kind::Datetime);
        let comparable = |value: &String| compare(property.kind, value, value).is_some();
        if ordered && !wanted.iter().all(comparable) {
            return Err(Problem::validation(format!(
                "The filter on {name} has an invalid value"
            )));
        }
        // A search that begins near 1970 fails (estuary/connectors, `EPOCH_PLUS_ONE_SECOND`).
        let begins = matches!(
            operator,
            Operator::Greater | Operator::GreaterOrEqual | Operator::Between
        );
        let first_ms = wanted.first().and_then(|value| crate::time::parse(value));
        if property.kind == Kind::Datetime && begins && first_ms.is_some_and(|ms| ms < 1_000) {
            return Err(Problem::plain(500, "internal error"));
        }
        Ok(Self {
            property: name,
            kind: property.kind,
            operator,
            wanted,
        })
    }

    fn holds(&self, contact: &Record, at: i64) -> bool {
        let value = contact.value_at(&self.property, at);
        match (self.operator, value) {
            (Operator::Has, value) => value.is_some(),
            (Operator::HasNot, value) => value.is_none(),
            // A record without a value matches nothing else, not even a negation.
            (_, None) => false,
            (_, Some(value)) => self.compares(&value),
        }
    }

    fn compares(&self, value: &str) -> bool {
        let to = |wanted: &String| compare(self.kind, value, wanted);
        let first = self.wanted.first().and_then(to);
        let last = self.wanted.last().and_then(to);
        let equal = || {
            self.wanted
                .iter()
                .any(|wanted| to(wanted) == Some(Ordering::Equal))
        };
        match self.operator {
            Operator::Equal | Operator::In => equal(),
            Operator::NotEqual | Operator::NotIn => !equal(),
            Operator::Less => first.is_some_and(Ordering::is_lt),
            Operator::LessOrEqual => first.is_some_and(Ordering::is_le),
            Operator::Greater => first.is_some_and(Ordering::is_gt),
            Operator::GreaterOrEqual => first.is_some_and(Ordering::is_ge),
            Operator::Between => {
                first.is_some_and(Ordering::is_ge) && last.is_some_and(Ordering::is_le)
            }
            Operator::Contains => self.wanted.iter().any(|wanted| has_token(value, wanted)),
            Operator::ContainsNot => !self.wanted.iter().any(|wanted| has_token(value, wanted)),
            Operator::Has | Operator::HasNot => false,
        }
    }
}

/// Returns whether the token is a word of the value, or the whole value. `*` at an end matches any
/// text.
fn has_token(value: &str, wanted: &str) -> bool {
    let (value, wanted) = (value.to_lowercase(), wanted.to_lowercase());
    let open_start = wanted.starts_with('*');
    let open_end = wanted.len() > 1 && wanted.ends_with('*');
    let bare = wanted.trim_matches('*');
    let fits = |word: &str| match (open_start, open_end) {
        (true, true) => word.contains(bare),
        (true, false) => word.ends_with(bare),
        (false, true) => word.starts_with(bare),
        (false, false) => word == bare,
    };
    let words = value.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    // A value that holds several, such as further addresses or choices, matches by each of them
    // too.
    value.split(';').chain(words).any(fits) || fits(&value)
}
