//! Requests to a portal's object, as the Worker sends them.
//!
//! A Portal is found by its HubSpot id alone, so that it is always the same object, whoever asks. It is therefore not
//! placed in a jurisdiction: within a jurisdiction, an object of the same name is another object. A portal that was
//! looked up in both ways would give two codes to one contact.

use domain::HubId;
use http::StatusCode;
use worker::{Env, ObjectNamespace, Stub};

use crate::edge::headers::{API_KEY, IDEMPOTENCY_KEY, ROWS_READ, SESSION_EPOCH};
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::platform::log::Line;
use crate::platform::outgoing::Outgoing;

/// The binding's name in wrangler.toml.
const BINDING: &str = "PORTAL";

/// The headers of a page or a redirect that are passed on from an object.
const PAGE_HEADERS: [&str; 5] = [
    "location",
    "content-security-policy",
    "referrer-policy",
    "retry-after",
    "x-robots-tag",
];

/// The origin in an object's address. The object ignores it.
const ORIGIN: &str = "https://portal";

/// All portals.
#[derive(Debug, Clone)]
pub(crate) struct Portals(ObjectNamespace);

impl Portals {
    /// Takes the binding.
    ///
    /// # Errors
    /// When the deployment lacks it.
    pub(crate) fn open(env: &Env) -> Result<Self, Problem> {
        env.durable_object(BINDING).map(Self).map_err(|_| {
            Problem::new(
                Kind::Misconfigured,
                "The binding PORTAL is missing. Add it to wrangler.toml.",
            )
        })
    }

    /// Sends a request to one portal, and returns its response unchanged: the API's JSON, or a problem.
    ///
    /// # Errors
    /// When the portal does not respond. Whether it acted is unknown.
    pub(crate) async fn send(
        &self,
        portal: &HubId,
        request: &InternalRequest<'_>,
    ) -> Result<PortalResponse, Problem> {
        self.fetch(portal, request).await.map_err(|error| {
            Line::about("portal.silent")
                .id("portal", portal)
                .id("error", &error)
                .warn();
            Problem::new(
                Kind::Unavailable,
                "The account's data could not be reached. Try again in a moment.",
            )
        })
    }

    async fn fetch(
        &self,
        portal: &HubId,
        request: &InternalRequest<'_>,
    ) -> worker::Result<PortalResponse> {
        let stub = self.0.get_by_name(portal.as_str())?;
        let address = format!("{ORIGIN}{}", request.target);
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(request.idempotency_key.map(|key| (IDEMPOTENCY_KEY, key)));
        headers.extend(request.api_key.map(|key| (API_KEY, key)));
        let epoch = request.session_epoch.map(|epoch| epoch.to_string());
        headers.extend(epoch.iter().map(|epoch| (SESSION_EPOCH, epoch.as_str())));
        let outgoing = Outgoing {
            method: request.method,
            url: &address,
            headers: &headers,
            body: request.body,
        };
        let mut response = stub.fetch_with_request(outgoing.build()?.into()).await?;
        let rows_read = response.headers().get(ROWS_READ)?;
        let status = status(&response)?;
        let content_type = response.headers().get("content-type")?;
        let mut bare = Reply::empty(status);
        for name in PAGE_HEADERS {
            if let Some(value) = response.headers().get(name)? {
                bare = bare.with(name, value);
            }
        }
        Ok(PortalResponse {
            reply: match content_type.as_deref() {
                Some(Reply::CSV) => table(&mut response).await?,
                Some(Reply::HTML) => bare
                    .with("content-type", Reply::HTML)
                    .with_body(response.bytes().await?),
                None if status.is_redirection() => bare,
                _ => Reply::json_bytes(status, response.bytes().await?),
            },
            rows_read: rows_read.and_then(|rows| rows.parse().ok()).unwrap_or(0),
        })
    }
}

/// Reads a table, with its file name and the place where the next part begins.
async fn table(response: &mut worker::Response) -> worker::Result<Reply> {
    let mut reply = Reply::csv(response.bytes().await?);
    for name in [Reply::DISPOSITION, Reply::NEXT] {
        if let Some(value) = response.headers().get(name)? {
            reply = reply.with(name, value);
        }
    }
    Ok(reply)
}

/// A request of the Worker to a portal's object: at an address of the API, or of [`super::internal_routes`].
#[derive(Default, Clone, Copy)]
pub(crate) struct InternalRequest<'a> {
    /// GET, POST, PATCH or DELETE.
    pub(crate) method: &'a str,
    /// Path and query.
    pub(crate) target: &'a str,
    /// JSON, if the route reads a body. May hold secrets: never logged.
    pub(crate) body: Option<&'a str>,
    /// The caller's key for a request that may be sent again.
    pub(crate) idempotency_key: Option<&'a str>,
    /// The API key of a caller who is not signed in. Never logged.
    pub(crate) api_key: Option<&'a str>,
    /// The epoch of the caller's session.
    pub(crate) session_epoch: Option<u32>,
}

impl core::fmt::Debug for InternalRequest<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let path = self
            .target
            .split_once('?')
            .map_or(self.target, |(path, _)| path);
        write!(formatter, "{} {path}", self.method)
    }
}

impl<'a> InternalRequest<'a> {
    /// A read.
    pub(crate) fn get(target: &'a str) -> Self {
        Self {
            method: "GET",
            target,
            ..Self::default()
        }
    }

    /// A change, with its JSON if there is any.
    pub(crate) fn post(target: &'a str, body: Option<&'a str>) -> Self {
        Self {
            method: "POST",
            target,
            body,
            ..Self::default()
        }
    }
}

/// A portal's response, and its cost.
#[derive(Debug)]
pub(crate) struct PortalResponse {
    /// The response.
    pub(crate) reply: Reply,
    /// The rows that the storage read for it.
    pub(crate) rows_read: u64,
}

/// Posts JSON to an object of our own.
///
/// # Errors
/// When it does not respond.
pub(crate) async fn post(
    stub: &Stub,
    address: &str,
    body: String,
) -> worker::Result<(StatusCode, Vec<u8>)> {
    let request = Outgoing {
        method: "POST",
        url: address,
        headers: &[],
        body: Some(&body),
    };
    let mut response = stub.fetch_with_request(request.build()?.into()).await?;
    Ok((status(&response)?, response.bytes().await?))
}

fn status(response: &worker::Response) -> worker::Result<StatusCode> {
    StatusCode::from_u16(response.status_code())
        .map_err(|error| worker::Error::from(error.to_string()))
}
