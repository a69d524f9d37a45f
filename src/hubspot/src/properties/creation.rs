//! Creating properties and their group so that a repeated creation does no harm.
//!
//! If a thing already exists, the caller has what it wanted; this is kept apart from a refusal.
//! HubSpot does not document how it says so; 409 and the categories below were observed. The safe
//! use is therefore: list, create the missing ones, list again, and rely on the list.

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

/// Reads the result of [`create_group`]. A group that already exists is as good as a new one.
///
/// # Errors
/// The failure, unless it says that the group already exists.
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
    /// The name that the API uses: lower-case letters, digits and `_`, beginning with a letter.
    pub name: String,
    /// The name that people see.
    pub label: String,
    /// The description that people see.
    pub description: String,
    /// The group that it is listed under.
    pub group_name: String,
    /// The type of its values.
    pub kind: PropertyKind,
    /// The control with which people enter it.
    pub field_type: FieldType,
}

impl PropertyDraft {
    fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "label": self.label,
            "description": self.description,
            "groupName": self.group_name,
            "type": self.kind.as_str(),
            "fieldType": self.field_type.as_str(),
        })
    }
}

/// Creates one property.
#[must_use]
pub fn create_one(draft: &PropertyDraft) -> Call {
    Call::post_json(
        format!("/crm/properties/{WRITE_VERSION}/contacts"),
        &draft.to_json(),
    )
}

/// Creates several properties.
#[must_use]
pub fn create(drafts: &[PropertyDraft]) -> Call {
    let inputs: Vec<Value> = drafts.iter().map(PropertyDraft::to_json).collect();
    Call::post_json(
        format!("/crm/properties/{WRITE_VERSION}/contacts/batch/create"),
        &json!({ "inputs": inputs }),
    )
}

/// The result of [`create`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreatedProperties {
    /// The names of the properties that were created.
    pub created: Vec<String>,
    /// Whether HubSpot says that some of the properties already exist. If it refused the whole
    /// batch so, `created` is empty, and the others may still be missing.
    pub conflict: bool,
    /// The refusals for other reasons.
    pub refused: Vec<Rejection>,
}

/// Reads the result of [`create`]: 200, 201, 207, or a 409 for the whole batch.
///
/// # Errors
/// The failure, unless it says that a property already exists.
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
        .into_iter()
        .map(|error| Rejection::from_body(reply.status, &ErrorBody::from_value(error)))
        .partition(Rejection::is_conflict);
    Ok(CreatedProperties {
        created: answer
            .results
            .into_iter()
            .filter_map(|property| property.name)
            .collect(),
        conflict: !conflicts.is_empty(),
        refused,
    })
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "wire::or_default")]
    results: Vec<Named>,
    #[serde(default, deserialize_with = "wire::or_default")]
    errors: Vec<Value>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    name: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::accept;

    #[test]
    fn a_draft_has_every_field_that_hubspot_requires() {
        let call = create(&[PropertyDraft {
            name: "goodword_code".to_owned(),
            label: "Referral code".to_owned(),
            description: "Written by Goodword".to_owned(),
            group_name: "goodword".to_owned(),
            kind: PropertyKind::String,
            field_type: FieldType::Text,
        }]);
        assert_eq!(call.target, "/crm/properties/2026-03/contacts/batch/create");
        let body: Value = serde_json::from_str(call.body.text().unwrap()).unwrap();
        let expected = json!({ "inputs": [{
            "name": "goodword_code",
            "label": "Referral code",
            "description": "Written by Goodword",
            "groupName": "goodword",
            "type": "string",
            "fieldType": "text",
        }]});
        assert_eq!(body, expected);
    }

    #[test]
    fn a_thing_that_already_exists_is_no_failure() {
        let taken = Reply::of(
            409,
            r#"{"category":"CONFLICT","message":"goodword already exists"}"#,
        );
        assert_eq!(group_created(accept(Ok(taken.clone()))), Ok(()));
        assert_eq!(group_created(accept(Ok(Reply::of(201, "{}")))), Ok(()));
        let all = created(accept(Ok(taken))).unwrap();
        assert!(all.conflict && all.created.is_empty() && all.refused.is_empty());
        let refused = Reply::of(400, r#"{"category":"VALIDATION_ERROR"}"#);
        assert!(group_created(accept(Ok(refused.clone()))).is_err());
        assert!(created(accept(Ok(refused))).is_err());
    }

    #[test]
    fn a_batch_may_succeed_in_part() {
        let body = r#"{"status":"COMPLETE","results":[{"name":"goodword_code"},{}],"numErrors":2,
            "errors":[{"category":"OBJECT_ALREADY_EXISTS","message":"there"},
                {"category":"VALIDATION_ERROR","message":"Property group goodword does not exist"}]}"#;
        let answer = created(accept(Ok(Reply::of(207, body)))).unwrap();
        assert_eq!(answer.created, ["goodword_code"]);
        assert!(answer.conflict);
        assert_eq!(answer.refused.len(), 1);
        let whole = created(accept(Ok(Reply::of(201, r#"{"results":[{"name":"a"}]}"#)))).unwrap();
        assert!(!whole.conflict && whole.refused.is_empty());
    }
}
