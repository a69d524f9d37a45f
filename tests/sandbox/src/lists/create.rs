//! `POST /crm/lists/{v}`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{List, Processing, filter::Filter};
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewList {
    name: String,
    object_type_id: String,
    processing_type: String,
    #[serde(default)]
    filter_branch: Value,
}

pub(crate) fn create(call: &mut Call<'_>) -> EndpointResult {
    let body: NewList = call.body()?;
    let processing = Processing::parse(&body.processing_type).ok_or_else(|| {
        Problem::validation(format!("{} is not a processing type", body.processing_type))
    })?;
    if body.object_type_id != "0-1" {
        return Err(Problem::validation(
            "There are only lists of contacts here (0-1)",
        ));
    }
    if body.name.trim().is_empty() {
        return Err(Problem::validation("A list needs a name"));
    }
    if call
        .portal
        .lists
        .iter()
        .any(|list| list.name.eq_ignore_ascii_case(&body.name))
    {
        return Err(
            Problem::validation(format!("A list named {} already exists", body.name))
                .with("subCategory", "ILS.DUPLICATE_LIST_NAMES"),
        );
    }
    let filter = match (processing, body.filter_branch) {
        (Processing::Manual, Value::Null) => None,
        (Processing::Manual | Processing::AdHoc, _) => {
            return Err(Problem::validation("A MANUAL list has no filter"));
        }
        (_, Value::Null) => {
            return Err(Problem::validation(
                "A DYNAMIC or SNAPSHOT list needs a filterBranch",
            ));
        }
        (_, filter) => Some(Filter::parse(&call.portal.schema, filter)?),
    };
    let portal = &mut *call.portal;
    let id = portal.lists.new_id();
    let mut list = List::new(id, body.name, processing, call.access.user, call.now);
    list.filter = filter;
    portal
        .lists
        .insert(&portal.schema, &portal.contacts, list, call.now);
    let list = portal.lists.live(&id.to_string())?;
    Ok(Response::json(200, &json!({ "list": list.to_json(true) })))
}
