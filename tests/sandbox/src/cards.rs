//! The proxy of `hubspot.fetch`: a card's requests to its own backend go through HubSpot.
//!
//! The proxy checks the URL and the request, appends the user's identity, and signs the request. It
//! turns each unsuccessful response into an envelope that hides it. Sending is left to the caller,
//! who has a socket: [`CardCall`] is the request to send, and [`CardCall::answer`] and
//! [`CardCall::failed`] return what the card reads.

mod envelope;
mod validate;

pub use envelope::Failure;

use serde_json::Value;

use crate::{
    oauth::App,
    outbound::Outbound,
    signatures::{Older, Signer},
};

/// The size limit of a request or response body, in bytes.
pub(crate) const MAX_BODY: usize = 1_000_000;
/// The default and the longest time limit of a request, including the time to connect.
const TIMEOUT_MS: u64 = 15_000;
const MAX_TIMEOUT_MS: u64 = 120_000;

/// A card's request, validated and completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardCall {
    portal: u64,
    /// The URL as the card gave it. The envelope names it.
    asked_url: String,
    url: String,
    method: String,
    body: Vec<u8>,
    authorization: Option<String>,
    /// The time limit in milliseconds, including the retry.
    pub timeout_ms: u64,
}

impl CardCall {
    /// Parses a card's request: `{portalId, userId, userEmail, url, method, body?, headers?,
    /// timeout?}`.
    ///
    /// # Errors
    /// `{status, body}` for the card, if the proxy refuses the request.
    pub(crate) fn parse(asked: &Value, app: &App, permitted: &[String]) -> Result<Self, Value> {
        validate::validate(asked, app, permitted)
    }

    /// Returns the request to send, signed at this time. The caller sends it once more, with a new
    /// signature, if it fails to connect or gets a 5xx.
    #[must_use]
    pub fn request(&self, client_secret: &str, now_ms: i64) -> Outbound {
        let signer = Signer {
            client_secret,
            method: &self.method,
            url: &self.url,
            body: &self.body,
            timestamp_ms: now_ms,
        };
        let mut headers = signer.headers(Older::V2);
        if !self.body.is_empty() {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        if let Some(authorization) = &self.authorization {
            headers.push(("Authorization".to_owned(), authorization.clone()));
        }
        headers.push((
            "User-Agent".to_owned(),
            "HubSpot Connect 2.0 - CRM cards".to_owned(),
        ));
        Outbound {
            method: self.method.clone(),
            url: self.url.clone(),
            headers,
            body: self.body.clone(),
        }
    }
}
