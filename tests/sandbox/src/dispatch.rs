//! The table from an endpoint to the function that answers it.

use crate::{
    account,
    api::{Call, EndpointResult},
    associations,
    errors::Problem,
    lists,
    objects::{batch, gdpr, list as record_list, merge, read, search, write},
    pipelines::endpoints as pipelines,
    properties::{endpoints as properties, groups},
    routes::Endpoint as E,
};

pub(crate) fn dispatch(call: &mut Call<'_>) -> EndpointResult {
    match call.matched.route.endpoint {
        E::AccountDetails => account::details(call),
        E::RecordsList => record_list::list(call),
        E::RecordCreate => write::create(call),
        E::RecordRead => read::read(call),
        E::RecordUpdate => write::update(call),
        E::RecordArchive => write::archive(call),
        E::RecordsBatchRead => batch::batch_read(call),
        E::RecordsBatchCreate => batch::batch_create(call),
        E::RecordsBatchUpdate => batch::batch_update(call),
        E::RecordsBatchUpsert => batch::batch_upsert(call),
        E::RecordsBatchArchive => batch::batch_archive(call),
        E::RecordsSearch => search::search(call),
        E::ContactsMerge => merge::merge(call),
        E::ContactGdprDelete => gdpr::gdpr_delete(call),
        E::PropertiesList => properties::list(call),
        E::PropertyCreate => properties::create(call),
        E::PropertiesBatchCreate => properties::batch_create(call),
        E::PropertiesBatchRead => properties::batch_read(call),
        E::PropertiesBatchArchive => properties::batch_archive(call),
        E::PropertyRead => properties::read(call),
        E::PropertyUpdate => properties::update(call),
        E::PropertyArchive => properties::archive(call),
        E::GroupsList => Ok(groups::list(call)),
        E::GroupCreate => groups::create(call),
        E::GroupRead => groups::read(call),
        E::GroupUpdate => groups::update(call),
        E::GroupArchive => groups::archive(call),
        E::ListCreate => lists::create(call),
        E::ListsByIds => lists::read::by_ids(call),
        E::ListsSearch => lists::search::search(call),
        E::ListsAll => lists::all::all(call),
        E::ListsOfRecords => lists::records::of_records(call),
        E::ListsOfRecord => lists::records::of_record(call),
        E::ListByName => lists::read::by_name(call),
        E::ListFolders => lists::folders::folder(call),
        E::ListIdMapping => lists::legacy::of_one(call),
        E::ListIdMappings => lists::legacy::of_many(call),
        E::ListMemberships => lists::member_pages::by_id(call),
        E::ListJoinOrder => lists::member_pages::by_joining(call),
        E::ListMembersAdd => lists::memberships::add(call),
        E::ListMembersRemove => lists::memberships::remove(call),
        E::ListMembersAddAndRemove => lists::memberships::add_and_remove(call),
        E::ListMembersAddFrom => lists::memberships::add_from(call),
        E::ListMembersRemoveAll => lists::memberships::remove_all(call),
        E::ListRename => lists::write::rename(call),
        E::ListFilterUpdate => lists::write::update_filter(call),
        E::ListRestore => lists::write::restore(call),
        E::ListRead => lists::read::by_id(call),
        E::ListDelete => lists::write::delete(call),
        E::PipelinesList => Ok(pipelines::list(call)),
        E::PipelineRead => pipelines::read(call),
        E::StagesList => pipelines::stages(call),
        E::StageRead => pipelines::stage(call),
        E::AssociationsBatchRead => associations::batch::read(call),
        E::AssociationsList => associations::endpoints::list(call),
        E::Associate => associations::endpoints::associate(call),
        E::Dissociate => associations::endpoints::dissociate(call),
        // These calls carry client credentials, or end the connection that a call needs.
        E::OAuthToken
        | E::OAuthIntrospect
        | E::OAuthRevoke
        | E::AccessTokenInfo
        | E::RefreshTokenInfo
        | E::RefreshTokenDelete
        | E::Uninstall => Err(Problem::plain(404, "resource not found")),
    }
}
