//! `GET /crm/objects/{v}/{objectType}`: pages in the order of ids.
//!
//! `after` is the id of the first record of the next page. So each page costs the same, and no
//! record is repeated or skipped when others are added or removed.

use serde_json::{Value, json};

use super::{History, Record, Selection};
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
};

/// The most records on a page, without and with histories.
const MAX_LIMIT: usize = 100;
const MAX_WITH_HISTORY: usize = 50;

/// Returns the page that begins at `after`.
pub(crate) fn list(call: &mut Call<'_>) -> EndpointResult {
    let asked_history = call.query.list("propertiesWithHistory");
    let most = if asked_history.is_empty() {
        MAX_LIMIT
    } else {
        MAX_WITH_HISTORY
    };
    let limit = call.limit(10, most)?;
    let archived = call.flag("archived")?;
    let from = match call.query.first("after") {
        None | Some("") => 0,
        Some(after) => after
            .parse()
            .map_err(|_| Problem::validation(format!("Invalid paging cursor: {after}")))?,
    };
    let records = call.records();
    let mut page: Vec<&Record> = if archived {
        records.archived_from(from).take(limit + 1).collect()
    } else {
        records.from(from).take(limit + 1).collect()
    };
    let next = if page.len() > limit { page.pop() } else { None };
    let selection = Selection::new(call.schema(), &call.query.list("properties"));
    let history = History::new(call.schema(), &asked_history);
    let show = |contact: &Record| {
        let mut shown = selection.show(contact);
        history.add(contact, &mut shown);
        shown
    };
    let results: Vec<Value> = page.into_iter().map(show).collect();
    let mut body = json!({ "results": results });
    if let (Some(next), Some(fields)) = (next, body.as_object_mut()) {
        let path = call.request.path();
        let link = format!(
            "{}{path}?limit={limit}&after={}",
            call.settings.origin, next.id
        );
        let paging = json!({ "next": { "after": next.id.to_string(), "link": link } });
        fields.insert("paging".to_owned(), paging);
    }
    Ok(Response::json(200, &body))
}
