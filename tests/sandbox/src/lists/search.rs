//! `POST /crm/lists/{v}/search`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{List, Processing};
use crate::{
    api::{Call, EndpointResult},
    errors::{Problem, check_limit},
    http::Response,
    random::Random,
};

/// The largest page.
const MAX_LIMIT: usize = 500;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Search {
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    processing_types: Option<Vec<String>>,
    #[serde(default)]
    list_ids: Option<Vec<String>>,
    #[serde(default)]
    object_type_id: Option<String>,
    #[serde(default)]
    offset: Option<usize>,
    #[serde(default)]
    count: Option<usize>,
}

/// Returns the lists whose names contain the query. HubSpot states no order, so each answer has one
/// of its own: whoever pages by offset may miss a list.
pub(crate) fn search(call: &mut Call<'_>) -> EndpointResult {
    let body: Search = call.body()?;
    let count = body.count.unwrap_or(20);
    check_limit("count", count, MAX_LIMIT)?;
    let types = body.processing_types.unwrap_or_default();
    if let Some(wrong) = types.iter().find(|name| Processing::parse(name).is_none()) {
        return Err(Problem::validation(format!(
            "{wrong} is not a processing type"
        )));
    }
    let query = body.query.unwrap_or_default().to_lowercase();
    let ids = body.list_ids.unwrap_or_default();
    let contacts = body.object_type_id.is_none_or(|id| id == "0-1");
    let wanted = |list: &&List| {
        contacts
            && list.name.to_lowercase().contains(&query)
            && (types.is_empty() || types.iter().any(|name| name == list.processing.name()))
            && (ids.is_empty() || ids.contains(&list.id.to_string()))
    };
    let mut found: Vec<&List> = call.portal.lists.iter().filter(wanted).collect();
    let purpose = format!("order of lists at {}", call.now);
    Random::new(call.settings.seed, &purpose).shuffle(&mut found);
    let offset = body.offset.unwrap_or(0);
    let page: Vec<Value> = found
        .iter()
        .skip(offset)
        .take(count)
        .map(|list| list.shown(call.now).to_search_json())
        .collect();
    let next = offset + page.len();
    Ok(Response::json(
        200,
        &json!({
            "lists": page,
            "offset": next,
            "hasMore": next < found.len(),
            "total": found.len(),
        }),
    ))
}
