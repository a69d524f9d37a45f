//! A portal's own rules against writes of some of its contacts.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Fault, Refusal, Then};
use crate::{errors::Problem, routes::Version};

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

    /// Returns the refusal for a write of this contact, if there is one.
    pub(crate) fn write(&self, contact: u64, version: Version) -> Option<Problem> {
        let (property, code, message) = match self.rules.get(&contact)? {
            Refusal::Validation => (
                "customer_number",
                "VALIDATION_RULE",
                "The value of \"Customer number\" does not meet the rule of this account",
            ),
            Refusal::Hidden => return None,
            Refusal::ConditionalRequired if version != Version::September2026 => return None,
            Refusal::ConditionalRequired => (
                "preferred_store",
                "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
                "\"Preferred store\" must be set before this record can be changed",
            ),
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
