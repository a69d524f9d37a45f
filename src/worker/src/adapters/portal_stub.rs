//! Asks a portal: the Worker's side of the one way to a Portal object.
//!
//! A Portal is found by its HubSpot id alone, so that it is the same object for ever, whoever asks.
//! It is therefore not placed in a jurisdiction: an object of the same name within a jurisdiction is
//! another object, and a portal that was looked for in both would give out two codes for one contact.

use domain::HubId;
use http::StatusCode;
use worker::{Env, ObjectNamespace, Stub};

use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::platform::log::Line;
use crate::platform::outgoing::Outgoing;

/// The binding's name in wrangler.toml.
const BINDING: &str = "PORTAL";

/// What an object says of a page, or of where one goes on, beside its status.
const OF_PAGES: [&str; 5] = [
    "location",
    "content-security-policy",
    "referrer-policy",
    "retry-after",
    "x-robots-tag",
];

/// Stands before the path in an object's address, and means nothing to it.
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
        env.durable_object(BINDING)
            .map(Self)
            .map_err(|_| Problem::new(Kind::Misconfigured, "The binding PORTAL is missing."))
    }

    /// Asks one portal, and gives its answer as it is: the API's JSON, or a problem.
    ///
    /// # Errors
    /// When the portal does not answer; whether it acted is unknown.
    pub(crate) async fn ask(
        &self,
        portal: &HubId,
        letter: &Letter<'_>,
    ) -> Result<Answered, Problem> {
        self.send(portal, letter).await.map_err(|error| {
            Line::about("portal.silent")
                .id("portal", portal)
                .id("error", &error)
                .warn();
            Problem::new(
                Kind::Unavailable,
                "The account's data could not be reached.",
            )
        })
    }

    async fn send(&self, portal: &HubId, letter: &Letter<'_>) -> worker::Result<Answered> {
        let stub = self.0.get_by_name(portal.as_str())?;
        let address = format!("{ORIGIN}{}", letter.target);
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(letter.key.map(|key| (KEY_HEADER, key)));
        headers.extend(letter.api_key.map(|key| (API_KEY_HEADER, key)));
        let request = Outgoing {
            method: letter.method,
            url: &address,
            headers: &headers,
            body: letter.body,
        };
        let mut response = stub.fetch_with_request(request.build()?.into()).await?;
        let rows_read = response.headers().get(ROWS_READ_HEADER)?;
        let status = status(&response)?;
        let content_type = response.headers().get("content-type")?;
        let mut bare = Reply::empty(status);
        for name in OF_PAGES {
            if let Some(value) = response.headers().get(name)? {
                bare = bare.with(name, value);
            }
        }
        Ok(Answered {
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

/// A table, with what it is called and where it goes on.
async fn table(response: &mut worker::Response) -> worker::Result<Reply> {
    let mut reply = Reply::csv(response.bytes().await?);
    for name in [Reply::DISPOSITION, Reply::NEXT] {
        if let Some(said) = response.headers().get(name)? {
            reply = reply.with(name, said);
        }
    }
    Ok(reply)
}

/// A question on its way to a portal's object: an address of the API, or one of [`crate::adapters::internal_routes`]' own.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Letter<'a> {
    /// GET, POST, PATCH or DELETE.
    pub(crate) method: &'a str,
    /// Path and query.
    pub(crate) target: &'a str,
    /// JSON, if there is something to say. May hold secrets: never logged.
    pub(crate) body: Option<&'a str>,
    /// The caller's key, by which a request that comes twice is recognised.
    pub(crate) key: Option<&'a str>,
    /// The API key of a caller who is not signed in. Never logged.
    pub(crate) api_key: Option<&'a str>,
}

/// A portal's answer, and what it cost.
#[derive(Debug)]
pub(crate) struct Answered {
    /// The answer.
    pub(crate) reply: Reply,
    /// Rows that the storage read for it.
    pub(crate) rows_read: u64,
}

/// The header of a request's key; the API's and our own.
pub(crate) const KEY_HEADER: &str = "idempotency-key";

/// The header in which an object is told the API key that it is to look at. What a caller sends under this name goes
/// nowhere.
pub(crate) const API_KEY_HEADER: &str = "goodword-api-key";

/// The header in which an object says how many rows it read.
pub(crate) const ROWS_READ_HEADER: &str = "goodword-rows-read";

/// Posts JSON to an object of our own.
///
/// # Errors
/// When it does not answer.
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
