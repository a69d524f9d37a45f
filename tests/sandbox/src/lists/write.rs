//! Changes and deletes lists.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Processing, filter::Filter};
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
};

/// `PUT …/{listId}/update-list-name?listName=`.
pub(crate) fn rename(call: &mut Call<'_>) -> EndpointResult {
    let name = call.query.first("listName").unwrap_or_default().to_owned();
    if name.trim().is_empty() {
        return Err(Problem::validation("listName must not be empty"));
    }
    let (id, now) = (call.param("listId").to_owned(), call.now);
    let list = call.portal.lists.live_mut(&id)?;
    list.name = name;
    list.updated_at = now;
    Ok(Response::json(
        200,
        &json!({ "updatedList": list.to_json(false) }),
    ))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewFilter {
    filter_branch: Value,
}

/// `PUT …/{listId}/update-list-filters`.
pub(crate) fn update_filter(call: &mut Call<'_>) -> EndpointResult {
    let body: NewFilter = call.body()?;
    let filter = Filter::parse(&call.portal.schema, body.filter_branch)?;
    let (id, now) = (call.param("listId").to_owned(), call.now);
    let portal = &mut *call.portal;
    let list = portal.lists.live_mut(&id)?;
    if list.processing != Processing::Dynamic {
        return Err(Problem::validation(
            "Only a DYNAMIC list's filter can be changed",
        ));
    }
    list.filter = Some(filter);
    list.version += 1;
    list.updated_at = now;
    let number = list.id;
    portal
        .lists
        .rebuild(number, &portal.schema, &portal.contacts, now);
    let list = portal.lists.live(&id)?.shown(now);
    Ok(Response::json(
        200,
        &json!({ "updatedList": list.to_json(true) }),
    ))
}

/// `DELETE …/{listId}`.
pub(crate) fn delete(call: &mut Call<'_>) -> EndpointResult {
    let (id, now) = (call.param("listId").to_owned(), call.now);
    call.portal.lists.live_mut(&id)?.deleted_at = Some(now);
    Ok(Response::empty(204))
}

/// `PUT …/{listId}/restore`.
pub(crate) fn restore(call: &mut Call<'_>) -> EndpointResult {
    let id = call.param("listId").to_owned();
    call.portal.lists.any_mut(&id)?.deleted_at = None;
    Ok(Response::empty(204))
}
