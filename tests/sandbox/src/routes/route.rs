//! What a row of the table of routes is.

use crate::objects::ObjectType;

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
    PipelinesList,
    PipelineRead,
    StagesList,
    StageRead,
    AssociationsBatchRead,
    AssociationsList,
    Associate,
    Dissociate,
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
    /// The type of the records that it is about.
    pub(crate) object: ObjectType,
}

impl Route {
    /// A route that takes client credentials.
    pub(super) const fn open(name: &'static str, endpoint: Endpoint) -> Self {
        Self {
            name,
            endpoint,
            scopes: &[],
            lane: Lane::Unlimited,
            object: ObjectType::Contacts,
        }
    }

    /// A route that takes a token.
    pub(super) const fn guarded(
        name: &'static str,
        endpoint: Endpoint,
        scopes: &'static [&'static str],
    ) -> Self {
        Self {
            scopes,
            lane: Lane::Rolling,
            ..Self::open(name, endpoint)
        }
    }

    /// A route that takes a token and counts as a search.
    pub(super) const fn search(
        name: &'static str,
        endpoint: Endpoint,
        scopes: &'static [&'static str],
    ) -> Self {
        Self {
            lane: Lane::Search,
            ..Self::guarded(name, endpoint, scopes)
        }
    }

    /// The same route about another type of records.
    pub(super) const fn about(self, object: ObjectType) -> Self {
        Self { object, ..self }
    }
}
