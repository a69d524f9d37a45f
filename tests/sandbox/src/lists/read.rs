//! Reads lists: by id, by several ids, by name.

use serde_json::{Value, json};

use super::List;
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
};

/// `GET /crm/lists/{v}/{listId}`.
pub(crate) fn by_id(call: &mut Call<'_>) -> EndpointResult {
    let with_filter = call.flag("includeFilters")?;
    let list = call
        .portal
        .lists
        .live(call.param("listId"))?
        .shown(call.now);
    Ok(Response::json(
        200,
        &json!({ "list": list.to_json(with_filter) }),
    ))
}

/// `GET /crm/lists/{v}?listIds=1&listIds=2`. Skips unknown ids.
pub(crate) fn by_ids(call: &mut Call<'_>) -> EndpointResult {
    let with_filter = call.flag("includeFilters")?;
    let ids = call.query.list("listIds");
    let found = ids.iter().filter_map(|id| call.portal.lists.live(id).ok());
    let shown = found.map(|list| list.shown(call.now).to_json(with_filter));
    let lists: Vec<Value> = shown.collect();
    Ok(Response::json(200, &json!({ "lists": lists })))
}

/// `GET /crm/lists/{v}/object-type-id/{objectTypeId}/name/{listName}`.
pub(crate) fn by_name(call: &mut Call<'_>) -> EndpointResult {
    let with_filter = call.flag("includeFilters")?;
    let name = call.param("listName");
    let named = |list: &&List| list.name.eq_ignore_ascii_case(name);
    let contacts = call.param("objectTypeId") == "0-1";
    let list = call.portal.lists.iter().find(named).filter(|_| contacts);
    let missing = || Problem::not_found(format!("List does not exist with name {name}."));
    let list = list.ok_or_else(missing)?.shown(call.now);
    Ok(Response::json(
        200,
        &json!({ "list": list.to_json(with_filter) }),
    ))
}
