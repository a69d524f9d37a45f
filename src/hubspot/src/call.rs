//! A call to HubSpot and its answer, as values.
//!
//! Invariant: a [`Call`] never holds an access token. The performer adds the valid one at the
//! moment of sending, so that a call can be kept and repeated after a refresh.

use core::fmt;

/// The HTTP method of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PATCH`.
    Patch,
    /// `PUT`.
    Put,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// Returns the method as HTTP writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// The credential that the performer adds to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// Nothing: the call authenticates itself, or needs nothing.
    None,
    /// `Authorization: Bearer` with the portal's access token.
    AccessToken,
}

/// The body of a call, with its content type.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// No body, no content type.
    Empty,
    /// `application/json`.
    Json(String),
    /// `application/x-www-form-urlencoded`. Holds secrets.
    Form(String),
}

impl Body {
    /// Returns the content type to send, if there is a body.
    #[must_use]
    pub fn content_type(&self) -> Option<&'static str> {
        match self {
            Self::Empty => None,
            Self::Json(_) => Some("application/json"),
            Self::Form(_) => Some("application/x-www-form-urlencoded"),
        }
    }

    /// Returns the text to send, if there is a body.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Json(text) | Self::Form(text) => Some(text),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("Empty"),
            Self::Json(text) => write!(formatter, "Json({} bytes)", text.len()),
            Self::Form(_) => formatter.write_str("Form(…)"),
        }
    }
}

/// The HubSpot quota that a call counts against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaClass {
    /// The account's rolling window, see [`crate::quota::GENERAL_LIMIT`].
    General,
    /// The search endpoints' own limit, which applies instead of the general one.
    Search,
    /// No quota of an account: the OAuth endpoints.
    Unmetered,
}

/// One call to HubSpot's API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// Path and query, relative to the API's origin; begins with `/`.
    pub target: String,
    /// The credential that the performer adds.
    pub credential: Credential,
    /// The body.
    pub body: Body,
    /// The quota it counts against.
    pub quota: QuotaClass,
}

impl Call {
    pub(crate) fn get(target: String) -> Self {
        Self::general(Method::Get, target, Body::Empty)
    }

    pub(crate) fn post_json(target: String, body: &serde_json::Value) -> Self {
        Self::general(Method::Post, target, Body::Json(body.to_string()))
    }

    pub(crate) fn search(target: String, body: &serde_json::Value) -> Self {
        Self {
            quota: QuotaClass::Search,
            ..Self::post_json(target, body)
        }
    }

    pub(crate) fn general(method: Method, target: String, body: Body) -> Self {
        Self {
            method,
            target,
            credential: Credential::AccessToken,
            body,
            quota: QuotaClass::General,
        }
    }
}

/// HubSpot's answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as received.
    pub body: Vec<u8>,
}

impl Reply {
    /// Returns the first header of this name (given in lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
impl Reply {
    pub(crate) fn of(status: u16, body: &str) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Reply({}, {} bytes)",
            self.status,
            self.body.len()
        )
    }
}

/// Why there is no answer. In each case HubSpot may have acted on the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoReply {
    /// The answer did not come within the performer's time limit.
    #[error("HubSpot did not answer in time")]
    TimedOut,
    /// The connection could not be made, or broke.
    #[error("HubSpot could not be reached")]
    Unreachable,
    /// The answer was longer than the performer's limit.
    #[error("HubSpot's answer was too large")]
    TooLarge,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_a_call_or_a_reply_shows_no_content() {
        let call = Call::general(
            Method::Post,
            "/crm/objects/2026-03/contacts/batch/update".to_owned(),
            Body::Json("{\"email\":\"jo@example.com\"}".to_owned()),
        );
        let form = Body::Form("client_secret=hush".to_owned());
        let reply = Reply {
            status: 200,
            headers: vec![("set-cookie".to_owned(), "hush".to_owned())],
            body: b"jo@example.com".to_vec(),
        };
        let printed = format!("{call:?} {form:?} {reply:?}");
        assert!(
            !printed.contains("example.com") && !printed.contains("hush"),
            "{printed}"
        );
    }
}
