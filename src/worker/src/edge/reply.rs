//! HTTP responses as values: a status, headers and bytes. The headers that every response needs are set here.

use http::StatusCode;
use serde::Serialize;

/// An HTTP response, complete in memory.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    status: StatusCode,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// The headers of every response that does not set its own. The response is not cached, its content type is not guessed,
/// its address is sent to no other site, and it is not a page. The last line is for https, where browsers' preload lists
/// require at least a year; over plain http it is ignored.
const DEFAULT_HEADERS: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
    ("strict-transport-security", "max-age=31536000"),
];

impl Reply {
    /// RFC 9457's content type.
    pub(crate) const PROBLEM: &str = "application/problem+json";

    /// Makes an empty response.
    pub(crate) fn empty(status: StatusCode) -> Self {
        let headers = DEFAULT_HEADERS
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        Self {
            status,
            headers,
            body: Vec::new(),
        }
    }

    /// Makes a response of JSON.
    pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::json_bytes(status, body),
            Err(_) => Self::empty(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// Makes a response of JSON that is already text. With the status of an error it is a problem.
    pub(crate) fn json_bytes(status: StatusCode, body: Vec<u8>) -> Self {
        let refused = status.is_client_error() || status.is_server_error();
        let content_type = if refused {
            Self::PROBLEM
        } else {
            "application/json"
        };
        Self {
            body,
            ..Self::empty(status).with("content-type", content_type)
        }
    }

    /// The content type of pages.
    pub(crate) const HTML: &str = "text/html; charset=utf-8";

    /// Makes a page, with the policy of what it may load.
    pub(crate) fn html(status: StatusCode, body: String, policy: &str) -> Self {
        let reply = Self::empty(status)
            .with("content-type", Self::HTML)
            .with("content-security-policy", policy);
        Self {
            body: body.into_bytes(),
            ..reply
        }
    }

    /// The content type of tables.
    pub(crate) const CSV: &str = "text/csv; charset=utf-8";

    /// The header with the place where the next part of a table begins.
    pub(crate) const NEXT: &str = "goodword-next";

    /// Makes a table, or a part of one.
    pub(crate) fn csv(table: Vec<u8>) -> Self {
        Self {
            body: table,
            ..Self::empty(StatusCode::OK).with("content-type", Self::CSV)
        }
    }

    /// Makes browsers store it as a file of this name.
    pub(crate) fn named(self, name: &str) -> Self {
        let disposition = format!("attachment; filename=\"{name}\"");
        self.with(Self::DISPOSITION, disposition)
    }

    /// The header with the name of a file.
    pub(crate) const DISPOSITION: &str = "content-disposition";

    /// Makes an SVG picture.
    pub(crate) fn svg(status: StatusCode, picture: String) -> Self {
        Self::picture(status, "image/svg+xml", picture.into_bytes())
    }

    /// Makes a PNG picture.
    pub(crate) fn png(status: StatusCode, picture: Vec<u8>) -> Self {
        Self::picture(status, "image/png", picture)
    }

    fn picture(status: StatusCode, content_type: &str, body: Vec<u8>) -> Self {
        Self {
            body,
            ..Self::empty(status).with("content-type", content_type)
        }
    }

    /// Redirects the browser, by GET. The address must be a URL as it is written on the wire.
    pub(crate) fn found(location: &str) -> Self {
        Self::empty(StatusCode::FOUND).with("location", location)
    }

    /// Sets a header, in place of an earlier one of its name.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(own, _)| *own != name);
        self.headers.push((name, value.into()));
        self
    }

    /// Replaces the body.
    pub(crate) fn with_body(self, body: Vec<u8>) -> Self {
        Self { body, ..self }
    }

    /// Adds a cookie.
    pub(crate) fn set_cookie(&mut self, cookie: String) {
        self.headers.push(("set-cookie", cookie));
    }

    /// Returns the status.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the body.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the first header of this name.
    #[cfg(test)]
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns all headers of this name.
    #[cfg(test)]
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(own, _)| *own == name)
            .map(|(_, value)| value.as_str())
    }

    /// Hands the response to the platform.
    ///
    /// # Errors
    /// When a header is not valid HTTP. Then nothing was sent.
    pub(crate) fn into_platform(self) -> worker::Result<worker::Response> {
        let headers = worker::Headers::new();
        for (name, value) in &self.headers {
            headers.append(name, value)?;
        }
        let builder = worker::Response::builder()
            .with_status(self.status.as_u16())
            .with_headers(headers);
        Ok(if self.body.is_empty() {
            builder.empty()
        } else {
            builder.fixed(self.body)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_is_set_replaces_the_usual_one() {
        let reply = Reply::html(StatusCode::OK, String::new(), "default-src 'self'");
        let policies = reply
            .headers
            .iter()
            .filter(|(name, _)| *name == "content-security-policy");
        assert_eq!(policies.count(), 1);
        assert_eq!(
            reply.header("content-security-policy"),
            Some("default-src 'self'")
        );
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }

    #[test]
    fn a_refusal_says_that_it_is_a_problem() {
        let refused = Reply::json(StatusCode::NOT_FOUND, &());
        assert_eq!(
            refused.header("content-type"),
            Some("application/problem+json")
        );
        let given = Reply::json(StatusCode::CREATED, &());
        assert_eq!(given.header("content-type"), Some("application/json"));
    }
}
