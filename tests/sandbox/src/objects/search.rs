//! `POST …/search`.
//!
//! A search reads an index that lags behind the records: [`index`] says as of which time it has each
//! record. It filters and sorts by the index, and shows the records as they are now. Only an erased
//! record disappears from the index at once.

mod filters;
mod index;
mod order;
mod text;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Record, Selection};
use crate::{
    api::{Call, EndpointResult},
    errors::{Problem, check_limit},
    http::Response,
    settings::SearchDisplay,
};
use filters::{FilterGroup, Filters};
use order::Order;

/// The default page size, and the largest.
const DEFAULT_LIMIT: usize = 10;
const MAX_LIMIT: usize = 200;
/// The last result that paging can reach.
const MAX_RESULTS: usize = 10_000;
/// The longest body, in characters.
const MAX_BODY: usize = 3_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Search {
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    after: Option<Value>,
    #[serde(default)]
    sorts: Option<Vec<Value>>,
    #[serde(default)]
    properties: Option<Vec<String>>,
    #[serde(default)]
    filter_groups: Option<Vec<FilterGroup>>,
}

/// Returns a page of the records that match.
pub(crate) fn search(call: &mut Call<'_>) -> EndpointResult {
    if String::from_utf8_lossy(&call.request.body).chars().count() > MAX_BODY {
        return Err(Problem::validation(format!(
            "The request body must have at most {MAX_BODY} characters"
        )));
    }
    let body: Search = call.body()?;
    let limit = body.limit.unwrap_or(DEFAULT_LIMIT);
    check_limit("limit", limit, MAX_LIMIT)?;
    let after = offset(body.after.as_ref())?;
    if after + limit > MAX_RESULTS {
        return Err(Problem::validation(format!(
            "The total of after and limit must not exceed {MAX_RESULTS}"
        )));
    }
    let schema = call.schema();
    let filters = Filters::parse(schema, body.filter_groups.unwrap_or_default())?;
    let order = Order::parse(schema, &body.sorts.unwrap_or_default())?;
    let words = text::words(body.query.as_deref().unwrap_or_default());
    let records = call.records();
    let mut found: Vec<(&Record, i64)> = records
        .from(0)
        .chain(records.archived_from(0))
        .filter_map(|record| Some((record, index::shows(record, call.settings, call.now)?)))
        .filter(|(record, seen_at)| filters.matches(record, *seen_at))
        .filter(|(record, seen_at)| text::matches(record, &words, *seen_at))
        .collect();
    order.sort(&mut found);
    let selection = Selection::new(schema, &body.properties.unwrap_or_default());
    let results: Vec<Value> = found
        .iter()
        .skip(after)
        .take(limit)
        .map(
            |(record, seen_at)| match call.settings.reads.search_display {
                SearchDisplay::Index => selection.show_at(record, *seen_at),
                SearchDisplay::Present => selection.show(record),
            },
        )
        .collect();
    let next = after + results.len();
    let mut body = json!({ "total": found.len(), "results": results });
    if let (true, Some(fields)) = (next < found.len(), body.as_object_mut()) {
        fields.insert(
            "paging".to_owned(),
            json!({ "next": { "after": next.to_string() } }),
        );
    }
    Ok(Response::json(200, &body))
}

/// Parses `after`: the number of results to skip, as a number or in a string.
fn offset(after: Option<&Value>) -> Result<usize, Problem> {
    let text = match after {
        None | Some(Value::Null) => return Ok(0),
        Some(Value::String(text)) if text.is_empty() => return Ok(0),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    text.parse()
        .map_err(|_| Problem::validation(format!("Invalid paging cursor: {text}")))
}
