//! Answers as values: a status, headers and bytes. The headers that every answer needs are set here.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Response, StatusCode};
use serde::Serialize;

/// An answer, whole in memory.
pub(crate) type Reply = Response<Vec<u8>>;

/// RFC 9457's content type.
const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

/// What may be done with an answer that is no page: nothing.
const NO_CONTENT_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Answers depend on who asks and on what is true at the moment.
const NEVER_STORED: HeaderValue = HeaderValue::from_static("no-store");

/// One year, which is the least that browsers' preload lists take. Browsers ignore it over plain http.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// An empty answer.
#[must_use]
pub(crate) fn empty(status: StatusCode) -> Reply {
    bytes(status, None, Vec::new())
}

/// An answer of JSON.
#[must_use]
pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Reply {
    match serde_json::to_vec(value) {
        Ok(body) => json_bytes(status, body),
        Err(_) => empty(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// An answer of JSON that is text already.
#[must_use]
pub(crate) fn json_bytes(status: StatusCode, body: Vec<u8>) -> Reply {
    bytes(
        status,
        Some(HeaderValue::from_static("application/json")),
        body,
    )
}

/// Marks an answer of JSON as a refusal.
#[must_use]
pub(crate) fn as_problem(mut reply: Reply) -> Reply {
    reply.headers_mut().insert(CONTENT_TYPE, PROBLEM);
    reply
}

/// A page, with the policy that says what it may load.
#[must_use]
pub(crate) fn html(status: StatusCode, body: String, policy: HeaderValue) -> Reply {
    let content_type = HeaderValue::from_static("text/html; charset=utf-8");
    let mut reply = bytes(status, Some(content_type), body.into_bytes());
    reply.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    reply
}

/// Sends the browser elsewhere, by GET. `None` if the address cannot be a header.
#[must_use]
pub(crate) fn see_other(location: &str) -> Option<Reply> {
    let location = HeaderValue::from_str(location).ok()?;
    let mut reply = empty(StatusCode::FOUND);
    reply.headers_mut().insert(LOCATION, location);
    Some(reply)
}

fn bytes(status: StatusCode, content_type: Option<HeaderValue>, body: Vec<u8>) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, content_type);
    }
    headers.insert(CACHE_CONTROL, NEVER_STORED);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CONTENT_SECURITY_POLICY, NO_CONTENT_POLICY);
    headers.insert(STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    reply
}

/// Hands an answer to the platform.
///
/// # Errors
/// When the platform refuses a header, which it does not for those made here.
pub(crate) fn into_platform(reply: Reply) -> worker::Result<worker::Response> {
    let (parts, body) = reply.into_parts();
    let headers = worker::Headers::new();
    for (name, value) in &parts.headers {
        let value = value
            .to_str()
            .map_err(|error| worker::Error::from(error.to_string()))?;
        headers.append(name.as_str(), value)?;
    }
    let builder = worker::Response::builder()
        .with_status(parts.status.as_u16())
        .with_headers(headers);
    Ok(if body.is_empty() {
        builder.empty()
    } else {
        builder.fixed(body)
    })
}
