//! Validation of the values of a write: each value by its property, and values that depend on each
//! other.

use serde_json::{Map, Value};

use super::ObjectType;
use crate::{
    portal::Portal,
    properties::values::{self, Checked, Invalid},
};

/// Validates the values for a record, or for a new one.
///
/// # Errors
/// One entry for each invalid value.
pub(crate) fn validate(
    portal: &Portal,
    object: ObjectType,
    record: Option<u64>,
    properties: &Map<String, Value>,
) -> Result<Checked, Vec<Invalid>> {
    let checked = values::check(portal.schema_of(object), properties)?;
    refuse_addresses(portal, &checked)?;
    if object == ObjectType::Deals {
        let deal = record.and_then(|id| portal.deals.live(id));
        portal.pipelines.validate(deal, &checked)?;
    }
    Ok(checked)
}

/// Refuses addresses that HubSpot judges more strictly than their form.
fn refuse_addresses(portal: &Portal, checked: &Checked) -> Result<(), Vec<Invalid>> {
    let refused = &portal.contacts.manners.refused_addresses;
    let found = checked
        .iter()
        .find(|(name, value)| &**name == "email" && refused.contains(value));
    found.map_or(Ok(()), |(_, value)| {
        Err(vec![Invalid {
            name: "email".to_owned(),
            code: "INVALID_EMAIL",
            message: format!("Email address {value} is invalid"),
        }])
    })
}
