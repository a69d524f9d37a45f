//! An answer.

use serde_json::Value;

/// An HTTP answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The answer never reaches the caller, who waits until its own time limit. What stands in the
    /// other fields is what it would have read.
    pub lost: bool,
    /// The number of this API call, counted from 1; 0 for pages and control calls.
    pub call: u64,
}

impl Response {
    /// A JSON answer.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::of(
            status,
            "application/json;charset=utf-8",
            body.to_string().into_bytes(),
        )
    }

    /// An HTML page.
    pub(crate) fn html(status: u16, page: String) -> Self {
        Self::of(status, "text/html;charset=utf-8", page.into_bytes())
    }

    /// An answer without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// A redirect to `location`.
    pub(crate) fn redirect(location: &str) -> Self {
        Self::empty(302).with_header("location", location)
    }

    /// An answer of any media type.
    pub(crate) fn of(status: u16, media: &str, body: Vec<u8>) -> Self {
        let headers = vec![("content-type".to_owned(), media.to_owned())];
        Self {
            status,
            headers,
            body,
            ..Self::default()
        }
    }

    /// Adds a header; `name` in lower case.
    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The first header of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |header: &&(String, String)| header.0.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .find(named)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null if it is none.
    #[must_use]
    pub fn to_json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
