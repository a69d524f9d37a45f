//! Asks a portal: the Worker's side of the one way to a Portal object.
//!
//! A Portal is found by its HubSpot id alone, so that it is the same object for ever, whoever asks.
//! It is therefore not placed in a jurisdiction: an object of the same name within a jurisdiction is
//! another object, and a portal that was looked for in both would give out two codes for one contact.

use domain::HubId;
use http::StatusCode;
use portal::PortalRequest;
use worker::{Env, ObjectNamespace, Stub};

use crate::journal::Line;
use crate::outgoing::Outgoing;
use crate::problem::{Kind, Problem};
use crate::reply::Reply;

/// The binding's name in wrangler.toml.
const BINDING: &str = "PORTAL";

/// An object's own address; only its path and method mean something to it.
const ADDRESS: &str = "https://portal/";

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
        request: &PortalRequest,
    ) -> Result<Reply, Problem> {
        self.send(portal, request).await.map_err(|error| {
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

    async fn send(&self, portal: &HubId, request: &PortalRequest) -> worker::Result<Reply> {
        let stub = self.0.get_by_name(portal.as_str())?;
        let (status, body) = post(&stub, ADDRESS, serde_json::to_string(request)?).await?;
        Ok(Reply::json_bytes(status, body))
    }
}

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
    let status = StatusCode::from_u16(response.status_code())
        .map_err(|error| worker::Error::from(error.to_string()))?;
    Ok((status, response.bytes().await?))
}
