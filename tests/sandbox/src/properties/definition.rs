//! The definition of a property.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::time::iso;

/// A property name, shared between the definition and all values.
pub(crate) type Name = Arc<str>;

/// The type of a property's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Date,
    Datetime,
    Enumeration,
    Number,
    String,
    PhoneNumber,
}

/// One choice of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) description: String,
    pub(crate) display_order: i64,
    pub(crate) hidden: bool,
}

/// The owner of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ownership {
    /// A user or an app created it.
    Custom,
    /// HubSpot owns it. Its values are written by anyone who may write the record.
    Standard,
    /// HubSpot owns it and its values.
    ReadOnly,
}

/// The definition of a property.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    pub(crate) name: Name,
    pub(crate) label: String,
    pub(crate) group: String,
    pub(crate) kind: Kind,
    pub(crate) field_type: String,
    pub(crate) description: String,
    pub(crate) choices: Vec<Choice>,
    pub(crate) display_order: i64,
    pub(crate) hidden: bool,
    pub(crate) form_field: bool,
    pub(crate) unique: bool,
    pub(crate) ownership: Ownership,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) archived_at: Option<i64>,
}

impl Kind {
    /// Parses HubSpot's name of a type.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "bool" => Self::Bool,
            "date" => Self::Date,
            "datetime" => Self::Datetime,
            "enumeration" => Self::Enumeration,
            "number" => Self::Number,
            "string" => Self::String,
            "phone_number" => Self::PhoneNumber,
            _ => return None,
        })
    }

    /// Returns HubSpot's name of the type.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Enumeration => "enumeration",
            Self::Number => "number",
            Self::String => "string",
            Self::PhoneNumber => "phone_number",
        }
    }

    /// Returns the form fields that a property of this type may have.
    pub(crate) fn field_types(self) -> &'static [&'static str] {
        match self {
            Self::Bool => &["booleancheckbox", "calculation_equation"],
            Self::Date | Self::Datetime => &["date"],
            Self::Enumeration => &[
                "select",
                "radio",
                "checkbox",
                "booleancheckbox",
                "calculation_equation",
            ],
            Self::Number => &["number", "calculation_equation"],
            Self::String => &[
                "text",
                "textarea",
                "html",
                "file",
                "phonenumber",
                "calculation_equation",
            ],
            Self::PhoneNumber => &["phonenumber"],
        }
    }
}

impl Definition {
    /// Returns whether HubSpot owns the property.
    pub(crate) fn standard(&self) -> bool {
        self.ownership != Ownership::Custom
    }

    /// Returns the definition in the API's format.
    pub(crate) fn to_json(&self) -> Value {
        let choice = |choice: &Choice| {
            json!({
                "label": choice.label,
                "value": choice.value,
                "description": choice.description,
                "displayOrder": choice.display_order,
                "hidden": choice.hidden,
            })
        };
        let read_only = self.ownership == Ownership::ReadOnly;
        let mut body = json!({
            "name": &*self.name,
            "label": self.label,
            "groupName": self.group,
            "type": self.kind.name(),
            "fieldType": self.field_type,
            "description": self.description,
            "options": self.choices.iter().map(choice).collect::<Vec<_>>(),
            "displayOrder": self.display_order,
            "hidden": self.hidden,
            "formField": self.form_field,
            "hasUniqueValue": self.unique,
            "hubspotDefined": self.standard(),
            "calculated": self.field_type == "calculation_equation",
            "externalOptions": false,
            "archived": self.archived_at.is_some(),
            "createdAt": iso(self.created_at),
            "updatedAt": iso(self.updated_at),
            "modificationMetadata": {
                "archivable": !self.standard(),
                "readOnlyDefinition": self.standard(),
                "readOnlyOptions": self.standard(),
                "readOnlyValue": read_only,
            },
        });
        if let (Some(archived_at), Some(fields)) = (self.archived_at, body.as_object_mut()) {
            fields.insert("archivedAt".to_owned(), iso(archived_at).into());
        }
        body
    }
}
