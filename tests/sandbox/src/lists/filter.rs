//! List filters: a tree of AND and OR over conditions on properties.
//!
//! Some of HubSpot's conditions are not evaluated here: associations, events, relative dates and
//! membership of other lists. A list with such a condition is refused when it is created, so that
//! no list has wrong members.

use serde::Deserialize;
use serde_json::Value;

use crate::{
    errors::Problem,
    objects::Record,
    properties::{Kind, Schema, compare::compare},
};

/// A parsed filter, with its original JSON.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    source: Value,
    root: Branch,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Branch {
    filter_branch_type: Junction,
    #[serde(default)]
    filter_branches: Vec<Branch>,
    #[serde(default)]
    filters: Vec<Condition>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Junction {
    And,
    Or,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Condition {
    filter_type: String,
    property: String,
    operation: Operation,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Operation {
    #[serde(rename = "operationType")]
    family: String,
    operator: String,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    include_objects_with_no_value_set: bool,
}

/// The operators of each operation type. Text is compared without regard to case.
const OPERATORS: &[(&str, &[&str])] = &[
    ("ALL_PROPERTY", &["IS_KNOWN", "IS_UNKNOWN"]),
    ("BOOL", &["IS_EQUAL_TO", "IS_NOT_EQUAL_TO"]),
    (
        "ENUMERATION",
        &[
            "IS_ANY_OF",
            "IS_NONE_OF",
            "CONTAINS_ALL",
            "DOES_NOT_CONTAIN_ALL",
        ],
    ),
    (
        "NUMBER",
        &[
            "IS_EQUAL_TO",
            "IS_NOT_EQUAL_TO",
            "IS_GREATER_THAN",
            "IS_GREATER_THAN_OR_EQUAL_TO",
            "IS_LESS_THAN",
            "IS_LESS_THAN_OR_EQUAL_TO",
        ],
    ),
    ("MULTISTRING", TEXT),
    ("STRING", TEXT),
];
const TEXT: &[&str] = &[
    "IS_EQUAL_TO",
    "IS_NOT_EQUAL_TO",
    "CONTAINS",
    "DOES_NOT_CONTAIN",
    "STARTS_WITH",
    "ENDS_WITH",
];

impl Filter {
    /// Parses a `filterBranch`.
    pub(super) fn parse(schema: &Schema, source: Value) -> Result<Self, Problem> {
        let root: Branch = serde_json::from_value(source.clone())
            .map_err(|error| Problem::validation(format!("Invalid filterBranch: {error}")))?;
        if !matches!(root.filter_branch_type, Junction::Or) {
            return Err(Problem::validation(
                "The root filter branch must be of type OR",
            ));
        }
        root.validate(schema)?;
        Ok(Self { source, root })
    }

    /// Returns the original JSON.
    pub(super) fn source(&self) -> &Value {
        &self.source
    }

    /// Returns whether a contact matches.
    pub(super) fn matches(&self, schema: &Schema, contact: &Record) -> bool {
        self.root.matches(schema, contact)
    }
}

impl Branch {
    fn validate(&self, schema: &Schema) -> Result<(), Problem> {
        for Condition {
            filter_type,
            property,
            operation,
        } in &self.filters
        {
            let Operation {
                family, operator, ..
            } = operation;
            if filter_type != "PROPERTY" {
                return Err(Problem::validation(format!(
                    "Unsupported filter type {filter_type}"
                )));
            }
            if schema.live(property).is_none() {
                return Err(Problem::validation(format!(
                    "Property {property} does not exist"
                )));
            }
            let known = OPERATORS
                .iter()
                .any(|(name, operators)| name == family && operators.contains(&operator.as_str()));
            if !known {
                return Err(Problem::validation(format!(
                    "Unsupported operation {family} {operator}"
                )));
            }
        }
        self.filter_branches
            .iter()
            .try_for_each(|branch| branch.validate(schema))
    }

    fn matches(&self, schema: &Schema, contact: &Record) -> bool {
        let mut parts = self
            .filters
            .iter()
            .map(|condition| condition.matches(schema, contact))
            .chain(
                self.filter_branches
                    .iter()
                    .map(|branch| branch.matches(schema, contact)),
            );
        match self.filter_branch_type {
            Junction::And => parts.all(|taken| taken),
            Junction::Or => parts.any(|taken| taken),
        }
    }
}

impl Condition {
    fn matches(&self, schema: &Schema, contact: &Record) -> bool {
        let operation = &self.operation;
        let value = contact.value(&self.property);
        match operation.operator.as_str() {
            "IS_KNOWN" => return value.is_some(),
            "IS_UNKNOWN" => return value.is_none(),
            _ => {}
        }
        let Some(value) = value else {
            return operation.include_objects_with_no_value_set;
        };
        let kind = schema
            .live(&self.property)
            .map_or(Kind::String, |property| property.kind);
        operation.compares(kind, &value)
    }
}

impl Operation {
    fn compares(&self, kind: Kind, value: &str) -> bool {
        let single = match &self.value {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        };
        let wanted: Vec<String> = self.values.iter().cloned().chain(single).collect();
        let ordered = |wanted: &String| compare(kind, value, wanted);
        let any =
            |test: fn(std::cmp::Ordering) -> bool| wanted.iter().filter_map(ordered).any(test);
        let lower = value.to_lowercase();
        let text = |test: fn(&str, &str) -> bool| {
            wanted
                .iter()
                .any(|wanted| test(&lower, &wanted.to_lowercase()))
        };
        let held: Vec<&str> = value.split(';').collect();
        let holds = |wanted: &String| held.contains(&wanted.as_str());
        match self.operator.as_str() {
            "IS_EQUAL_TO" => any(std::cmp::Ordering::is_eq),
            "IS_NOT_EQUAL_TO" => !any(std::cmp::Ordering::is_eq),
            "IS_GREATER_THAN" => any(std::cmp::Ordering::is_gt),
            "IS_GREATER_THAN_OR_EQUAL_TO" => any(std::cmp::Ordering::is_ge),
            "IS_LESS_THAN" => any(std::cmp::Ordering::is_lt),
            "IS_LESS_THAN_OR_EQUAL_TO" => any(std::cmp::Ordering::is_le),
            "CONTAINS" => text(|value, part| value.contains(part)),
            "DOES_NOT_CONTAIN" => !text(|value, part| value.contains(part)),
            "STARTS_WITH" => text(|value, part| value.starts_with(part)),
            "ENDS_WITH" => text(|value, part| value.ends_with(part)),
            "IS_ANY_OF" => wanted.iter().any(holds),
            "IS_NONE_OF" => !wanted.iter().any(holds),
            "CONTAINS_ALL" => wanted.iter().all(holds),
            "DOES_NOT_CONTAIN_ALL" => !wanted.iter().all(holds),
            _ => false,
        }
    }
}
