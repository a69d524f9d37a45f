//! Pages of a list's members, ordered by id or by the time of joining, forwards or backwards.
//!
//! A cursor is a position in the order and is opaque to clients. `after` returns the members from
//! the position on, ascending; `before` returns those before it, descending. So one position serves
//! both directions.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde_json::{Map, Value, json};

use super::{List, Processing};
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
    time::iso,
};

/// The default page size, and the largest.
const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: usize = 250;

/// A position in an order: a time and an id. In the order of ids the time is 0.
type Position = (i64, u64);

/// An order of a list's members.
struct Order {
    /// The prefix of its cursors, so that cursors of another order are refused.
    name: &'static str,
    /// Returns the members from a position on, or those before it, nearest first.
    from: fn(&List, Position, usize) -> Vec<Member>,
    before: fn(&List, Position, usize) -> Vec<Member>,
    position: fn(Member) -> Position,
}

/// A contact, and the time at which it joined.
type Member = (u64, i64);

/// `GET …/{listId}/memberships`: by record id.
pub(crate) fn by_id(call: &mut Call<'_>) -> EndpointResult {
    let order = Order {
        name: "id",
        from: |list, (_, id), most| list.from(id).take(most).collect(),
        before: |list, (_, id), most| list.before(id).take(most).collect(),
        position: |(id, _)| (0, id),
    };
    page(call, &order)
}

/// `GET …/{listId}/memberships/join-order`: by the time of joining, then by id.
pub(crate) fn by_joining(call: &mut Call<'_>) -> EndpointResult {
    let order = Order {
        name: "joined",
        from: |list, position, most| list.joined_from(position).take(most).collect(),
        before: |list, position, most| list.joined_before(position).take(most).collect(),
        position: |(id, at)| (at, id),
    };
    page(call, &order)
}

fn page(call: &Call<'_>, order: &Order) -> EndpointResult {
    let limit = call.limit(DEFAULT_LIMIT, MAX_LIMIT)?;
    let list = call.portal.lists.live(call.param("listId"))?;
    if list.processing == Processing::AdHoc {
        return Err(
            Problem::validation("The list's processing type is not supported")
                .with("subCategory", "ILS.INVALID_PROCESSING_TYPE"),
        );
    }
    let list = &*list.shown(call.now);
    // `after` takes precedence over `before`.
    let after = cursor(call, order, "after")?;
    let before = cursor(call, order, "before")?.filter(|_| after.is_none());
    // One member more than the page size shows whether there is another page.
    let mut members = match (before, after) {
        (Some(position), _) => (order.before)(list, position, limit + 1),
        (None, after) => (order.from)(list, after.unwrap_or((i64::MIN, 0)), limit + 1),
    };
    let further = members.get(limit).copied();
    members.truncate(limit);
    let mut paging = Map::new();
    let link = |name: &str, position: Position| {
        let cursor = BASE64.encode(format!("{}:{}:{}", order.name, position.0, position.1));
        let (origin, path) = (&call.settings.origin, call.request.path());
        let link = format!("{origin}{path}?limit={limit}&{name}={cursor}");
        json!({ name: cursor, "link": link })
    };
    let (next, prev) = match before {
        None => {
            let first = members.first().copied().map(order.position);
            let precedes = |position: &Position| !(order.before)(list, *position, 1).is_empty();
            (further.map(order.position), first.filter(precedes))
        }
        Some(position) => {
            let follows = !(order.from)(list, position, 1).is_empty();
            let farthest = members.last().copied().map(order.position);
            (
                follows.then_some(position),
                farthest.filter(|_| further.is_some()),
            )
        }
    };
    if let Some(position) = next {
        paging.insert("next".to_owned(), link("after", position));
    }
    if let Some(position) = prev {
        paging.insert("prev".to_owned(), link("before", position));
    }
    let show =
        |(id, at): &Member| json!({ "recordId": id.to_string(), "membershipTimestamp": iso(*at) });
    let results: Vec<Value> = members.iter().map(show).collect();
    let mut body = json!({ "results": results, "total": list.size() });
    if let (false, Some(fields)) = (paging.is_empty(), body.as_object_mut()) {
        fields.insert("paging".to_owned(), paging.into());
    }
    Ok(Response::json(200, &body))
}

/// Parses a cursor. An empty cursor counts as none.
fn cursor(call: &Call<'_>, order: &Order, name: &str) -> Result<Option<Position>, Problem> {
    let Some(given) = call.query.first(name).filter(|given| !given.is_empty()) else {
        return Ok(None);
    };
    let read = || -> Option<Position> {
        let text = String::from_utf8(BASE64.decode(given).ok()?).ok()?;
        let position = text.strip_prefix(order.name)?.strip_prefix(':')?;
        let (at, id) = position.split_once(':')?;
        Some((at.parse().ok()?, id.parse().ok()?))
    };
    let invalid = || Problem::validation(format!("Invalid paging cursor: {given}"));
    read().map(Some).ok_or_else(invalid)
}
