//! The ways in which requests name records.

use super::ObjectType;
use crate::{errors::Problem, portal::Portal};

/// The property by which a request names records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key<'a> {
    /// The record id.
    Id,
    /// The first or a further e-mail address of a contact.
    Email,
    /// A property with unique values.
    Unique(&'a str),
}

impl<'a> Key<'a> {
    /// Parses `idProperty`.
    pub(crate) fn parse(
        portal: &Portal,
        object: ObjectType,
        name: Option<&'a str>,
    ) -> Result<Self, Problem> {
        match name {
            None | Some("" | "hs_object_id") => Ok(Self::Id),
            Some("email") if object == ObjectType::Contacts => Ok(Self::Email),
            Some(name)
                if portal
                    .schema_of(object)
                    .live(name)
                    .is_some_and(|property| property.unique) =>
            {
                Ok(Self::Unique(name))
            }
            Some(name) => Err(Problem::validation(format!(
                "Property {name} is not a unique property of object type {}",
                object.id()
            ))),
        }
    }

    /// Returns the record id that a name stands for, whether or not such a record exists.
    pub(crate) fn resolve(self, portal: &Portal, object: ObjectType, name: &str) -> Option<u64> {
        match self {
            Self::Id => name.parse().ok(),
            Self::Email => portal.contacts.by_email(name),
            Self::Unique(property) => portal
                .records_of(object)
                .by_unique(&portal.schema_of(object).live(property)?.name, name),
        }
    }
}

/// Creates the 404 of a single record.
pub(crate) fn missing() -> Problem {
    Problem::not_found("resource not found")
}

/// Creates the error for the inputs of a batch whose records do not exist.
pub(crate) fn some_missing(object: ObjectType, ids: Vec<String>) -> Problem {
    Problem::not_found(format!(
        "Could not get some {} objects, they may be deleted or not exist. Check that ids are valid.",
        object.singular().to_uppercase()
    ))
    .with_context("ids", ids)
}

/// Parses a record id. A text that is not a number is a 404.
pub(crate) fn record_id(text: &str) -> Result<u64, Problem> {
    text.parse().map_err(|_| missing())
}
