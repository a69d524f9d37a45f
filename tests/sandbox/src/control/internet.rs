//! Control calls for DNS and for the ways of hosts.

use serde_json::Value;

use super::{body, refused};
use crate::{
    http::{Request, Response},
    sandbox::Sandbox,
};

/// `PUT /_sandbox/dns/{name}` with `{"txt": ["…"]}`, or with `{"status": 2}` for a name whose servers fail.
pub(super) fn set_name(sandbox: &mut Sandbox, request: &Request, name: &str) -> Response {
    let wanted = match body(request) {
        Ok(wanted) => wanted,
        Err(refused) => return refused,
    };
    if let Some(status) = number(&wanted, "status") {
        sandbox.fail_dns(name, status);
        return Response::empty(204);
    }
    let Some(texts) = wanted.get("txt").and_then(Value::as_array) else {
        return refused(400, "Give the name's records as txt.");
    };
    let texts = texts.iter().filter_map(Value::as_str);
    let texts: Vec<String> = texts.map(str::to_owned).collect();
    sandbox.set_txt(name, &texts);
    Response::empty(204)
}

/// `PUT /_sandbox/dns` with `{"fails": 502}`, or with `{"fails": null}`.
pub(super) fn set_resolver(sandbox: &mut Sandbox, request: &Request) -> Response {
    match body(request) {
        Ok(wanted) => {
            sandbox.fail_resolver(number(&wanted, "fails"));
            Response::empty(204)
        }
        Err(refused) => refused,
    }
}

/// `PUT /_sandbox/hosts/{host}` with `{"origin": "http://localhost:8787"}`, or with `{"origin": null}`.
pub(super) fn lead(sandbox: &mut Sandbox, request: &Request, host: &str) -> Response {
    match body(request) {
        Ok(wanted) => {
            sandbox.lead_host(host, wanted.get("origin").and_then(Value::as_str));
            Response::empty(204)
        }
        Err(refused) => refused,
    }
}

fn number(body: &Value, name: &str) -> Option<u16> {
    let number = body.get(name).and_then(Value::as_u64)?;
    u16::try_from(number).ok()
}
