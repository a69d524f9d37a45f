//! The definitions with which Goodword's own properties are created in HubSpot.

use domain::mapping::{OWN_GROUP, ValueKind};
use domain::{PropertyName, ReferralField, ReferredByField};
use hubspot::properties::{FieldType, PropertyDraft, PropertyKind};

/// The name of the group of Goodword's properties, as people see it.
pub(crate) const OWN_GROUP_LABEL: &str = "Goodword";

/// Returns the property for a field of referrers.
pub(crate) fn draft(field: ReferralField, name: &PropertyName) -> PropertyDraft {
    let (kind, field_type) = match field.kind() {
        ValueKind::Text => (PropertyKind::String, FieldType::Text),
        ValueKind::Number => (PropertyKind::Number, FieldType::Number),
        ValueKind::Date => (PropertyKind::Date, FieldType::Date),
    };
    PropertyDraft {
        name: name.to_string(),
        label: field.label().to_owned(),
        description: field.description().to_owned(),
        group_name: OWN_GROUP.to_owned(),
        kind,
        field_type,
    }
}

/// Returns the property for a field of referred people.
pub(crate) fn referred_by_draft(field: ReferredByField) -> PropertyDraft {
    PropertyDraft {
        name: field.own_property().to_string(),
        label: field.label().to_owned(),
        description: field.description().to_owned(),
        group_name: OWN_GROUP.to_owned(),
        kind: PropertyKind::String,
        field_type: FieldType::Text,
    }
}
