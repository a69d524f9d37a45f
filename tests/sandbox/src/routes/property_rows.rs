//! The routes of properties.

use super::route::{Endpoint as E, Route, Route as R};

/// Each of these scopes permits reading definitions.
const READ: &[&str] = &[
    "crm.objects.contacts.read",
    "crm.schemas.contacts.read",
    "crm.schemas.contacts.write",
];
const WRITE: &[&str] = &["crm.schemas.contacts.write"];

pub(super) const ROWS: &[Route] = &[
    R::guarded("GET /crm/properties/{v}/contacts", E::PropertiesList, READ),
    R::guarded(
        "POST /crm/properties/{v}/contacts",
        E::PropertyCreate,
        WRITE,
    ),
    R::guarded(
        "POST /crm/properties/{v}/contacts/batch/create",
        E::PropertiesBatchCreate,
        WRITE,
    ),
    R::guarded(
        "POST /crm/properties/{v}/contacts/batch/read",
        E::PropertiesBatchRead,
        READ,
    ),
    R::guarded(
        "POST /crm/properties/{v}/contacts/batch/archive",
        E::PropertiesBatchArchive,
        WRITE,
    ),
    R::guarded(
        "GET /crm/properties/{v}/contacts/groups",
        E::GroupsList,
        READ,
    ),
    R::guarded(
        "POST /crm/properties/{v}/contacts/groups",
        E::GroupCreate,
        WRITE,
    ),
    R::guarded(
        "GET /crm/properties/{v}/contacts/groups/{groupName}",
        E::GroupRead,
        READ,
    ),
    R::guarded(
        "PATCH /crm/properties/{v}/contacts/groups/{groupName}",
        E::GroupUpdate,
        WRITE,
    ),
    R::guarded(
        "DELETE /crm/properties/{v}/contacts/groups/{groupName}",
        E::GroupArchive,
        WRITE,
    ),
    R::guarded(
        "GET /crm/properties/{v}/contacts/{propertyName}",
        E::PropertyRead,
        READ,
    ),
    R::guarded(
        "PATCH /crm/properties/{v}/contacts/{propertyName}",
        E::PropertyUpdate,
        WRITE,
    ),
    R::guarded(
        "DELETE /crm/properties/{v}/contacts/{propertyName}",
        E::PropertyArchive,
        WRITE,
    ),
];
