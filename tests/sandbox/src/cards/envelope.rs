//! The value that a card reads: `{status, body}`.

use serde_json::{Value, json};

use super::{CardCall, MAX_BODY};

/// The reason why there was no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The time limit passed.
    TimedOut,
    /// There was no connection.
    Unreachable,
    /// Twenty requests of the portal were already in flight.
    TooMany,
}

impl CardCall {
    /// Turns a response into what the card reads. A status of 300 or more becomes a 200 whose body
    /// names the status. A body that is not JSON, or too large, becomes an error.
    #[must_use]
    pub fn answer(&self, status: u16, body: &[u8]) -> Value {
        if status >= 300 {
            let errors = format!(
                "Unacceptable HTTP status {status} calling {}",
                self.asked_url
            );
            let mut envelope = self.error("BAD_GATEWAY", "Error returned from Request Uri");
            if let Some(fields) = envelope.as_object_mut() {
                let body = serde_json::from_slice(body)
                    .unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into());
                fields.insert("responseBody".to_owned(), body);
                fields.insert("errors".to_owned(), json!([{ "message": errors }]));
            }
            if let Some(Value::Object(context)) = envelope.get_mut("context") {
                context.insert(
                    "appServerStatusCode".to_owned(),
                    json!([status.to_string()]),
                );
            }
            return json!({ "status": 200, "body": envelope });
        }
        if body.len() > MAX_BODY {
            let envelope = self.error("VALIDATION_ERROR", "The response body is larger than 1 MB");
            return json!({ "status": 400, "body": envelope });
        }
        if body.is_empty() {
            return json!({ "status": status, "body": null });
        }
        if let Ok(body) = serde_json::from_slice::<Value>(body) {
            return json!({ "status": status, "body": body });
        }
        let envelope = self.error("VALIDATION_ERROR", "Invalid JSON Response Body");
        json!({ "status": 400, "body": envelope })
    }

    /// Returns what the card reads when there was no response.
    #[must_use]
    pub fn failed(&self, failure: Failure) -> Value {
        let (status, category, message) = match failure {
            Failure::TimedOut => (504, "GATEWAY_TIMEOUT", "Gateway took too long to respond"),
            Failure::Unreachable => (500, "INTERNAL_SERVER_ERROR", "Network error"),
            Failure::TooMany => (429, "RATE_LIMITS", "Too many concurrent requests"),
        };
        json!({ "status": status, "body": self.error(category, message) })
    }

    /// Returns the portal of the request. Its requests in flight are limited.
    #[must_use]
    pub fn portal(&self) -> u64 {
        self.portal
    }

    fn error(&self, category: &str, message: &str) -> Value {
        error(
            self.portal,
            &self.method,
            &self.asked_url,
            category,
            message,
        )
    }
}

/// Returns what the card reads when the proxy refuses its request.
pub(super) fn refused(portal: u64, method: &str, url: &str, message: &str) -> Value {
    let body = error(portal, method, url, "VALIDATION_ERROR", message);
    json!({ "status": 400, "body": body })
}

fn error(portal: u64, method: &str, url: &str, category: &str, message: &str) -> Value {
    json!({
        "status": "error",
        "category": category,
        "message": message,
        "context": {
            "portalId": [portal.to_string()],
            "httpMethod": [method],
            "requestUri": [url],
        },
    })
}
