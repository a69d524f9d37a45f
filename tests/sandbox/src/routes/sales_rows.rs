//! The routes of pipelines, and of associations between contacts and deals.
//!
//! For associations HubSpot's descriptions list the scopes of contacts and of deals alike. They do
//! not say whether one of the two is enough for an association between them. The sandbox demands
//! those of deals, so that a client with only those of contacts fails here.

use super::route::{Endpoint as E, Route, Route as R};
use crate::objects::ObjectType::{Contacts, Deals};

const READ: &[&str] = &["crm.objects.deals.read"];
const WRITE: &[&str] = &["crm.objects.deals.write"];

pub(super) const ROWS: &[Route] = &[
    R::guarded("GET /crm/pipelines/{v}/deals", E::PipelinesList, READ).about(Deals),
    R::guarded(
        "GET /crm/pipelines/{v}/deals/{pipelineId}",
        E::PipelineRead,
        READ,
    )
    .about(Deals),
    R::guarded(
        "GET /crm/pipelines/{v}/deals/{pipelineId}/stages",
        E::StagesList,
        READ,
    )
    .about(Deals),
    R::guarded(
        "GET /crm/pipelines/{v}/deals/{pipelineId}/stages/{stageId}",
        E::StageRead,
        READ,
    )
    .about(Deals),
    R::guarded(
        "POST /crm/associations/{v}/contacts/deals/batch/read",
        E::AssociationsBatchRead,
        READ,
    )
    .about(Contacts),
    R::guarded(
        "POST /crm/associations/{v}/deals/contacts/batch/read",
        E::AssociationsBatchRead,
        READ,
    )
    .about(Deals),
    R::guarded(
        "GET /crm/objects/{v}/contacts/{contactId}/associations/deals",
        E::AssociationsList,
        READ,
    )
    .about(Contacts),
    R::guarded(
        "GET /crm/objects/{v}/deals/{dealId}/associations/contacts",
        E::AssociationsList,
        READ,
    )
    .about(Deals),
    R::guarded(
        "PUT /crm/objects/{v}/contacts/{contactId}/associations/default/deals/{dealId}",
        E::Associate,
        WRITE,
    )
    .about(Contacts),
    R::guarded(
        "PUT /crm/objects/{v}/deals/{dealId}/associations/default/contacts/{contactId}",
        E::Associate,
        WRITE,
    )
    .about(Deals),
    R::guarded(
        "DELETE /crm/objects/{v}/contacts/{contactId}/associations/deals/{dealId}",
        E::Dissociate,
        WRITE,
    )
    .about(Contacts),
    R::guarded(
        "DELETE /crm/objects/{v}/deals/{dealId}/associations/contacts/{contactId}",
        E::Dissociate,
        WRITE,
    )
    .about(Deals),
];
