//! A HAR 1.2 log of every API call, for any tool that reads this format.
//!
//! It contains no secrets: credentials in headers, forms, JSON and paths are replaced.

use serde_json::{Value, json};

use crate::{
    http::{Request, Response},
    time::iso,
};

const REDACTED: &str = "[redacted]";
/// Fields of forms, queries and JSON bodies that hold credentials.
const SECRET_FIELDS: [&str; 7] = [
    "access_token",
    "refresh_token",
    "client_secret",
    "code",
    "code_verifier",
    "token",
    "id_token",
];

/// The log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Har(Vec<Entry>);

#[derive(Clone, Debug)]
struct Entry {
    call: u64,
    started_ms: i64,
    taken_ms: i64,
    request: Value,
    response: Value,
}

impl Har {
    /// Adds a call.
    pub(crate) fn record(
        &mut self,
        request: &Request,
        response: &Response,
        origin: &str,
        now: i64,
    ) {
        self.0.push(Entry {
            call: response.call,
            started_ms: now,
            taken_ms: 0,
            request: describe_request(request, origin),
            response: describe_response(response, request),
        });
    }

    /// Sets how long a call took, as measured by its sender.
    pub(crate) fn timed(&mut self, call: u64, started_ms: i64, taken_ms: i64) {
        // Calls in flight at the same time are the last entries, so this searches from the end.
        if let Some(entry) = self.0.iter_mut().rev().find(|entry| entry.call == call) {
            entry.started_ms = started_ms;
            entry.taken_ms = taken_ms;
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns the log as HAR.
    pub(crate) fn to_json(&self) -> Value {
        let entry = |entry: &Entry| {
            json!({
                "startedDateTime": iso(entry.started_ms),
                "time": entry.taken_ms,
                "request": entry.request,
                "response": entry.response,
                "cache": {},
                "timings": { "send": 0, "wait": entry.taken_ms, "receive": 0 },
            })
        };
        json!({
            "log": {
                "version": "1.2",
                "creator": { "name": "sandbox", "version": env!("CARGO_PKG_VERSION") },
                "entries": self.0.iter().map(entry).collect::<Vec<_>>(),
            }
        })
    }
}

fn describe_request(request: &Request, origin: &str) -> Value {
    let query: Vec<Value> = request
        .query()
        .pairs()
        .iter()
        .map(|(name, value)| json!({ "name": name, "value": shown(name, value) }))
        .collect();
    let mut described = json!({
        "method": request.method,
        "url": format!("{origin}{}", target(request)),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&request.headers),
        "queryString": query,
        "headersSize": -1,
        "bodySize": request.body.len(),
    });
    if !request.body.is_empty()
        && let Some(fields) = described.as_object_mut()
    {
        let media = request.media_type().unwrap_or_default();
        let text = if request.path().starts_with("/oauth/") {
            body(&media, &request.body)
        } else {
            String::from_utf8_lossy(&request.body).into_owned()
        };
        fields.insert(
            "postData".to_owned(),
            json!({ "mimeType": media, "text": text }),
        );
    }
    described
}

fn describe_response(response: &Response, request: &Request) -> Value {
    let media = response.header("content-type").unwrap_or_default();
    // Only OAuth responses contain secrets. The others stay the same, byte for byte.
    let text = if request.path().starts_with("/oauth/") {
        body(media.split(';').next().unwrap_or_default(), &response.body)
    } else {
        response.text()
    };
    json!({
        "status": if response.lost { 0 } else { response.status },
        "statusText": if response.lost { "no answer" } else { "" },
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&response.headers),
        "content": {
            "size": response.body.len(),
            "mimeType": media,
            "text": text,
        },
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": response.body.len(),
    })
}

/// Returns the target. Hides the token that older OAuth endpoints have in their paths.
fn target(request: &Request) -> String {
    let path = request.path();
    for family in ["/oauth/v1/access-tokens/", "/oauth/v1/refresh-tokens/"] {
        if path.starts_with(family) {
            return format!("{family}{REDACTED}");
        }
    }
    request.target.clone()
}

fn headers(headers: &[(String, String)]) -> Vec<Value> {
    let header = |(name, value): &(String, String)| {
        let secret = name.eq_ignore_ascii_case("authorization");
        json!({ "name": name, "value": if secret { REDACTED } else { value } })
    };
    headers.iter().map(header).collect()
}

fn shown<'a>(name: &str, value: &'a str) -> &'a str {
    if SECRET_FIELDS.contains(&name) {
        REDACTED
    } else {
        value
    }
}

fn body(media: &str, bytes: &[u8]) -> String {
    if media == "application/x-www-form-urlencoded" {
        let pairs = url::form_urlencoded::parse(bytes);
        let shown = pairs.map(|(name, value)| format!("{name}={}", shown(&name, &value)));
        return shown.collect::<Vec<_>>().join("&");
    }
    match serde_json::from_slice::<Value>(bytes) {
        Ok(mut json) => {
            redact(&mut json);
            json.to_string()
        }
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Only the outermost fields of a body are credentials: a property may also be called `code`.
fn redact(json: &mut Value) {
    for (name, value) in json.as_object_mut().into_iter().flatten() {
        if SECRET_FIELDS.contains(&name.as_str()) {
            *value = REDACTED.into();
        }
    }
}
