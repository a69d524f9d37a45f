//! Performs calls to HubSpot with the platform's `fetch`. Every response is passed on without a judgement.

use hubspot::{Call, Credential, NoReply, Reply, Secret};
use wasm_bindgen::JsValue;
use web_sys::Request;
use worker::{AbortSignal, Fetch};

use crate::edge::incoming::{NotCollected, collect};
use crate::platform::outgoing::Outgoing;

/// The time that HubSpot may take, from the first byte sent to the last one received. Its own gateway gives up at about
/// that time, so that a longer wait gains nothing.
const TIMEOUT_MS: u32 = 30_000;

/// A hundred contacts, each with eighty kilobytes of mapped properties: far above any real page, and far
/// below what the object's memory holds.
const LARGEST_REPLY: usize = 8 * 1024 * 1024;

/// Calls HubSpot at one origin.
#[derive(Debug, Clone)]
pub(crate) struct HubSpotTransport {
    origin: String,
}

impl HubSpotTransport {
    /// Takes the origin of the calls, without a slash at its end.
    #[must_use]
    pub(crate) fn new(origin: String) -> Self {
        Self { origin }
    }

    /// Performs one call. `access_token` is sent only with a call that asks for it.
    ///
    /// # Errors
    /// The [`NoReply`]. HubSpot may have acted nevertheless.
    pub(crate) async fn perform(
        &self,
        call: &Call,
        access_token: Option<&Secret>,
    ) -> Result<Reply, NoReply> {
        let request = self
            .request(call, access_token)
            .map_err(|_| NoReply::Unreachable)?;
        let signal = AbortSignal::from(web_sys::AbortSignal::timeout_with_u32(TIMEOUT_MS));
        let broken = || {
            if signal.aborted() {
                NoReply::TimedOut
            } else {
                NoReply::Unreachable
            }
        };
        let mut response = Fetch::Request(request.into())
            .send_with_signal(&signal)
            .await
            .map_err(|_| broken())?;
        let body = match response.stream() {
            Ok(stream) => collect(stream, LARGEST_REPLY)
                .await
                .map_err(|error| match error {
                    NotCollected::TooLarge => NoReply::TooLarge,
                    NotCollected::Broken => broken(),
                })?,
            Err(_) => Vec::new(),
        };
        if signal.aborted() {
            return Err(NoReply::TimedOut);
        }
        let headers = response.headers().entries().collect();
        Ok(Reply {
            status: response.status_code(),
            headers,
            body,
        })
    }

    fn request(&self, call: &Call, access_token: Option<&Secret>) -> Result<Request, JsValue> {
        let bearer = access_token
            .filter(|_| call.credential == Credential::AccessToken)
            .map(|token| format!("Bearer {}", token.expose()));
        let mut headers = vec![("accept", "application/json")];
        headers.extend(
            call.body
                .content_type()
                .map(|content_type| ("content-type", content_type)),
        );
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        let url = format!("{}{}", self.origin, call.target);
        let method = call.method.as_str();
        Outgoing {
            method,
            url: &url,
            headers: &headers,
            body: call.body.text(),
        }
        .build()
    }
}
