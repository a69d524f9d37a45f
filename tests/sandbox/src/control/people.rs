//! Control calls for a user's actions on contacts: create, change, delete, restore, merge, erase.

use serde_json::{Value, json};

use super::{properties, user_action};
use crate::{
    http::{Request, Response},
    sandbox::Sandbox,
};

/// `POST /_sandbox/contacts?portal=` with `{"properties": {…}}`.
pub(super) fn create(sandbox: &mut Sandbox, request: &Request, now: i64) -> Response {
    user_action(sandbox, request, |sandbox, portal, body| {
        let id = sandbox.user_creates(portal, &properties(body), now)?;
        Ok(Response::json(201, &json!({ "id": id })))
    })
}

/// `PATCH /_sandbox/contacts/{id}?portal=` with `{"properties": {…}}`.
pub(super) fn update(sandbox: &mut Sandbox, request: &Request, id: &str, now: i64) -> Response {
    user_action(sandbox, request, |sandbox, portal, body| {
        sandbox.user_updates(portal, id, &properties(body), now)?;
        Ok(Response::empty(204))
    })
}

/// `DELETE /_sandbox/contacts/{id}?portal=`: moves the contact to the recycle bin.
pub(super) fn delete(sandbox: &mut Sandbox, request: &Request, id: &str, now: i64) -> Response {
    user_action(sandbox, request, |sandbox, portal, _| {
        sandbox.user_deletes(portal, id, now)?;
        Ok(Response::empty(204))
    })
}

/// `POST /_sandbox/contacts/{id}/restore?portal=`.
pub(super) fn restore(sandbox: &mut Sandbox, request: &Request, id: &str, now: i64) -> Response {
    user_action(sandbox, request, |sandbox, portal, _| {
        sandbox.user_restores(portal, id, now)?;
        Ok(Response::empty(204))
    })
}

/// `POST /_sandbox/contacts/{id}/erase?portal=`: erases the contact for privacy.
pub(super) fn erase(sandbox: &mut Sandbox, request: &Request, id: &str, now: i64) -> Response {
    user_action(sandbox, request, |sandbox, portal, _| {
        sandbox.user_erases(portal, id, now)?;
        Ok(Response::empty(204))
    })
}

/// `POST /_sandbox/merge?portal=` with `{"primary": id, "other": id}`. Answers with the new id.
pub(super) fn merge(sandbox: &mut Sandbox, request: &Request, now: i64) -> Response {
    user_action(sandbox, request, |sandbox, portal, body| {
        let id = |name: &str| {
            body.get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let survivor = sandbox.user_merges(portal, &id("primary"), &id("other"), now)?;
        Ok(Response::json(200, &json!({ "id": survivor })))
    })
}
