//! The contacts whose writes a portal refuses, or at which HubSpot fails.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Fault, Refusal, Then};
use crate::{
    errors::Problem,
    properties::values::{self, Checked, Invalid},
    routes::Version,
};

/// The contacts that may not be written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Refusals {
    portal: u64,
    rules: BTreeMap<u64, Refusal>,
}

impl Refusals {
    pub(super) fn new<'a>(portal: u64, faults: impl Iterator<Item = &'a Fault>) -> Self {
        let rule = |fault: &Fault| match fault.then {
            Then::Refuse { refuse } => Some((fault.when.contact.as_deref()?.parse().ok()?, refuse)),
            _ => None,
        };
        Self {
            portal,
            rules: faults.filter_map(rule).collect(),
        }
    }

    /// Returns the refusal for a read of this contact, if there is one.
    pub(crate) fn read(&self, contact: u64) -> Option<Problem> {
        let hidden = self.rules.get(&contact) == Some(&Refusal::Hidden);
        hidden.then(|| {
            Problem::new(
                403,
                "FORBIDDEN",
                "You do not have permission to view this record",
            )
        })
    }

    /// Returns the answer to a call that writes these contacts, if one of them fails the whole call.
    pub(crate) fn whole_call(&self, contacts: impl Iterator<Item = u64>) -> Option<Problem> {
        let mut rules = contacts.filter_map(|contact| self.rules.get(&contact));
        rules.find_map(|rule| match rule {
            Refusal::ServerError => Some(Problem::plain(500, "internal error")),
            Refusal::Locked => Some(Problem::new(
                423,
                "LOCKED",
                "The record is locked by another request.",
            )),
            _ => None,
        })
    }

    /// Returns the refusal for a write of these properties of this contact, if there is one.
    pub(crate) fn write(
        &self,
        contact: u64,
        version: Version,
        properties: &Checked,
    ) -> Option<Problem> {
        let (property, code, message) = match self.rules.get(&contact)? {
            Refusal::Validation => (
                "customer_number",
                "VALIDATION_RULE",
                "The value of \"Customer number\" does not meet the rule of this account",
            ),
            Refusal::ConditionalRequired if version != Version::September2026 => return None,
            Refusal::ConditionalRequired => (
                "preferred_store",
                "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
                "\"Preferred store\" must be set before this record can be changed",
            ),
            Refusal::Forbidden => {
                let problem = Problem::new(403, "FORBIDDEN", "You may not edit this record.");
                return Some(problem.with_context("ids", vec![contact.to_string()]));
            }
            Refusal::ReadOnly => {
                let (name, _) = properties.first()?;
                let invalid = Invalid {
                    name: name.to_string(),
                    code: "READ_ONLY_VALUE",
                    message: format!(
                        "\"{name}\" is a read only property; its value cannot be set."
                    ),
                };
                return Some(values::refuse(self.portal, &[invalid]));
            }
            Refusal::Hidden | Refusal::ServerError | Refusal::Locked => return None,
        };
        let list = json!([{
            "isValid": false, "message": message, "error": code, "name": property,
            "localizedErrorMessage": message, "portalId": self.portal,
        }]);
        Some(
            Problem::validation(format!("Property values were not valid: {list}")).with_error(
                json!({
                    "message": message,
                    "code": code,
                    "context": { "propertyName": [property], "objectId": [contact.to_string()] },
                }),
            ),
        )
    }
}
