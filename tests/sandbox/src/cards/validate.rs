//! The proxy's rules for the requests of cards.

use serde_json::Value;
use url::Url;

use super::{CardCall, MAX_BODY, MAX_TIMEOUT_MS, TIMEOUT_MS, envelope::refused};
use crate::oauth::App;

/// The methods that a card may use. A `GET` has no body.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

pub(super) fn validate(asked: &Value, app: &App, permitted: &[String]) -> Result<CardCall, Value> {
    let text = |name: &str| asked.get(name).and_then(Value::as_str);
    let number = |name: &str| {
        let value = asked.get(name)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    };
    let portal = number("portalId").unwrap_or_default();
    let url = text("url").unwrap_or_default();
    let method = text("method").unwrap_or("GET").to_ascii_uppercase();
    let refuse = |message: &str| refused(portal, &method, url, message);
    let parsed = Url::parse(url).map_err(|_| refuse("URL is malformed"))?;
    let origin = parsed.origin().ascii_serialization();
    let allowed = |permitted: &String| permitted.trim_end_matches('/') == origin;
    if !permitted.iter().any(allowed) {
        return Err(refuse("The URL is not among the app's permitted URLs"));
    }
    if !METHODS.contains(&method.as_str()) {
        return Err(refuse("Invalid Request Method provided"));
    }
    let headers = asked.get("headers").and_then(Value::as_object);
    let headers: Vec<(&String, &Value)> = headers.into_iter().flatten().collect();
    if headers.len() > 1 {
        return Err(refuse("Only 'Authorization' header is allowed"));
    }
    if headers
        .iter()
        .any(|(name, _)| !name.eq_ignore_ascii_case("authorization"))
    {
        return Err(refuse(
            "Invalid Request Headers provided. Only 'Authorization' header is allowed from \
             hubspot.fetch()",
        ));
    }
    let body = match asked.get("body") {
        None | Some(Value::Null) => Vec::new(),
        // A GET has no body: the proxy drops it.
        Some(_) if method == "GET" => Vec::new(),
        Some(body @ Value::Object(_)) => body.to_string().into_bytes(),
        Some(_) => return Err(refuse("Invalid JSON Request Body")),
    };
    if body.len() > MAX_BODY {
        return Err(refuse("The request body is larger than 1 MB"));
    }
    Ok(CardCall {
        portal,
        asked_url: url.to_owned(),
        url: with_metadata(url, asked, app, portal),
        method,
        body,
        authorization: headers
            .first()
            .and_then(|(_, value)| value.as_str())
            .map(str::to_owned),
        timeout_ms: number("timeout").unwrap_or(TIMEOUT_MS).min(MAX_TIMEOUT_MS),
    })
}

/// Appends the user's identity after the card's own parameters. Their order is not documented.
fn with_metadata(url: &str, asked: &Value, app: &App, portal: u64) -> String {
    let user = asked
        .get("userId")
        .map(|id| id.to_string().replace('"', ""))
        .unwrap_or_default();
    let email = asked
        .get("userEmail")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("userId", &user)
        .append_pair("portalId", &portal.to_string())
        .append_pair("userEmail", email)
        .append_pair("appId", &app.id.to_string());
    // The card's own part stays the same, byte for byte. A fragment is never sent.
    let url = url.split_once('#').map_or(url, |(url, _)| url);
    let joint = match url.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    format!("{url}{joint}{}", query.finish())
}
