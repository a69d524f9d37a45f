//! HubSpot's rules for new properties.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{ArchivedProperty, Choice, Definition, Kind, Ownership, PropertySettings, Schema};
use crate::errors::Problem;

/// The longest name.
const MAX_NAME: usize = 100;
/// The most properties of an object type that may have unique values.
const MAX_UNIQUE: usize = 10;

/// A definition in a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewProperty {
    pub(super) name: Option<String>,
    pub(super) label: Option<String>,
    pub(super) group_name: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) field_type: Option<String>,
    pub(super) description: Option<String>,
    pub(super) options: Option<Vec<NewChoice>>,
    pub(super) display_order: Option<i64>,
    pub(super) hidden: Option<bool>,
    pub(super) form_field: Option<bool>,
    pub(super) has_unique_value: Option<bool>,
}

/// An option in a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewChoice {
    label: Option<String>,
    value: Option<String>,
    description: Option<String>,
    display_order: Option<i64>,
    hidden: Option<bool>,
}

/// Validates the name of a property or group.
pub(super) fn name(name: &str, what: &str) -> Result<(), Problem> {
    let mut letters = name.chars();
    let lower = |letter: char| letter.is_ascii_lowercase();
    let rest = |letter: char| lower(letter) || letter.is_ascii_digit() || letter == '_';
    let refuse = |why: &str| Err(Problem::validation(format!("Property {what} name {why}")));
    match letters.next() {
        None => refuse("must not be empty"),
        Some(first) if !lower(first) => refuse("must start with a lower case letter"),
        Some(_) if !letters.all(rest) => {
            refuse("may contain only lower case letters, numbers and underscores")
        }
        Some(_) if name.len() > MAX_NAME => refuse("must have at most 100 characters"),
        // HubSpot reserves this prefix.
        Some(_) if name.starts_with("hs_") => refuse("must not start with \"hs_\""),
        Some(_) => Ok(()),
    }
}

/// Validates a new property and returns its definition.
pub(super) fn define(
    schema: &Schema,
    new: NewProperty,
    settings: PropertySettings,
    now: i64,
) -> Result<Definition, Problem> {
    let given = |value: Option<String>, field: &str| {
        let value = value.filter(|value| !value.trim().is_empty());
        value.ok_or_else(|| {
            Problem::validation(format!("Some required fields were not set: [{field}]"))
        })
    };
    let property_name = given(new.name, "name")?;
    let label = given(new.label, "label")?;
    let group = given(new.group_name, "groupName")?;
    let kind = given(new.kind, "type")?;
    let field_type = given(new.field_type, "fieldType")?;
    name(&property_name, "")?;
    let taken = match settings.archived {
        ArchivedProperty::Conflict => schema.any(&property_name),
        ArchivedProperty::Forgotten | ArchivedProperty::Kept => schema.live(&property_name),
    };
    if taken.is_some() {
        let message = format!("A property named '{property_name}' already exists.");
        return Err(Problem::new(409, "CONFLICT", message)
            .with("subCategory", "Properties.PROPERTY_EXISTS"));
    }
    let custom = |property: &&Definition| {
        property.ownership == Ownership::Custom && property.archived_at.is_none()
    };
    if let Some(limit) = settings.limit
        && schema.properties().filter(custom).count() >= limit
    {
        return Err(Problem::validation(format!(
            "You have reached the limit of {limit} custom properties of your subscription"
        )));
    }
    if schema.taking_properties(&group).is_none() {
        return Err(Problem::validation(format!(
            "Property group {group} does not exist"
        )));
    }
    let kind = Kind::parse(&kind)
        .ok_or_else(|| Problem::validation(format!("{kind} is not a property type")))?;
    if !kind.field_types().contains(&field_type.as_str()) {
        let allowed = kind.field_types().join(", ");
        return Err(Problem::validation(format!(
            "fieldType {field_type} does not go with type {}: use one of {allowed}",
            kind.name()
        )));
    }
    if field_type == "calculation_equation" {
        // The sandbox calculates no formulas. It refuses such a property, because its values would
        // be wrong.
        return Err(Problem::validation(
            "A calculation property needs a calculationFormula",
        ));
    }
    let unique = new.has_unique_value.unwrap_or(false);
    if unique {
        unique_allowed(schema, kind)?;
    }
    Ok(Definition {
        name: property_name.as_str().into(),
        label,
        group,
        kind,
        field_type,
        description: new.description.unwrap_or_default(),
        choices: choices(kind, new.options.unwrap_or_default())?,
        display_order: new.display_order.unwrap_or(-1),
        hidden: new.hidden.unwrap_or(false),
        form_field: new.form_field.unwrap_or(false),
        unique,
        ownership: Ownership::Custom,
        created_at: now,
        updated_at: now,
        archived_at: None,
    })
}

fn unique_allowed(schema: &Schema, kind: Kind) -> Result<(), Problem> {
    if !matches!(kind, Kind::String | Kind::Number) {
        return Err(Problem::validation(
            "Only text and numbers can have unique values",
        ));
    }
    let live = |property: &&Definition| property.unique && property.archived_at.is_none();
    if schema.properties().filter(live).count() >= MAX_UNIQUE {
        return Err(Problem::validation(format!(
            "An object type can have at most {MAX_UNIQUE} properties with unique values"
        )));
    }
    Ok(())
}

/// Validates options.
pub(super) fn choices(kind: Kind, options: Vec<NewChoice>) -> Result<Vec<Choice>, Problem> {
    let takes_choices = matches!(kind, Kind::Enumeration | Kind::Bool);
    if takes_choices == options.is_empty() {
        let verb = if takes_choices {
            "needs"
        } else {
            "does not take"
        };
        return Err(Problem::validation(format!(
            "A property of type {} {verb} options",
            kind.name()
        )));
    }
    let (mut labels, mut values) = (BTreeSet::new(), BTreeSet::new());
    let mut choices = Vec::with_capacity(options.len());
    for (option, index) in options.into_iter().zip(0..) {
        let label = option.label.unwrap_or_default();
        let value = option.value.unwrap_or_default();
        if label.trim().is_empty() || value.trim().is_empty() {
            return Err(Problem::validation(
                "Every option needs a label and a value",
            ));
        }
        if value.contains(';') {
            return Err(Problem::validation(
                "An option's value must not contain a semicolon",
            ));
        }
        if !labels.insert(label.clone()) || !values.insert(value.clone()) {
            return Err(Problem::validation(format!(
                "Option labels and values must be unique: {label}, {value}"
            )));
        }
        choices.push(Choice {
            label,
            value,
            description: option.description.unwrap_or_default(),
            display_order: option.display_order.unwrap_or(index),
            hidden: option.hidden.unwrap_or(false),
        });
    }
    if kind == Kind::Bool && !values.iter().map(String::as_str).eq(["false", "true"]) {
        return Err(Problem::validation(
            "A bool property has exactly the options true and false",
        ));
    }
    Ok(choices)
}
