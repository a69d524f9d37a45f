//! A portal's properties, as HubSpot describes them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::kind::PropertyKind;
use crate::call::{Call, Reply};
use crate::error_body::ErrorBody;
use crate::failure::Failure;
use crate::rejection::Rejection;
use crate::wire::{self, READ_VERSION};

/// The most properties that HubSpot reads in one batch.
pub const BATCH_LIMIT: usize = 100;

/// Asks for up to [`BATCH_LIMIT`] properties of contacts by their names. The answer leaves out those that do not exist
/// or are archived. An account may have 1,500 properties, some with hundreds of options, and a sync maps ten.
#[must_use]
pub fn read(names: &[&str]) -> Call {
    let inputs: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
    Call::post_json(
        format!("/crm/properties/{READ_VERSION}/contacts/batch/read"),
        &json!({ "inputs": inputs, "archived": false }),
    )
}

/// Reads the answer to [`read`], complete (200) or with properties missing (207).
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read, or if HubSpot had a passing problem with one of the properties.
pub fn found(reply: &Reply) -> Result<Vec<PropertyDefinition>, Failure> {
    let answer: Answer = wire::read(reply)?;
    let mut errors = answer.errors.iter();
    let passing = |error: &Value| {
        Rejection::from_body(reply.status, &ErrorBody::from_value(error.clone())).may_pass()
    };
    if errors.any(passing) {
        return Err(wire::unreadable());
    }
    Ok(answer.into_definitions())
}

/// Asks for all properties of contacts that are not archived.
#[must_use]
pub fn list() -> Call {
    Call::get(format!(
        "/crm/properties/{READ_VERSION}/contacts?archived=false"
    ))
}

/// A property as the portal describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of HubSpot's own"
)]
pub struct PropertyDefinition {
    /// The name that the API uses.
    pub name: String,
    /// The name that people see.
    pub label: String,
    /// The group that it is listed under.
    pub group_name: String,
    /// The type of its values; `None` for a type that this crate does not know.
    pub kind: Option<PropertyKind>,
    /// HubSpot's name of the control with which people enter it.
    pub field_type: String,
    /// Whether it is archived.
    pub archived: bool,
    /// Whether HubSpot hides it from people.
    pub hidden: bool,
    /// Whether HubSpot computes its values.
    pub calculated: bool,
    /// Whether its values are read-only.
    pub read_only_value: bool,
    /// Whether it is a standard property of HubSpot's.
    pub hubspot_defined: bool,
    /// The values that an enumeration allows.
    pub options: Vec<String>,
}

impl PropertyDefinition {
    /// Tells whether values can be written through the API.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        !self.archived && !self.calculated && !self.read_only_value
    }
}

/// Reads the answer to [`list`]. Ignores a property without a name.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn definitions(reply: &Reply) -> Result<Vec<PropertyDefinition>, Failure> {
    wire::read::<Answer>(reply).map(Answer::into_definitions)
}

#[derive(Deserialize)]
struct Answer {
    results: Vec<Described>,
    #[serde(default, deserialize_with = "wire::or_default")]
    errors: Vec<Value>,
}

impl Answer {
    fn into_definitions(self) -> Vec<PropertyDefinition> {
        let described = self.results.into_iter();
        described.filter_map(Described::into_definition).collect()
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Described {
    name: Option<String>,
    label: Option<String>,
    group_name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    field_type: Option<String>,
    archived: Option<bool>,
    hidden: Option<bool>,
    calculated: Option<bool>,
    hubspot_defined: Option<bool>,
    modification_metadata: Option<Modification>,
    options: Option<Vec<Choice>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Modification {
    #[serde(default)]
    read_only_value: Option<bool>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default, deserialize_with = "wire::optional_text")]
    value: Option<String>,
}

impl Described {
    fn into_definition(self) -> Option<PropertyDefinition> {
        Some(PropertyDefinition {
            name: self.name.filter(|name| !name.is_empty())?,
            label: self.label.unwrap_or_default(),
            group_name: self.group_name.unwrap_or_default(),
            kind: self.kind.as_deref().and_then(PropertyKind::from_name),
            field_type: self.field_type.unwrap_or_default(),
            archived: self.archived.unwrap_or(false),
            hidden: self.hidden.unwrap_or(false),
            calculated: self.calculated.unwrap_or(false),
            read_only_value: self
                .modification_metadata
                .and_then(|metadata| metadata.read_only_value)
                .unwrap_or(false),
            hubspot_defined: self.hubspot_defined.unwrap_or(false),
            options: self
                .options
                .unwrap_or_default()
                .into_iter()
                .filter_map(|choice| choice.value)
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_show_what_can_be_mapped_and_written() {
        let body = r#"{"results":[
            {"name":"goodword_people_referred","label":"People referred","type":"number",
             "fieldType":"number","groupName":"goodword","description":"","options":[],
             "displayOrder":-1,"calculated":false,"externalOptions":false,"archived":false,
             "hasUniqueValue":false,"hidden":false,"hubspotDefined":false,"formField":false,
             "modificationMetadata":{"archivable":true,"readOnlyDefinition":false,"readOnlyValue":false}},
            {"name":"lifecyclestage","label":"Lifecycle Stage","type":"enumeration",
             "fieldType":"radio","groupName":"contactinformation","hubspotDefined":true,
             "options":[{"label":"Lead","value":"lead","hidden":false},{"label":"odd"}]},
            {"name":"createdate","type":"datetime","modificationMetadata":{"readOnlyValue":true}},
            {"name":"days_open","type":"number","calculated":true},
            {"name":"old","type":"string","archived":true},
            {"name":"new_kind","type":"json","options":null,"modificationMetadata":null},
            {"label":"nameless"}]}"#;
        let definitions = definitions(&Reply::of(200, body)).unwrap();
        let writable: Vec<_> = definitions
            .iter()
            .filter(|definition| definition.is_writable())
            .map(|definition| (definition.name.as_str(), definition.kind))
            .collect();
        assert_eq!(
            writable,
            [
                ("goodword_people_referred", Some(PropertyKind::Number)),
                ("lifecyclestage", Some(PropertyKind::Enumeration)),
                ("new_kind", None),
            ]
        );
        assert_eq!(definitions.len(), 6);
        assert_eq!(definitions[1].options, ["lead"]);
        assert!(definitions[1].hubspot_defined);
    }

    #[test]
    fn properties_are_read_by_name_and_a_passing_problem_shows_none_of_them_as_missing() {
        let call = read(&["goodword_code", "referral_url"]);
        assert_eq!(call.target, "/crm/properties/2026-09/contacts/batch/read");
        let body: Value = serde_json::from_str(call.body.text().unwrap()).unwrap();
        let names = json!([{ "name": "goodword_code" }, { "name": "referral_url" }]);
        assert_eq!(body, json!({ "inputs": names, "archived": false }));
        let answer = |category: &str| {
            let body = format!(
                r#"{{"results":[{{"name":"goodword_code","type":"string"}}],"numErrors":1,
                    "errors":[{{"category":"{category}","message":"Property referral_url"}}]}}"#
            );
            found(&Reply::of(207, &body))
        };
        let missing = answer("OBJECT_NOT_FOUND").unwrap();
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0].kind, Some(PropertyKind::String));
        assert_eq!(answer("INTERNAL_ERROR").unwrap_err(), wire::unreadable());
    }
}
