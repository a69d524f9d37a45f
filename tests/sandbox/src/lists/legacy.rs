//! Maps list ids of HubSpot's v1 API to current ids. No list here was created through v1, so that
//! each v1 id is unknown.

use serde_json::json;

use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
};

/// The most ids in one call.
const MAX_IDS: usize = 10_000;

/// `GET /crm/lists/{v}/idmapping?legacyListId=`.
pub(crate) fn of_one(call: &mut Call<'_>) -> EndpointResult {
    let id = call.query.first("legacyListId").unwrap_or_default();
    if id.is_empty() {
        return Err(Problem::validation("legacyListId must not be empty"));
    }
    let message = format!("List does not exist with legacy ID {id}.");
    Err(Problem::not_found(message))
}

/// `POST /crm/lists/{v}/idmapping`, with an array of ids.
pub(crate) fn of_many(call: &mut Call<'_>) -> EndpointResult {
    let ids: Vec<String> = call.body()?;
    if ids.len() > MAX_IDS {
        let message = format!("At most {MAX_IDS} ids can be mapped at once");
        return Err(Problem::validation(message));
    }
    let body = json!({ "legacyListIdsToIdsMapping": [], "missingLegacyListIds": ids });
    Ok(Response::json(200, &body))
}
