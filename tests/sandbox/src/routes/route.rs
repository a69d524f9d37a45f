//! The type of a row in the table of routes.

use crate::objects::ObjectType;

/// The endpoint of a route.
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
    ListsAll,
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
    PipelinesList,
    PipelineRead,
    StagesList,
    StageRead,
    AssociationsBatchRead,
    AssociationsList,
    Associate,
    Dissociate,
}

/// The rate limit of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RateLimit {
    /// None: OAuth calls do not count against a portal.
    Unlimited,
    /// The limit of app and portal in ten seconds.
    Rolling,
    /// The portal's limit of searches in a second.
    Search,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Route {
    /// Method and pattern. They are also the name in statistics and faults.
    pub(crate) name: &'static str,
    /// The endpoint.
    pub(crate) endpoint: Endpoint,
    /// The scopes of which a call needs one. If there are none, the endpoint takes client
    /// credentials.
    pub(crate) scopes: &'static [&'static str],
    /// The rate limit.
    pub(crate) rate_limit: RateLimit,
    /// The type of the records that it is about.
    pub(crate) object: ObjectType,
}

impl Route {
    /// Creates a route that takes client credentials.
    pub(super) const fn open(name: &'static str, endpoint: Endpoint) -> Self {
        Self {
            name,
            endpoint,
            scopes: &[],
            rate_limit: RateLimit::Unlimited,
            object: ObjectType::Contacts,
        }
    }

    /// Creates a route that takes a token.
    pub(super) const fn guarded(
        name: &'static str,
        endpoint: Endpoint,
        scopes: &'static [&'static str],
    ) -> Self {
        Self {
            scopes,
            rate_limit: RateLimit::Rolling,
            ..Self::open(name, endpoint)
        }
    }

    /// Creates a route that takes a token and counts as a search.
    pub(super) const fn search(
        name: &'static str,
        endpoint: Endpoint,
        scopes: &'static [&'static str],
    ) -> Self {
        Self {
            rate_limit: RateLimit::Search,
            ..Self::guarded(name, endpoint, scopes)
        }
    }

    /// Returns the same route for another object type.
    pub(super) const fn about(self, object: ObjectType) -> Self {
        Self { object, ..self }
    }
}
