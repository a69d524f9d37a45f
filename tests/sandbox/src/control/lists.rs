//! `/_sandbox/lists`: HubSpot's work on lists.

use serde_json::Value;

use super::{body, portal, refused};
use crate::{
    http::{Request, Response},
    sandbox::Sandbox,
};

/// Sets how long active lists are processed after a change: `{"longest_ms": 60000}`.
pub(super) fn set_processing(sandbox: &mut Sandbox, request: &Request) -> Response {
    let longest = match body(request) {
        Ok(body) => body.get("longest_ms").and_then(Value::as_i64),
        Err(refused) => return refused,
    };
    let Some(longest) = longest else {
        return refused(400, "longest_ms is a number.");
    };
    sandbox.set_list_processing(longest);
    Response::empty(204)
}

/// Pauses the work on a list, or lets it go on.
pub(super) fn pause(
    sandbox: &mut Sandbox,
    request: &Request,
    list: &str,
    paused: bool,
) -> Response {
    let portal = match portal(sandbox, request) {
        Ok(portal) => portal,
        Err(refused) => return refused,
    };
    if sandbox.pause_list(portal, list, paused) {
        Response::empty(204)
    } else {
        refused(404, "There is no such list.")
    }
}
