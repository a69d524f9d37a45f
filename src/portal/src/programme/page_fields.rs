//! The properties behind the fields of a hosted page: they must exist, be writable, and take what the field asks for.
//!
//! The catalogue says what HubSpot has. While it was never fetched, every field is taken: an answer that HubSpot then
//! refuses is left out, and the person is created all the same ([`crate::referrals::people`]).

use domain::referral_page::{FieldKind, PageField};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::catalogue;

/// Rejects a field that is new or changed and whose property cannot take its answers. `present`: the fields that the
/// page has already; they stay, even if HubSpot has changed since.
pub(crate) fn check(
    database: &Database,
    present: &[PageField],
    new: &[PageField],
) -> Result<(), PortalError> {
    if new.iter().all(|field| present.contains(field)) || catalogue::get(database)?.is_none() {
        return Ok(());
    }
    for field in new.iter().filter(|field| !present.contains(field)) {
        let Some(property) = &field.property else {
            continue;
        };
        let why = match catalogue::property(database, property.as_str())? {
            None => {
                "is not among the contact properties of HubSpot's last list. Refresh the list, or create the property first"
            }
            Some(row) if !row.writable => "is calculated or read-only in HubSpot",
            Some(row) if !fits(field, row.kind.as_deref()) => {
                "does not take the answers of this field"
            }
            Some(_) => continue,
        };
        let why = format!("The property {property} {why}.");
        return Err(PortalError::invalid("page.fields", why));
    }
    Ok(())
}

/// Returns whether a property of this type takes the answers of a field. Numbers are checked when the form is sent. A
/// type that is not known is HubSpot's to judge.
fn fits(field: &PageField, kind: Option<&str>) -> bool {
    let Some(kind) = kind else { return true };
    let wanted: &[&str] = match field.kind {
        FieldKind::Text => &["string", "number", "phone_number"],
        FieldKind::Email => &["string"],
        FieldKind::Phone => &["string", "phone_number"],
        FieldKind::Choice => &["string", "enumeration", "number"],
        FieldKind::Checkbox => &["string", "bool", "enumeration"],
    };
    wanted.contains(&kind)
}

/// Returns whether a property takes only numbers, as far as the catalogue knows.
pub(crate) fn takes_numbers(database: &Database, name: &str) -> Result<bool, PortalError> {
    let property = catalogue::property(database, name)?;
    Ok(property.is_some_and(|row| row.kind.as_deref() == Some("number")))
}
