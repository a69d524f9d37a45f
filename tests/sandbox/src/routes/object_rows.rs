//! The routes of records: common ones for contacts and deals, and those that only contacts have.

use super::route::{Endpoint as E, Route, Route as R};
use crate::objects::ObjectType;

/// The routes of an object type, for the name in their paths.
macro_rules! rows {
    ($plural:literal, $id:literal, $object:expr, $read:expr, $write:expr $(, $more:expr)* $(,)?) => {
        &[
            R::guarded(concat!("GET /crm/objects/{v}/", $plural), E::RecordsList, $read)
                .about($object),
            R::guarded(concat!("POST /crm/objects/{v}/", $plural), E::RecordCreate, $write)
                .about($object),
            R::guarded(
                concat!("POST /crm/objects/{v}/", $plural, "/batch/read"),
                E::RecordsBatchRead,
                $read,
            )
            .about($object),
            R::guarded(
                concat!("POST /crm/objects/{v}/", $plural, "/batch/create"),
                E::RecordsBatchCreate,
                $write,
            )
            .about($object),
            R::guarded(
                concat!("POST /crm/objects/{v}/", $plural, "/batch/update"),
                E::RecordsBatchUpdate,
                $write,
            )
            .about($object),
            R::guarded(
                concat!("POST /crm/objects/{v}/", $plural, "/batch/upsert"),
                E::RecordsBatchUpsert,
                $write,
            )
            .about($object),
            R::guarded(
                concat!("POST /crm/objects/{v}/", $plural, "/batch/archive"),
                E::RecordsBatchArchive,
                $write,
            )
            .about($object),
            R::search(
                concat!("POST /crm/objects/{v}/", $plural, "/search"),
                E::RecordsSearch,
                $read,
            )
            .about($object),
            $($more,)*
            R::guarded(
                concat!("GET /crm/objects/{v}/", $plural, "/{", $id, "}"),
                E::RecordRead,
                $read,
            )
            .about($object),
            R::guarded(
                concat!("PATCH /crm/objects/{v}/", $plural, "/{", $id, "}"),
                E::RecordUpdate,
                $write,
            )
            .about($object),
            R::guarded(
                concat!("DELETE /crm/objects/{v}/", $plural, "/{", $id, "}"),
                E::RecordArchive,
                $write,
            )
            .about($object),
        ]
    };
}

const CONTACTS_READ: &[&str] = &["crm.objects.contacts.read"];
const CONTACTS_WRITE: &[&str] = &["crm.objects.contacts.write"];
const DEALS_READ: &[&str] = &["crm.objects.deals.read"];
const DEALS_WRITE: &[&str] = &["crm.objects.deals.write"];

pub(super) const CONTACTS: &[Route] = rows!(
    "contacts",
    "contactId",
    ObjectType::Contacts,
    CONTACTS_READ,
    CONTACTS_WRITE,
    R::guarded(
        "POST /crm/objects/{v}/contacts/merge",
        E::ContactsMerge,
        CONTACTS_WRITE,
    ),
    R::guarded(
        "POST /crm/objects/{v}/contacts/gdpr-delete",
        E::ContactGdprDelete,
        CONTACTS_WRITE,
    ),
);

pub(super) const DEALS: &[Route] = rows!(
    "deals",
    "dealId",
    ObjectType::Deals,
    DEALS_READ,
    DEALS_WRITE
);
