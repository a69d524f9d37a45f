//! The browser's side of HTTP with the Worker: it keeps cookies, and sends the origin with a change.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::http::{Answer, Client};

/// A browser with the cookies of one user.
pub(crate) struct Session {
    client: Client,
    origin: String,
    cookies: BTreeMap<String, String>,
}

impl Session {
    /// Returns a browser without cookies for the Worker at `origin`.
    pub(super) fn new(origin: &str) -> Self {
        Self {
            client: Client::new(),
            origin: origin.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    /// Requests a page from the Worker by its path or its whole address.
    pub(super) fn visit(&mut self, target: &str) -> Result<Answer> {
        let url = self.url(target);
        let answer = self.client.get_with(&url, &[("cookie", &self.cookies())])?;
        self.keep_cookies(&answer);
        Ok(answer)
    }

    /// Reads from the Worker's API.
    pub(super) fn read(&mut self, path: &str) -> Result<Value> {
        self.visit(path)?
            .json()
            .with_context(|| format!("GET {path}"))
    }

    /// Changes something through the Worker's API.
    pub(super) fn change(&mut self, path: &str, body: &Value) -> Result<Value> {
        let cookies = self.cookies();
        let headers = [
            ("cookie", cookies.as_str()),
            ("origin", self.origin.as_str()),
            ("content-type", "application/json"),
        ];
        let answer = self
            .client
            .post(&self.url(path), &headers, &body.to_string())?;
        self.keep_cookies(&answer);
        answer.json().with_context(|| format!("POST {path}"))
    }

    fn url(&self, target: &str) -> String {
        if target.starts_with('/') {
            format!("{}{target}", self.origin)
        } else {
            target.to_owned()
        }
    }

    fn cookies(&self) -> String {
        let pairs = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for cookie in answer.header("set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies
                    .insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }
}
