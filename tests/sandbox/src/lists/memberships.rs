//! A list's members, by id and by when they joined, and changing them by hand.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Processing;
use crate::{
    api::{Answer, Call},
    errors::Problem,
    http::Response,
    time::iso,
};

/// The usual page, and the largest.
const USUAL: usize = 100;
const MOST: usize = 250;

/// `GET …/{listId}/memberships`: by record id.
pub(crate) fn by_id(call: &mut Call<'_>) -> Answer {
    let limit = call.limit(USUAL, MOST)?;
    let [from] = cursor(call, [0])?;
    let list = call.portal.lists.live(call.param("listId"))?;
    let page: Vec<(u64, i64)> = list.from(from.cast_unsigned()).take(limit + 1).collect();
    Ok(answer(call, &page, limit, list.size(), |(id, _)| {
        id.to_string()
    }))
}

/// `GET …/{listId}/memberships/join-order`: by when they joined, then by id.
pub(crate) fn by_joining(call: &mut Call<'_>) -> Answer {
    let limit = call.limit(USUAL, MOST)?;
    let [at, id] = cursor(call, [i64::MIN, 0])?;
    let list = call.portal.lists.live(call.param("listId"))?;
    let page: Vec<(u64, i64)> = list
        .joined_from((at, id.cast_unsigned()))
        .take(limit + 1)
        .collect();
    Ok(answer(call, &page, limit, list.size(), |(id, at)| {
        format!("{at}:{id}")
    }))
}

/// `PUT …/{listId}/memberships/add`, with an array of record ids.
pub(crate) fn add(call: &mut Call<'_>) -> Answer {
    let ids: Vec<String> = call.body()?;
    change(call, &ids, &[])
}

/// `PUT …/{listId}/memberships/remove`.
pub(crate) fn remove(call: &mut Call<'_>) -> Answer {
    let ids: Vec<String> = call.body()?;
    change(call, &[], &ids)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddAndRemove {
    #[serde(default)]
    record_ids_to_add: Vec<String>,
    #[serde(default)]
    record_ids_to_remove: Vec<String>,
}

/// `PUT …/{listId}/memberships/add-and-remove`.
pub(crate) fn add_and_remove(call: &mut Call<'_>) -> Answer {
    let body: AddAndRemove = call.body()?;
    change(call, &body.record_ids_to_add, &body.record_ids_to_remove)
}

fn change(call: &mut Call<'_>, add: &[String], remove: &[String]) -> Answer {
    let contacts = &call.portal.contacts;
    let exists = |id: &String| id.parse().is_ok_and(|id| contacts.live(id).is_some());
    let (known, missing): (Vec<String>, Vec<String>) = add.iter().cloned().partition(exists);
    let (list_id, now) = (call.param("listId").to_owned(), call.now);
    let list = call.portal.lists.live_mut(&list_id)?;
    if list.processing == Processing::Dynamic {
        return Err(Problem::validation(
            "Memberships of a DYNAMIC list are determined by its filter",
        ));
    }
    let number = |id: &String| id.parse::<u64>().ok();
    let added: Vec<String> = known
        .into_iter()
        .filter(|id| number(id).is_some_and(|id| list.add(id, now)))
        .collect();
    let removed: Vec<String> = remove
        .iter()
        .filter(|id| number(id).is_some_and(|id| list.remove(id, now)))
        .cloned()
        .collect();
    Ok(Response::json(
        200,
        &json!({
            "recordsIdsAdded": added,
            "recordIdsAdded": added,
            "recordIdsRemoved": removed,
            "recordIdsMissing": missing,
        }),
    ))
}

/// Reads `after`, which says where the next page begins and is opaque to clients.
fn cursor<const N: usize>(call: &Call<'_>, start: [i64; N]) -> Result<[i64; N], Problem> {
    let Some(after) = call.query.first("after").filter(|after| !after.is_empty()) else {
        return Ok(start);
    };
    let invalid = || Problem::validation(format!("Invalid paging cursor: {after}"));
    let text = BASE64.decode(after).map_err(|_| invalid())?;
    let text = String::from_utf8(text).map_err(|_| invalid())?;
    let parts: Option<Vec<i64>> = text.split(':').map(|part| part.parse().ok()).collect();
    parts
        .and_then(|parts| parts.try_into().ok())
        .ok_or_else(invalid)
}

/// A page, of which one entry more than its limit was read.
fn answer(
    call: &Call<'_>,
    page: &[(u64, i64)],
    limit: usize,
    total: usize,
    cursor: fn(&(u64, i64)) -> String,
) -> Response {
    let show = |(id, at): &(u64, i64)| json!({ "recordId": id.to_string(), "membershipTimestamp": iso(*at) });
    let results: Vec<Value> = page.iter().take(limit).map(show).collect();
    let mut body = json!({ "results": results, "total": total });
    if let (Some(next), Some(fields)) = (page.get(limit), body.as_object_mut()) {
        let after = BASE64.encode(cursor(next));
        let (origin, path) = (&call.settings.origin, call.request.path());
        let link = format!("{origin}{path}?limit={limit}&after={after}");
        let next = json!({ "next": { "after": after, "link": link } });
        fields.insert("paging".to_owned(), next);
    }
    Response::json(200, &body)
}
