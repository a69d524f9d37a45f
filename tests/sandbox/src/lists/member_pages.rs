//! Pages of a list's members, ordered by id or by the time of joining, forwards or backwards.
//!
//! A cursor is a position in the order and is opaque to clients. `after` returns the members from
//! the position on, ascending; `before` returns those before it, descending. So one position serves
//! both directions.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde_json::{Map, Value, json};

use super::List;
use crate::{
    api::{Answer, Call},
    errors::Problem,
    http::Response,
    time::iso,
};

/// The default page size, and the largest.
const USUAL: usize = 100;
const MOST: usize = 250;

/// A position in an order: a time and an id. In the order of ids the time is 0.
type Place = (i64, u64);

/// An order of a list's members.
struct Order {
    /// The prefix of its cursors, so that cursors of another order are refused.
    name: &'static str,
    /// Returns the members from a position on, or those before it, nearest first.
    from: fn(&List, Place, usize) -> Vec<Member>,
    before: fn(&List, Place, usize) -> Vec<Member>,
    place: fn(Member) -> Place,
}

/// A contact, and the time at which it joined.
type Member = (u64, i64);

/// `GET …/{listId}/memberships`: by record id.
pub(crate) fn by_id(call: &mut Call<'_>) -> Answer {
    let order = Order {
        name: "id",
        from: |list, (_, id), most| list.from(id).take(most).collect(),
        before: |list, (_, id), most| list.before(id).take(most).collect(),
        place: |(id, _)| (0, id),
    };
    page(call, &order)
}

/// `GET …/{listId}/memberships/join-order`: by the time of joining, then by id.
pub(crate) fn by_joining(call: &mut Call<'_>) -> Answer {
    let order = Order {
        name: "joined",
        from: |list, place, most| list.joined_from(place).take(most).collect(),
        before: |list, place, most| list.joined_before(place).take(most).collect(),
        place: |(id, at)| (at, id),
    };
    page(call, &order)
}

fn page(call: &Call<'_>, order: &Order) -> Answer {
    let limit = call.limit(USUAL, MOST)?;
    let list = call.portal.lists.live(call.param("listId"))?;
    // `after` takes precedence over `before`.
    let after = cursor(call, order, "after")?;
    let before = cursor(call, order, "before")?.filter(|_| after.is_none());
    // One member more than the page size shows whether there is another page.
    let mut members = match (before, after) {
        (Some(place), _) => (order.before)(list, place, limit + 1),
        (None, after) => (order.from)(list, after.unwrap_or((i64::MIN, 0)), limit + 1),
    };
    let further = members.get(limit).copied();
    members.truncate(limit);
    let mut paging = Map::new();
    let link = |name: &str, place: Place| {
        let cursor = BASE64.encode(format!("{}:{}:{}", order.name, place.0, place.1));
        let (origin, path) = (&call.settings.origin, call.request.path());
        let link = format!("{origin}{path}?limit={limit}&{name}={cursor}");
        json!({ name: cursor, "link": link })
    };
    let (next, prev) = match before {
        None => {
            let first = members.first().copied().map(order.place);
            let precedes = |place: &Place| !(order.before)(list, *place, 1).is_empty();
            (further.map(order.place), first.filter(precedes))
        }
        Some(place) => {
            let follows = !(order.from)(list, place, 1).is_empty();
            let farthest = members.last().copied().map(order.place);
            (
                follows.then_some(place),
                farthest.filter(|_| further.is_some()),
            )
        }
    };
    if let Some(place) = next {
        paging.insert("next".to_owned(), link("after", place));
    }
    if let Some(place) = prev {
        paging.insert("prev".to_owned(), link("before", place));
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
fn cursor(call: &Call<'_>, order: &Order, name: &str) -> Result<Option<Place>, Problem> {
    let Some(given) = call.query.first(name).filter(|given| !given.is_empty()) else {
        return Ok(None);
    };
    let read = || -> Option<Place> {
        let text = String::from_utf8(BASE64.decode(given).ok()?).ok()?;
        let place = text.strip_prefix(order.name)?.strip_prefix(':')?;
        let (at, id) = place.split_once(':')?;
        Some((at.parse().ok()?, id.parse().ok()?))
    };
    let invalid = || Problem::validation(format!("Invalid paging cursor: {given}"));
    read().map(Some).ok_or_else(invalid)
}
