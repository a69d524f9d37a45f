//! `hubspot.fetch`: what a card asks of its own backend goes through HubSpot.
//!
//! The proxy checks the URL and the request, appends who asks, signs, and turns every answer that
//! is not a success into an envelope that hides it. Sending is left to whoever has a socket:
//! [`CardCall`] is what to send, [`CardCall::answer`] and [`CardCall::failed`] what the card reads.

mod envelope;
mod judge;

pub use envelope::Failure;

use serde_json::Value;

use crate::{
    oauth::App,
    outbound::Outbound,
    signatures::{Older, Signer},
};

/// The largest request and response body.
pub(crate) const MAX_BODY: usize = 1_000_000;
/// The usual and the longest time for an answer, connecting included.
const TIMEOUT_MS: u64 = 15_000;
const MAX_TIMEOUT_MS: u64 = 120_000;

/// A card's request, judged and completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardCall {
    portal: u64,
    /// As the card gave it, for the envelope.
    asked_url: String,
    url: String,
    method: String,
    body: Vec<u8>,
    authorization: Option<String>,
    /// How long the answer may take, in milliseconds, retry included.
    pub timeout_ms: u64,
}

impl CardCall {
    /// Reads what a card asks for: `{portalId, userId, userEmail, url, method, body?, headers?,
    /// timeout?}`.
    ///
    /// # Errors
    /// `{status, body}` for the card, if the proxy refuses the request.
    pub(crate) fn parse(asked: &Value, app: &App, permitted: &[String]) -> Result<Self, Value> {
        judge::judge(asked, app, permitted)
    }

    /// The request to send, signed at a time. One that fails to connect, or is answered with 5xx,
    /// is sent once more, signed anew.
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
