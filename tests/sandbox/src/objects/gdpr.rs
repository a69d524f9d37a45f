//! `POST …/gdpr-delete`: erases a person for good, and blocks their address.

use serde::Deserialize;

use super::{
    Found,
    inputs::{missing, record_id},
};
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GdprDelete {
    object_id: String,
    id_property: Option<String>,
}

/// Erases a contact, live or in the recycle bin. An address without a contact is only blocked.
pub(crate) fn gdpr_delete(call: &mut Call<'_>) -> EndpointResult {
    let body: GdprDelete = call.body()?;
    let contacts = &call.portal.contacts;
    let id = match body.id_property.as_deref() {
        None | Some("hs_object_id") => Some(record_id(&body.object_id)?),
        Some("email") => contacts.by_email(&body.object_id),
        Some(other) => {
            return Err(Problem::validation(format!(
                "{other} does not name a contact"
            )));
        }
    };
    let Some(id) = id else {
        call.portal.contacts.block(&body.object_id);
        return Ok(Response::empty(204));
    };
    let id = match contacts.find(id) {
        Some(Found::Direct(contact) | Found::Merged(contact)) => contact.id,
        None => contacts.archived(id).ok_or_else(missing)?.id,
    };
    let source = call.source();
    call.portal.erase(id, source, call.now);
    Ok(Response::empty(204))
}
