//! Control calls for a salesperson's actions on deals: create, change the stage, delete.

use serde_json::{Map, Value, json};

use super::{dump, portal, properties, refused, user_action};
use crate::{
    RecordId,
    http::{Request, Response},
    sandbox::Sandbox,
};

/// `POST /_sandbox/deals?portal=` with `{"properties": {…}, "contacts": [id, …]}`.
pub(super) fn create(sandbox: &mut Sandbox, request: &Request, now: i64) -> Response {
    user_action(sandbox, request, |sandbox, portal, body| {
        let named = body.get("contacts").and_then(Value::as_array);
        let named = named.into_iter().flatten().filter_map(Value::as_str);
        let contacts: Vec<RecordId> = named.map(str::to_owned).collect();
        let id = sandbox.user_creates_deal(portal, &properties(body), &contacts, now)?;
        Ok(Response::json(201, &json!({ "id": id })))
    })
}

/// `PATCH /_sandbox/deals/{id}?portal=` with `{"properties": {…}}`.
pub(super) fn update(sandbox: &mut Sandbox, request: &Request, id: &str, now: i64) -> Response {
    user_action(sandbox, request, |sandbox, portal, body| {
        sandbox.user_updates_deal(portal, id, &properties(body), now)?;
        Ok(Response::empty(204))
    })
}

/// `DELETE /_sandbox/deals/{id}?portal=`: moves the deal to the recycle bin.
pub(super) fn delete(sandbox: &mut Sandbox, request: &Request, id: &str, now: i64) -> Response {
    user_action(sandbox, request, |sandbox, portal, _| {
        sandbox.user_deletes_deal(portal, id, now)?;
        Ok(Response::empty(204))
    })
}

/// `PUT` and `DELETE /_sandbox/deals/{id}/contacts/{contactId}?portal=`.
pub(super) fn associate(
    sandbox: &mut Sandbox,
    request: &Request,
    (deal, contact): (&str, &str),
    now: i64,
) -> Response {
    user_action(sandbox, request, |sandbox, portal, _| {
        let associated = request.method == "PUT";
        sandbox.user_associates(portal, deal, contact, associated, now)?;
        Ok(Response::empty(204))
    })
}

/// `GET /_sandbox/deals?portal=&properties=a,b`: all deals with their contacts.
pub(super) fn list(sandbox: &Sandbox, request: &Request) -> Response {
    let portal = match portal(sandbox, request) {
        Ok(portal) => portal,
        Err(refused) => return refused,
    };
    let Some(deals) = sandbox.portals.get(&portal).map(|portal| &portal.deals) else {
        return refused(404, "There is no such portal.");
    };
    let names = request.query().list("properties");
    let show = |deal| {
        let mut shown = match dump::show(deal, &names) {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        let contacts = sandbox.deal_contacts(portal, &deal.id.to_string());
        shown.insert("contacts".to_owned(), contacts.into());
        Value::Object(shown)
    };
    let deals: Vec<Value> = deals.from(0).map(show).collect();
    Response::json(200, &json!({ "deals": deals }))
}
