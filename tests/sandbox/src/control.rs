//! `/_sandbox/`: the controls of the sandbox itself, for tests and demos. They are outside of
//! HubSpot's API, its limits and its faults. They take and return JSON, without credentials.
//!
//! | | |
//! |---|---|
//! | `GET`, `DELETE stats` | reads [`crate::Stats`]; resets them |
//! | `GET`, `DELETE har` | reads all API calls as HAR 1.2; removes them |
//! | `GET portals` | the portals, each with its own token |
//! | `GET contacts?portal=&properties=&after=&limit=&archived=` | the stored contacts |
//! | `POST contacts`, `PATCH`, `DELETE contacts/{id}`, `POST contacts/{id}/restore`, `/erase`, `POST merge` | a user's actions |
//! | `GET deals?portal=&properties=` | all deals with their contacts |
//! | `POST deals`, `PATCH`, `DELETE deals/{id}`, `PUT`, `DELETE deals/{id}/contacts/{contactId}` | a salesperson's actions |
//! | `PUT lists/processing`, `POST lists/{id}/pause`, `/resume` | HubSpot's work on lists |
//! | `GET`, `POST`, `DELETE faults` | rules of [`crate::Fault`] |
//! | `GET`, `PUT webhooks` | [`crate::WebhookSettings`] |
//! | `POST uninstall?portal=`, `POST expire-tokens`, `POST marketplace-install?portal=&redirect_uri=` | connections |
//! | `PUT dns/{name}`, `PUT dns`, `GET dns-query?name=&type=TXT` | DNS over HTTPS: sets a name's TXT records, lets the resolver fail, asks |
//! | `PUT hosts/{host}`, `GET hosts/{host}/…` | where a host leads; asks it, answered by the server, which has sockets |
//! | `POST hubspot-fetch` | the proxy of `hubspot.fetch`; answered by the server, which has sockets |
//! | `GET assets/…` | the record page's files; answered by the server too |

mod connections;
mod dump;
mod faults;
mod internet;
mod lists;
mod people;
mod sales;
mod webhooks;

use serde_json::{Map, Value, json};

use crate::{
    Refused,
    http::{Request, Response},
    sandbox::Sandbox,
};

/// Answers a control call.
pub(crate) fn answer(sandbox: &mut Sandbox, request: &Request, now: i64) -> Response {
    let segments = request.segments();
    let path: Vec<&str> = segments.iter().skip(1).map(String::as_str).collect();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", ["stats"]) => match serde_json::to_value(sandbox.stats()) {
            Ok(stats) => Response::json(200, &stats),
            Err(error) => refused(500, &error.to_string()),
        },
        ("DELETE", ["stats"]) => {
            sandbox.reset_stats();
            Response::empty(204)
        }
        ("GET", ["har"]) => Response::json(200, &sandbox.har.to_json()),
        ("DELETE", ["har"]) => {
            sandbox.har.clear();
            Response::empty(204)
        }
        ("GET", ["portals"]) => connections::portals(sandbox),
        ("POST", ["uninstall"]) => connections::uninstall(sandbox, request),
        ("POST", ["expire-tokens"]) => connections::expire_tokens(sandbox, now),
        ("POST", ["marketplace-install"]) => connections::marketplace(sandbox, request, now),
        ("GET", ["contacts"]) => dump::contacts(sandbox, request),
        ("POST", ["contacts"]) => people::create(sandbox, request, now),
        ("PATCH", ["contacts", id]) => people::update(sandbox, request, id, now),
        ("DELETE", ["contacts", id]) => people::delete(sandbox, request, id, now),
        ("POST", ["contacts", id, "restore"]) => people::restore(sandbox, request, id, now),
        ("POST", ["contacts", id, "erase"]) => people::erase(sandbox, request, id, now),
        ("POST", ["merge"]) => people::merge(sandbox, request, now),
        ("GET", ["deals"]) => sales::list(sandbox, request),
        ("POST", ["deals"]) => sales::create(sandbox, request, now),
        ("PATCH", ["deals", id]) => sales::update(sandbox, request, id, now),
        ("DELETE", ["deals", id]) => sales::delete(sandbox, request, id, now),
        ("PUT" | "DELETE", ["deals", id, "contacts", contact]) => {
            sales::associate(sandbox, request, (id, contact), now)
        }
        ("PUT", ["lists", "processing"]) => lists::set_processing(sandbox, request),
        ("POST", ["lists", list, "pause"]) => lists::pause(sandbox, request, list, true),
        ("POST", ["lists", list, "resume"]) => lists::pause(sandbox, request, list, false),
        ("GET", ["webhooks"]) => webhooks::show(sandbox),
        ("PUT", ["webhooks"]) => webhooks::change(sandbox, request),
        ("GET", ["dns-query"]) => crate::internet::query(sandbox, request),
        ("PUT", ["dns"]) => internet::set_resolver(sandbox, request),
        ("PUT", ["dns", name]) => internet::set_name(sandbox, request, name),
        ("PUT", ["hosts", host]) => internet::lead(sandbox, request, host),
        ("GET", ["faults"]) => faults::list(sandbox),
        ("POST", ["faults"]) => faults::add(sandbox, request),
        ("DELETE", ["faults"]) => faults::clear(sandbox),
        _ => refused(
            404,
            "There is no such control. See the head of the sandbox's library.",
        ),
    }
}

/// Returns the refusal of a control call.
fn refused(status: u16, message: &str) -> Response {
    Response::json(status, &json!({ "error": message }))
}

/// Parses the JSON body of a control call.
fn body(request: &Request) -> Result<Value, Response> {
    serde_json::from_slice(&request.body).map_err(|error| refused(400, &error.to_string()))
}

/// Returns the portal that a control call names, or else the first portal.
fn portal(sandbox: &Sandbox, request: &Request) -> Result<u64, Response> {
    let query = request.query();
    match query.first("portal") {
        None | Some("") => Ok(sandbox.portal_id()),
        Some(text) => text
            .parse()
            .ok()
            .filter(|id| sandbox.portals.contains_key(id))
            .ok_or_else(|| refused(404, "There is no such portal.")),
    }
}

/// Returns the `properties` of a body.
fn properties(body: &Value) -> Map<String, Value> {
    body.get("properties")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}

/// Performs a user's action and answers the control call.
fn user_action(
    sandbox: &mut Sandbox,
    request: &Request,
    user_action: impl FnOnce(&mut Sandbox, u64, &Value) -> Result<Response, Refused>,
) -> Response {
    let portal = match portal(sandbox, request) {
        Ok(portal) => portal,
        Err(refused) => return refused,
    };
    let body = if request.body.is_empty() {
        Ok(Value::Null)
    } else {
        body(request)
    };
    let body = match body {
        Ok(body) => body,
        Err(refused) => return refused,
    };
    match user_action(sandbox, portal, &body) {
        Ok(response) => response,
        Err(Refused::NotFound) => refused(404, "There is no such record."),
        Err(Refused::Invalid(message)) => refused(400, &message),
    }
}
