//! Performs calls to HubSpot with the platform's `fetch`. Judges nothing: every answer is passed on.

use hubspot::{Call, Credential, NoReply, Reply, Secret};
use wasm_bindgen::JsValue;
use worker::{AbortSignal, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

use crate::incoming::{NotCollected, collect};

/// How long HubSpot may take, from the first byte sent to the last one received. Its own gateway gives
/// up about then, so what takes longer is lost.
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
    /// Calls will go to this origin, which has no slash at its end.
    #[must_use]
    pub(crate) fn new(origin: String) -> Self {
        Self { origin }
    }

    /// Performs one call. `access_token` is sent only with a call that asks for it.
    ///
    /// # Errors
    /// The [`NoReply`]; HubSpot may have acted nevertheless.
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
        let mut response = Fetch::Request(request)
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

    fn request(&self, call: &Call, access_token: Option<&Secret>) -> worker::Result<Request> {
        let headers = Headers::new();
        headers.set("accept", "application/json")?;
        if let Some(content_type) = call.body.content_type() {
            headers.set("content-type", content_type)?;
        }
        if let (Credential::AccessToken, Some(token)) = (call.credential, access_token) {
            headers.set("authorization", &format!("Bearer {}", token.expose()))?;
        }
        let mut init = RequestInit::new();
        init.with_method(method(call.method))
            .with_headers(headers)
            .with_body(call.body.text().map(JsValue::from_str))
            .with_redirect(RequestRedirect::Manual);
        Request::new_with_init(&format!("{}{}", self.origin, call.target), &init)
    }
}

fn method(method: hubspot::Method) -> Method {
    match method {
        hubspot::Method::Get => Method::Get,
        hubspot::Method::Post => Method::Post,
        hubspot::Method::Patch => Method::Patch,
        hubspot::Method::Put => Method::Put,
        hubspot::Method::Delete => Method::Delete,
    }
}
