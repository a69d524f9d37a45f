//! The routes of lists of contacts.

use super::route::{Endpoint as E, Route, Route as R};

const READ: &[&str] = &["crm.lists.read"];
const WRITE: &[&str] = &["crm.lists.write"];

pub(super) const ROWS: &[Route] = &[
    R::guarded("POST /crm/lists/{v}", E::ListCreate, WRITE),
    R::guarded("GET /crm/lists/{v}", E::ListsByIds, READ),
    R::guarded("POST /crm/lists/{v}/search", E::ListsSearch, READ),
    R::guarded("POST /crm/lists/{v}/all", E::ListsAll, READ),
    R::guarded(
        "POST /crm/lists/{v}/records/memberships/batch/read",
        E::ListsOfRecords,
        READ,
    ),
    R::guarded(
        "GET /crm/lists/{v}/records/{objectTypeId}/{recordId}/memberships",
        E::ListsOfRecord,
        READ,
    ),
    R::guarded(
        "GET /crm/lists/{v}/object-type-id/{objectTypeId}/name/{listName}",
        E::ListByName,
        READ,
    ),
    R::guarded("GET /crm/lists/{v}/folders", E::ListFolders, READ),
    R::guarded("GET /crm/lists/{v}/idmapping", E::ListIdMapping, READ),
    R::guarded("POST /crm/lists/{v}/idmapping", E::ListIdMappings, READ),
    R::guarded(
        "GET /crm/lists/{v}/{listId}/memberships",
        E::ListMemberships,
        READ,
    ),
    R::guarded(
        "GET /crm/lists/{v}/{listId}/memberships/join-order",
        E::ListJoinOrder,
        READ,
    ),
    R::guarded(
        "PUT /crm/lists/{v}/{listId}/memberships/add",
        E::ListMembersAdd,
        WRITE,
    ),
    R::guarded(
        "PUT /crm/lists/{v}/{listId}/memberships/remove",
        E::ListMembersRemove,
        WRITE,
    ),
    R::guarded(
        "PUT /crm/lists/{v}/{listId}/memberships/add-and-remove",
        E::ListMembersAddAndRemove,
        WRITE,
    ),
    R::guarded(
        "PUT /crm/lists/{v}/{listId}/memberships/add-from/{sourceListId}",
        E::ListMembersAddFrom,
        WRITE,
    ),
    R::guarded(
        "DELETE /crm/lists/{v}/{listId}/memberships",
        E::ListMembersRemoveAll,
        WRITE,
    ),
    R::guarded(
        "PUT /crm/lists/{v}/{listId}/update-list-name",
        E::ListRename,
        WRITE,
    ),
    R::guarded(
        "PUT /crm/lists/{v}/{listId}/update-list-filters",
        E::ListFilterUpdate,
        WRITE,
    ),
    R::guarded("PUT /crm/lists/{v}/{listId}/restore", E::ListRestore, WRITE),
    R::guarded("GET /crm/lists/{v}/{listId}", E::ListRead, READ),
    R::guarded("DELETE /crm/lists/{v}/{listId}", E::ListDelete, WRITE),
];
