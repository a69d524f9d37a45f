//! Creating properties and their group, so that doing it again does no harm.
//!
//! That a thing is there already is what the caller wanted: it is told apart from a refusal. HubSpot does
//! not document how it says so; 409 and the categories below are what has been seen. The safe use is
//! therefore: list, create what is missing, list again, and believe the list.

use serde::Deserialize;
use serde_json::{Value, json};

use super::kind::{FieldType, PropertyKind};
use crate::call::{Call, Reply};
use crate::error_body::ErrorBody;
use crate::failure::Failure;
use crate::rejection::Rejection;
use crate::wire::{self, WRITE_VERSION};

/// Creates a group for properties.
#[must_use]
pub fn create_group(name: &str, label: &str) -> Call {
    Call::post_json(
        format!("/crm/properties/{WRITE_VERSION}/contacts/groups"),
        // HubSpot sorts a group of order -1 behind all others.
        &json!({ "name": name, "label": label, "displayOrder": -1 }),
    )
}

/// Reads what came of [`create_group`]: that the group is there already is as good.
///
/// # Errors
/// The failure, unless it says that the group is there already.
pub fn group_created(outcome: Result<Reply, Failure>) -> Result<(), Failure> {
    match outcome {
        Ok(_) => Ok(()),
        Err(Failure::Rejected(rejection)) if rejection.is_conflict() => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// A property to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyDraft {
    /// The name that the API uses: small letters, digits and `_`, beginning with a letter.
    pub name: String,
    /// The name that people see.
    pub label: String,
    /// What people are told of it.
    pub description: String,
    /// The group that it is listed under.
    pub group_name: String,
    /// What its values are.
    pub kind: PropertyKind,
    /// How people enter it.
    pub field_type: FieldType,
}

/// Creates several properties.
#[must_use]
pub fn create(drafts: &[PropertyDraft]) -> Call {
    let inputs: Vec<Value> = drafts
        .iter()
        .map(|draft| {
            json!({
                "name": draft.name,
                "label": draft.label,
                "description": draft.description,
                "groupName": draft.group_name,
                "type": draft.kind.as_str(),
                "fieldType": draft.field_type.as_str(),
            })
        })
        .collect();
    Call::post_json(
        format!("/crm/properties/{WRITE_VERSION}/contacts/batch/create"),
        &json!({ "inputs": inputs }),
    )
}

/// What became of [`create`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreatedProperties {
    /// The names of the properties that were created.
    pub created: Vec<String>,
    /// HubSpot says that some of the properties are there already. If the whole batch was answered so,
    /// `created` is empty, and the others may still be missing.
    pub conflict: bool,
    /// The refusals for any other reason.
    pub refused: Vec<Rejection>,
}

/// Reads what came of [`create`]: 200, 201, 207, or a 409 for the whole.
///
/// # Errors
/// The failure, unless it says that a property is there already.
pub fn created(outcome: Result<Reply, Failure>) -> Result<CreatedProperties, Failure> {
    let reply = match outcome {
        Ok(reply) => reply,
        Err(Failure::Rejected(rejection)) if rejection.is_conflict() => {
            return Ok(CreatedProperties {
                conflict: true,
                ..CreatedProperties::default()
            });
        }
        Err(failure) => return Err(failure),
    };
    let answer: Answer = wire::read(&reply)?;
    let (conflicts, refused): (Vec<_>, Vec<_>) = answer
        .errors
        .unwrap_or_default()
        .into_iter()
        .map(|error| Rejection::from_body(reply.status, &ErrorBody::from_value(error)))
        .partition(Rejection::is_conflict);
    Ok(CreatedProperties {
        created: answer
            .results
            .unwrap_or_default()
            .into_iter()
            .filter_map(|property| property.name)
            .collect(),
        conflict: !conflicts.is_empty(),
        refused,
    })
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    results: Option<Vec<Named>>,
    #[serde(default)]
    errors: Option<Vec<Value>>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    name: Option<String>,
}
