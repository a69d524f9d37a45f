//! HTTP to this machine's own servers. The client follows no redirect, and takes no status for an error.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

/// Longer than any one response should take on two cores with a build beside it.
const PATIENCE: Duration = Duration::from_mins(1);
/// A dump of ten thousand contacts has 3 MB.
const LARGEST_BODY: u64 = 256 * 1024 * 1024;

/// A keep-alive connection pool.
#[derive(Clone)]
pub(crate) struct Client(Agent);

/// The response of a server.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: StatusCode,
    /// The body; bytes that are no text are replaced.
    pub(crate) body: String,
    headers: ureq::http::HeaderMap,
}

impl Client {
    /// Returns a client without connections.
    pub(crate) fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
        Self(config.into())
    }

    /// Requests a page.
    pub(crate) fn get(&self, url: &str) -> Result<Answer> {
        self.get_with(url, &[])
    }

    /// Asks for a page, with headers.
    pub(crate) fn get_with(&self, url: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        let mut request = self.0.get(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(url, request.call())
    }

    /// Posts a body.
    pub(crate) fn post(&self, url: &str, headers: &[(&str, &str)], body: &str) -> Result<Answer> {
        let mut request = self.0.post(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(url, request.send(body))
    }
}

impl Answer {
    fn of(url: &str, answered: Result<Response<Body>, ureq::Error>) -> Result<Self> {
        let mut response = answered.with_context(|| format!("no answer from {url}"))?;
        let body = response
            .body_mut()
            .with_config()
            .limit(LARGEST_BODY)
            .lossy_utf8(true)
            .read_to_string()
            .with_context(|| format!("half an answer from {url}"))?;
        Ok(Self {
            status: response.status(),
            body,
            headers: response.headers().clone(),
        })
    }

    /// Returns the body as JSON; the status must be a success.
    pub(crate) fn json(&self) -> Result<Value> {
        if !self.status.is_success() {
            bail!("{}: {}", self.status, self.body);
        }
        serde_json::from_str(&self.body).with_context(|| format!("not JSON: {}", self.body))
    }

    /// Returns the target of the redirect; the response must be one.
    pub(crate) fn location(&self) -> Result<&str> {
        if !self.status.is_redirection() {
            bail!("expected a redirect, got {}: {}", self.status, self.body);
        }
        self.header("location")
            .next()
            .context("a redirect without a location")
    }

    /// Returns the values of a header.
    pub(crate) fn header(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok())
    }
}
