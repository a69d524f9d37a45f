//! The routes: each named once, with the scopes of which a caller needs one, and its limit.
//!
//! More exact patterns stand before those with parameters.

use Endpoint as E;

/// What a route leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    OAuthToken,
    OAuthIntrospect,
    OAuthRevoke,
    AccessTokenInfo,
    RefreshTokenInfo,
    RefreshTokenDelete,
    AccountDetails,
    Uninstall,
    RecordsList,
    RecordCreate,
    RecordsBatchRead,
    RecordsBatchCreate,
    RecordsBatchUpdate,
    RecordsBatchUpsert,
    RecordsBatchArchive,
    RecordsSearch,
    ContactsMerge,
    ContactGdprDelete,
    RecordRead,
    RecordUpdate,
    RecordArchive,
    PropertiesList,
    PropertyCreate,
    PropertiesBatchCreate,
    PropertiesBatchRead,
    PropertiesBatchArchive,
    GroupsList,
    GroupCreate,
    GroupRead,
    GroupUpdate,
    GroupArchive,
    PropertyRead,
    PropertyUpdate,
    PropertyArchive,
    ListCreate,
    ListsByIds,
    ListsSearch,
    ListsOfRecords,
    ListsOfRecord,
    ListByName,
    ListFolders,
    ListIdMapping,
    ListIdMappings,
    ListMemberships,
    ListJoinOrder,
    ListMembersAdd,
    ListMembersRemove,
    ListMembersAddAndRemove,
    ListMembersAddFrom,
    ListMembersRemoveAll,
    ListRename,
    ListFilterUpdate,
    ListRestore,
    ListRead,
    ListDelete,
}

/// Which limit a call counts against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// None: OAuth is the app's affair, not the portal's.
    Unlimited,
    /// The rolling ten seconds of app and portal.
    Rolling,
    /// The portal's searches in a second.
    Search,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Route {
    /// Method and pattern; also its name in statistics and faults.
    pub(crate) name: &'static str,
    /// What it leads to.
    pub(crate) endpoint: Endpoint,
    /// One of these is needed; none at all means that the endpoint takes client credentials.
    pub(crate) scopes: &'static [&'static str],
    /// Its limit.
    pub(crate) lane: Lane,
}

const fn open(name: &'static str, endpoint: Endpoint) -> Route {
    Route {
        name,
        endpoint,
        scopes: &[],
        lane: Lane::Unlimited,
    }
}

const fn guarded(name: &'static str, endpoint: Endpoint, scopes: &'static [&'static str]) -> Route {
    Route {
        name,
        endpoint,
        scopes,
        lane: Lane::Rolling,
    }
}

const fn search(name: &'static str, endpoint: Endpoint, scopes: &'static [&'static str]) -> Route {
    Route {
        name,
        endpoint,
        scopes,
        lane: Lane::Search,
    }
}

const OAUTH: &[&str] = &["oauth"];
const READ: &[&str] = &["crm.objects.contacts.read"];
const WRITE: &[&str] = &["crm.objects.contacts.write"];
/// Definitions can be read with either of these.
const SCHEMA_READ: &[&str] = &[
    "crm.objects.contacts.read",
    "crm.schemas.contacts.read",
    "crm.schemas.contacts.write",
];
const SCHEMA_WRITE: &[&str] = &["crm.schemas.contacts.write"];

const LISTS_READ: &[&str] = &["crm.lists.read"];
const LISTS_WRITE: &[&str] = &["crm.lists.write"];

/// All routes of the API.
pub(crate) const ROUTES: &[Route] = &[
    open("POST /oauth/{v}/token", E::OAuthToken),
    open("POST /oauth/{v}/token/introspect", E::OAuthIntrospect),
    open("POST /oauth/{v}/token/revoke", E::OAuthRevoke),
    open("GET /oauth/v1/access-tokens/{token}", E::AccessTokenInfo),
    open("GET /oauth/v1/refresh-tokens/{token}", E::RefreshTokenInfo),
    open(
        "DELETE /oauth/v1/refresh-tokens/{token}",
        E::RefreshTokenDelete,
    ),
    guarded("GET /account-info/{v}/details", E::AccountDetails, OAUTH),
    guarded(
        "DELETE /appinstalls/{v}/external-install",
        E::Uninstall,
        OAUTH,
    ),
    guarded("GET /crm/objects/{v}/contacts", E::RecordsList, READ),
    guarded("POST /crm/objects/{v}/contacts", E::RecordCreate, WRITE),
    guarded(
        "POST /crm/objects/{v}/contacts/batch/read",
        E::RecordsBatchRead,
        READ,
    ),
    guarded(
        "POST /crm/objects/{v}/contacts/batch/create",
        E::RecordsBatchCreate,
        WRITE,
    ),
    guarded(
        "POST /crm/objects/{v}/contacts/batch/update",
        E::RecordsBatchUpdate,
        WRITE,
    ),
    guarded(
        "POST /crm/objects/{v}/contacts/batch/upsert",
        E::RecordsBatchUpsert,
        WRITE,
    ),
    guarded(
        "POST /crm/objects/{v}/contacts/batch/archive",
        E::RecordsBatchArchive,
        WRITE,
    ),
    search(
        "POST /crm/objects/{v}/contacts/search",
        E::RecordsSearch,
        READ,
    ),
    guarded(
        "POST /crm/objects/{v}/contacts/merge",
        E::ContactsMerge,
        WRITE,
    ),
    guarded(
        "POST /crm/objects/{v}/contacts/gdpr-delete",
        E::ContactGdprDelete,
        WRITE,
    ),
    guarded(
        "GET /crm/objects/{v}/contacts/{contactId}",
        E::RecordRead,
        READ,
    ),
    guarded(
        "PATCH /crm/objects/{v}/contacts/{contactId}",
        E::RecordUpdate,
        WRITE,
    ),
    guarded(
        "DELETE /crm/objects/{v}/contacts/{contactId}",
        E::RecordArchive,
        WRITE,
    ),
    guarded(
        "GET /crm/properties/{v}/contacts",
        E::PropertiesList,
        SCHEMA_READ,
    ),
    guarded(
        "POST /crm/properties/{v}/contacts",
        E::PropertyCreate,
        SCHEMA_WRITE,
    ),
    guarded(
        "POST /crm/properties/{v}/contacts/batch/create",
        E::PropertiesBatchCreate,
        SCHEMA_WRITE,
    ),
    guarded(
        "POST /crm/properties/{v}/contacts/batch/read",
        E::PropertiesBatchRead,
        SCHEMA_READ,
    ),
    guarded(
        "POST /crm/properties/{v}/contacts/batch/archive",
        E::PropertiesBatchArchive,
        SCHEMA_WRITE,
    ),
    guarded(
        "GET /crm/properties/{v}/contacts/groups",
        E::GroupsList,
        SCHEMA_READ,
    ),
    guarded(
        "POST /crm/properties/{v}/contacts/groups",
        E::GroupCreate,
        SCHEMA_WRITE,
    ),
    guarded(
        "GET /crm/properties/{v}/contacts/groups/{groupName}",
        E::GroupRead,
        SCHEMA_READ,
    ),
    guarded(
        "PATCH /crm/properties/{v}/contacts/groups/{groupName}",
        E::GroupUpdate,
        SCHEMA_WRITE,
    ),
    guarded(
        "DELETE /crm/properties/{v}/contacts/groups/{groupName}",
        E::GroupArchive,
        SCHEMA_WRITE,
    ),
    guarded(
        "GET /crm/properties/{v}/contacts/{propertyName}",
        E::PropertyRead,
        SCHEMA_READ,
    ),
    guarded(
        "PATCH /crm/properties/{v}/contacts/{propertyName}",
        E::PropertyUpdate,
        SCHEMA_WRITE,
    ),
    guarded(
        "DELETE /crm/properties/{v}/contacts/{propertyName}",
        E::PropertyArchive,
        SCHEMA_WRITE,
    ),
    guarded("POST /crm/lists/{v}", E::ListCreate, LISTS_WRITE),
    guarded("GET /crm/lists/{v}", E::ListsByIds, LISTS_READ),
    guarded("POST /crm/lists/{v}/search", E::ListsSearch, LISTS_READ),
    guarded(
        "POST /crm/lists/{v}/records/memberships/batch/read",
        E::ListsOfRecords,
        LISTS_READ,
    ),
    guarded(
        "GET /crm/lists/{v}/records/{objectTypeId}/{recordId}/memberships",
        E::ListsOfRecord,
        LISTS_READ,
    ),
    guarded(
        "GET /crm/lists/{v}/object-type-id/{objectTypeId}/name/{listName}",
        E::ListByName,
        LISTS_READ,
    ),
    guarded("GET /crm/lists/{v}/folders", E::ListFolders, LISTS_READ),
    guarded("GET /crm/lists/{v}/idmapping", E::ListIdMapping, LISTS_READ),
    guarded(
        "POST /crm/lists/{v}/idmapping",
        E::ListIdMappings,
        LISTS_READ,
    ),
    guarded(
        "GET /crm/lists/{v}/{listId}/memberships",
        E::ListMemberships,
        LISTS_READ,
    ),
    guarded(
        "GET /crm/lists/{v}/{listId}/memberships/join-order",
        E::ListJoinOrder,
        LISTS_READ,
    ),
    guarded(
        "PUT /crm/lists/{v}/{listId}/memberships/add",
        E::ListMembersAdd,
        LISTS_WRITE,
    ),
    guarded(
        "PUT /crm/lists/{v}/{listId}/memberships/remove",
        E::ListMembersRemove,
        LISTS_WRITE,
    ),
    guarded(
        "PUT /crm/lists/{v}/{listId}/memberships/add-and-remove",
        E::ListMembersAddAndRemove,
        LISTS_WRITE,
    ),
    guarded(
        "PUT /crm/lists/{v}/{listId}/memberships/add-from/{sourceListId}",
        E::ListMembersAddFrom,
        LISTS_WRITE,
    ),
    guarded(
        "DELETE /crm/lists/{v}/{listId}/memberships",
        E::ListMembersRemoveAll,
        LISTS_WRITE,
    ),
    guarded(
        "PUT /crm/lists/{v}/{listId}/update-list-name",
        E::ListRename,
        LISTS_WRITE,
    ),
    guarded(
        "PUT /crm/lists/{v}/{listId}/update-list-filters",
        E::ListFilterUpdate,
        LISTS_WRITE,
    ),
    guarded(
        "PUT /crm/lists/{v}/{listId}/restore",
        E::ListRestore,
        LISTS_WRITE,
    ),
    guarded("GET /crm/lists/{v}/{listId}", E::ListRead, LISTS_READ),
    guarded("DELETE /crm/lists/{v}/{listId}", E::ListDelete, LISTS_WRITE),
];
