//! `POST …/merge`: merges two records into one with a new id.

use serde::Deserialize;

use super::{
    Found,
    inputs::{missing, record_id},
    show_written,
};
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Merge {
    primary_object_id: String,
    object_id_to_merge: String,
}

/// Merges two records and returns the result.
pub(crate) fn merge(call: &mut Call<'_>) -> EndpointResult {
    let body: Merge = call.body()?;
    let live = |id: &str| match call.portal.contacts.find(record_id(id)?) {
        Some(Found::Direct(contact) | Found::Merged(contact)) => Ok(contact.id),
        None => Err(missing()),
    };
    let (primary, other) = (
        live(&body.primary_object_id)?,
        live(&body.object_id_to_merge)?,
    );
    if primary == other {
        return Err(Problem::validation(
            "A contact cannot be merged with itself",
        ));
    }
    let source = call.source();
    let survivor = call
        .portal
        .merge(primary, other, source, call.now)
        .ok_or_else(missing)?;
    let contact = call.portal.contacts.live(survivor).ok_or_else(missing)?;
    let also = ["hs_merged_object_ids"].into_iter();
    Ok(Response::json(200, &show_written(contact, also)))
}
