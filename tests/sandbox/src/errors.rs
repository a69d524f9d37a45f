//! Refusals in HubSpot's format: `status`, `category`, `message`, `correlationId`, and where they
//! help `errors`, `context` and `links`.
//!
//! The correlation id is set when the response is made, so that a refusal is a plain value.

use serde_json::{Map, Value, json};

use crate::http::Response;
use crate::settings::Denial;

/// A refusal.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: u16,
    body: Map<String, Value>,
    headers: Vec<(String, String)>,
}

impl Problem {
    /// Creates a refusal with a category.
    pub(crate) fn new(status: u16, category: &str, message: impl Into<String>) -> Self {
        Self::plain(status, message).with("category", category)
    }

    /// Creates a refusal without a category, as HubSpot's web framework sends it.
    pub(crate) fn plain(status: u16, message: impl Into<String>) -> Self {
        let problem = Self {
            status,
            body: Map::new(),
            headers: Vec::new(),
        };
        problem
            .with("status", "error")
            .with("message", message.into())
    }

    /// Creates a refusal of an OAuth endpoint. `status` names the bad part, `error` is the RFC 6749
    /// code.
    pub(crate) fn oauth(status: &str, error: &str, message: &str) -> Self {
        Self::plain(400, message)
            .with("status", status)
            .with("error", error)
            .with("error_description", message)
    }

    /// Creates a 400 `VALIDATION_ERROR`.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new(400, "VALIDATION_ERROR", message)
    }

    /// Creates a 404 in the format of the object APIs.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, "OBJECT_NOT_FOUND", message)
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.body.insert(name.to_owned(), value.into());
        self
    }

    /// Adds an entry to `errors`.
    pub(crate) fn with_error(mut self, error: Value) -> Self {
        if let Value::Array(errors) = self
            .body
            .entry("errors")
            .or_insert_with(|| Value::Array(Vec::new()))
        {
            errors.push(error);
        }
        self
    }

    /// Adds values to a list in `context`.
    pub(crate) fn with_context(mut self, name: &str, values: Vec<String>) -> Self {
        if let Value::Object(context) = self
            .body
            .entry("context")
            .or_insert_with(|| Value::Object(Map::new()))
        {
            context.insert(name.to_owned(), values.into());
        }
        self
    }

    /// Adds a header. `name` is in lower case.
    pub(crate) fn with_header(mut self, name: &str, value: String) -> Self {
        self.headers.push((name.to_owned(), value));
        self
    }

    /// Returns the refusal as an entry in the `errors` of a multi-status response. Unlike a single
    /// refusal, an entry always has `category`, `context`, `errors` and `links`, even if they are
    /// empty. `subCategory` is a string as in HubSpot's responses, although the descriptions call
    /// it an object.
    pub(crate) fn into_entry(mut self) -> Value {
        let empty = [
            ("category", json!("")),
            ("context", json!({})),
            ("errors", json!([])),
            ("links", json!({})),
        ];
        for (name, nothing) in empty {
            self.body.entry(name).or_insert(nothing);
        }
        Value::Object(self.body)
    }

    /// Returns the refusal as a response.
    pub(crate) fn into_response(mut self, correlation_id: &str) -> Response {
        self.body
            .insert("correlationId".to_owned(), correlation_id.into());
        let mut response = Response::json(self.status, &Value::Object(self.body));
        response.headers.append(&mut self.headers);
        response.with_header("x-hubspot-correlation-id", correlation_id)
    }
}

/// Creates a 401 for a request without credentials, or with credentials that were never valid.
pub(crate) fn no_credentials() -> Problem {
    Problem::new(
        401,
        "INVALID_AUTHENTICATION",
        "Authentication credentials not found. This API supports OAuth 2.0 authentication and you \
         can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
    )
}

/// Creates a 401 for an expired access token.
pub(crate) fn expired_token(expired_ms: i64, now_ms: i64) -> Problem {
    let seconds = (now_ms - expired_ms) / 1_000;
    let ago = match seconds {
        0..60 => format!("{seconds} second(s)"),
        60..3_600 => format!("{} minute(s)", seconds / 60),
        3_600..86_400 => format!("{} hour(s)", seconds / 3_600),
        _ => format!("{} day(s)", seconds / 86_400),
    };
    Problem::new(
        401,
        "EXPIRED_AUTHENTICATION",
        format!("The OAuth token used to make this call expired {ago} ago."),
    )
    .with_context("expire time", vec![crate::time::iso(expired_ms)])
}

/// Creates a 403 for a call that the app may not make.
pub(crate) fn denied(denial: Denial, any_of: &[&str]) -> Problem {
    let scope = any_of
        .first()
        .copied()
        .unwrap_or("crm.objects.contacts.write");
    let short = scope.replace("crm.objects.", "").replace('.', "-");
    match denial {
        Denial::Scoped => missing_scopes(any_of),
        Denial::ViewSchema => Problem::plain(
            403,
            format!(
                "You do not have permissions to view_schema object type {} (requires one of [{short}])",
                short.split('-').next().unwrap_or_default().to_uppercase()
            ),
        ),
        Denial::OauthToken => Problem::plain(
            403,
            format!(
                "This oauth-token (CKnA8...) does not have proper permissions! (requires all of [{short}])"
            ),
        ),
        Denial::External => Problem::plain(
            403,
            format!("EXTERNAL auth request is missing required '{scope}' scope"),
        ),
        Denial::User => Problem::new(
            403,
            "FORBIDDEN",
            "The user who installed this app doesn't have permission to do this.",
        ),
        Denial::Page => Problem::plain(403, "HTTP 403 Forbidden"),
    }
}

/// Creates a 403 for a token that lacks a scope.
fn missing_scopes(any_of: &[&str]) -> Problem {
    Problem::new(
        403,
        "MISSING_SCOPES",
        "This app hasn't been granted all required scopes to make this call. Read more about \
         required scopes here: https://developers.hubspot.com/scopes.",
    )
    .with_error(json!({
        "message": "One or more of the following scopes are required.",
        "context": { "requiredGranularScopes": any_of },
    }))
    .with(
        "links",
        json!({ "scopes": "https://developers.hubspot.com/scopes" }),
    )
}

/// Refuses a number that is not between 1 and `most`.
pub(crate) fn check_limit(name: &str, limit: usize, most: usize) -> Result<(), Problem> {
    if (1..=most).contains(&limit) {
        return Ok(());
    }
    Err(Problem::validation(format!(
        "{name} must be between 1 and {most}"
    )))
}

/// Creates a 415.
pub(crate) fn unsupported_media() -> Problem {
    Problem::plain(415, "HTTP 415 Unsupported Media Type")
}

/// Creates a 400 for a body that is not JSON, or has the wrong shape.
pub(crate) fn bad_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    Problem::plain(
        400,
        format!("Invalid input JSON on line {line}, column {column}: {error}"),
    )
}
