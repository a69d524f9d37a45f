//! `GET /_sandbox/contacts?portal=&properties=a,b&after=&limit=&archived=`: the stored contacts of
//! a portal, in pages of up to 10,000.

use serde_json::{Map, Value, json};

use super::{portal, refused};
use crate::{
    http::{Request, Response},
    objects::Record,
    sandbox::Sandbox,
};

/// The largest page.
const MAX_LIMIT: usize = 10_000;

/// Returns a page of contacts with the requested properties, or with all that hold a value.
pub(super) fn contacts(sandbox: &Sandbox, request: &Request) -> Response {
    let portal = match portal(sandbox, request) {
        Ok(portal) => portal,
        Err(refused) => return refused,
    };
    let Some(portal) = sandbox.portals.get(&portal) else {
        return refused(404, "There is no such portal.");
    };
    let query = request.query();
    let number = |name: &str, default: u64| match query.first(name) {
        None | Some("") => Some(default),
        Some(text) => text.parse().ok(),
    };
    let (Some(after), Some(limit)) = (number("after", 0), number("limit", MAX_LIMIT as u64)) else {
        return refused(400, "after and limit are whole numbers.");
    };
    let limit = usize::try_from(limit)
        .unwrap_or(MAX_LIMIT)
        .clamp(1, MAX_LIMIT);
    let names = query.list("properties");
    let (page, total): (Vec<&Record>, usize) = if query.first("archived") == Some("true") {
        let all = portal.contacts.archived_from(0).count();
        (
            portal
                .contacts
                .archived_from(after)
                .take(limit + 1)
                .collect(),
            all,
        )
    } else {
        (
            portal.contacts.from(after).take(limit + 1).collect(),
            portal.contacts.len(),
        )
    };
    let next = page.get(limit).map(|contact| contact.id.to_string());
    let shown: Vec<Value> = page
        .into_iter()
        .take(limit)
        .map(|contact| show(contact, &names))
        .collect();
    Response::json(
        200,
        &json!({ "contacts": shown, "next": next, "total": total }),
    )
}

/// Returns a record with the requested properties, or with all that hold a value.
pub(super) fn show(contact: &Record, names: &[String]) -> Value {
    let properties: Map<String, Value> = if names.is_empty() {
        contact
            .values()
            .map(|(name, value)| (name.to_string(), value.into()))
            .collect()
    } else {
        let value = |name: &String| {
            contact
                .value(name)
                .map_or(Value::Null, |value| value.into_owned().into())
        };
        names
            .iter()
            .map(|name| (name.clone(), value(name)))
            .collect()
    };
    json!({
        "id": contact.id.to_string(),
        "createdAt": crate::time::iso(contact.created_at),
        "updatedAt": crate::time::iso(contact.updated_at),
        "properties": properties,
        "merged": contact.merged.iter().map(u64::to_string).collect::<Vec<_>>(),
    })
}
