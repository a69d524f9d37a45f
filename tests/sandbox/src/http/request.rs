//! An HTTP request as HubSpot receives it, byte for byte.

use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::form_urlencoded;

use super::{Query, first_header};

/// An HTTP request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The method in capitals.
    pub method: String,
    /// The path and query as sent, for example `/crm/v3/objects/contacts?limit=1`.
    pub target: String,
    /// The headers in the order sent. Names are compared without regard to case.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
}

impl Request {
    /// Creates a request without headers and body.
    #[must_use]
    pub fn new(method: &str, target: impl Into<String>) -> Self {
        Self {
            method: method.to_owned(),
            target: target.into(),
            ..Self::default()
        }
    }

    /// Creates a `GET`.
    #[must_use]
    pub fn get(target: impl Into<String>) -> Self {
        Self::new("GET", target)
    }

    /// Creates a `POST`.
    #[must_use]
    pub fn post(target: impl Into<String>) -> Self {
        Self::new("POST", target)
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Adds `Authorization: Bearer`.
    #[must_use]
    pub fn with_bearer(self, token: &str) -> Self {
        self.with_header("authorization", format!("Bearer {token}"))
    }

    /// Sets a JSON body and its content type.
    #[must_use]
    pub fn with_json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into_bytes();
        self.with_header("content-type", "application/json")
    }

    /// Sets a form body and its content type.
    #[must_use]
    pub fn with_form(mut self, fields: &[(&str, &str)]) -> Self {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.body = form.finish().into_bytes();
        self.with_header("content-type", "application/x-www-form-urlencoded")
    }

    /// Returns the first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        first_header(&self.headers, name)
    }

    /// Returns the media type of the body, without parameters and in lower case.
    pub(crate) fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        value
            .split(';')
            .next()
            .map(|media| media.trim().to_ascii_lowercase())
    }

    /// Returns the path as sent.
    pub(crate) fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&self.target, |(path, _)| path)
    }

    /// Returns the decoded segments of the path. Keeps an empty segment, such as after a trailing
    /// slash.
    pub(crate) fn segments(&self) -> Vec<String> {
        let path = self.path();
        let path = path.strip_prefix('/').unwrap_or(path);
        let decode = |segment| percent_decode_str(segment).decode_utf8_lossy().into_owned();
        path.split('/').map(decode).collect()
    }

    /// Returns the decoded query.
    pub(crate) fn query(&self) -> Query {
        Query::parse(
            self.target
                .split_once('?')
                .map_or("", |(_, query)| query)
                .as_bytes(),
        )
    }

    /// Parses the body as a form.
    pub(crate) fn form(&self) -> Query {
        Query::parse(&self.body)
    }
}
