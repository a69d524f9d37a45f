//! An HTTP response.

use serde_json::Value;

use super::first_header;

/// An HTTP answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers. Names are in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the response never reaches the caller, who waits until its own time limit. The other
    /// fields hold the response that it would have received.
    pub lost: bool,
    /// The number of this API call, from 1. Pages and control calls have 0.
    pub call: u64,
}

impl Response {
    /// Creates a JSON response.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::of(
            status,
            "application/json;charset=utf-8",
            body.to_string().into_bytes(),
        )
    }

    /// Creates an HTML page.
    pub(crate) fn html(status: u16, page: String) -> Self {
        Self::of(status, "text/html;charset=utf-8", page.into_bytes())
    }

    /// Creates a response without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// Creates a redirect to `location`.
    pub(crate) fn redirect(location: &str) -> Self {
        Self::empty(302).with_header("location", location)
    }

    /// Creates a response of any media type.
    pub(crate) fn of(status: u16, media: &str, body: Vec<u8>) -> Self {
        let headers = vec![("content-type".to_owned(), media.to_owned())];
        Self {
            status,
            headers,
            body,
            ..Self::default()
        }
    }

    /// Adds a header. `name` is in lower case.
    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Returns the first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        first_header(&self.headers, name)
    }

    /// Parses the body as JSON. Returns null if it is not JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// Returns the body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
