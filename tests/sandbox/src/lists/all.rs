//! `POST /crm/lists/{v}/all`: the lists in the order of their ids, a page at a time. It exists from
//! 2026-09 on.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{List, Processing};
use crate::{
    api::{Call, EndpointResult},
    errors::{Problem, check_limit},
    http::Response,
};

/// The largest page.
const MAX_LIMIT: usize = 500;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct All {
    #[serde(default)]
    processing_types: Option<Vec<String>>,
    #[serde(default)]
    object_type_id: Option<String>,
    #[serde(default)]
    after: Option<String>,
    #[serde(default)]
    count: Option<usize>,
}

pub(crate) fn all(call: &mut Call<'_>) -> EndpointResult {
    let body: All = call.body()?;
    let count = body.count.unwrap_or(20);
    check_limit("count", count, MAX_LIMIT)?;
    let types = body.processing_types.unwrap_or_default();
    if types.iter().any(|name| Processing::parse(name).is_none()) {
        return Err(Problem::validation("A processing type is not known")
            .with("subCategory", "ILS.INVALID_PROCESSING_TYPE"));
    }
    // A cursor belongs to the filters with which it was given.
    let filters = format!("{:?} {types:?}", body.object_type_id);
    let after = match &body.after {
        None => 0,
        Some(cursor) => position(cursor, &filters).ok_or_else(|| {
            Problem::validation("The cursor is not valid").with("subCategory", "ILS.INVALID_CURSOR")
        })?,
    };
    let contacts = body.object_type_id.as_ref().is_none_or(|id| id == "0-1");
    let wanted = |list: &&List| {
        contacts
            && list.id > after
            && (types.is_empty() || types.iter().any(|name| name == list.processing.name()))
    };
    let found: Vec<&List> = call.portal.lists.iter().filter(wanted).collect();
    let page = found.iter().take(count);
    let results: Vec<Value> = page
        .map(|list| list.shown(call.now).to_search_json())
        .collect();
    let mut answer = json!({ "results": results, "total": found.len() });
    let last = found
        .get(count.saturating_sub(1))
        .filter(|_| found.len() > count);
    if let (Some(last), Some(fields)) = (last, answer.as_object_mut()) {
        let cursor = BASE64.encode(format!("{} {filters}", last.id));
        fields.insert("paging".to_owned(), json!({ "next": { "after": cursor } }));
    }
    Ok(Response::json(200, &answer))
}

fn position(cursor: &str, filters: &str) -> Option<u64> {
    let text = String::from_utf8(BASE64.decode(cursor).ok()?).ok()?;
    let (id, own) = text.split_once(' ')?;
    id.parse().ok().filter(|_| own == filters)
}
