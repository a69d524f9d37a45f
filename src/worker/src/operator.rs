//! The operator's requests: `POST /operator/link-domains/take-back`.
//!
//! The operator has the secret `OPERATOR_KEY`. A deployment without it has no such route.

use domain::HubId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use worker::Env;

use crate::adapters::directory_stub::{DirectoryRequest, DirectoryStub};
use crate::adapters::internal_routes;
use crate::adapters::portal_stub::{InternalRequest, Portals};
use crate::edge::incoming::Incoming;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::settings;
use crate::platform::log::Line;

/// The beginning of the operator's paths.
pub(crate) const PREFIX: &str = "/operator/";

/// The largest body: a host, a reason and a number.
pub(crate) const LARGEST_BODY: usize = 16 * 1024;

const TAKE_BACK: &str = "/operator/link-domains/take-back";

/// The days of quarantine if the operator names none, as after a release by the portal.
const USUAL_DAYS: u16 = 30;
/// The most days of quarantine.
const MAX_DAYS: u16 = 3650;
/// The longest reason: a few sentences.
const LONGEST_REASON: usize = 1000;

/// The order to take a host back.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TakeBack {
    host: String,
    /// The reason, as the people of the account read it.
    reason: String,
    /// How long nobody can have the host. 0: its next claimant has it as soon as it is released.
    quarantine_days: Option<u16>,
}

/// What became of the order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TakenBack {
    /// The account that has to release the host.
    portal: HubId,
    /// Whether the account's portal knows. If not, the order is to be repeated.
    portal_knows: bool,
}

/// What a portal reads of the order.
#[derive(Serialize)]
struct Told<'a> {
    host: &'a str,
    reason: &'a str,
}

/// Responds to the operator.
///
/// # Errors
/// A problem that says why nothing was done.
pub(crate) async fn respond(incoming: &Incoming, env: &Env) -> Result<Reply, Problem> {
    if !settings::is_operator(env, incoming.header("authorization")) || incoming.path() != TAKE_BACK
    {
        return Err(Problem::no_such_address());
    }
    if incoming.method != "POST" {
        return Err(Problem::method("POST"));
    }
    let order: TakeBack = serde_json::from_slice(&incoming.body).map_err(|error| {
        Problem::new(
            Kind::BadRequest,
            format!("The order cannot be read: {error}."),
        )
    })?;
    take_back(&order, env).await
}

async fn take_back(order: &TakeBack, env: &Env) -> Result<Reply, Problem> {
    let days = order.quarantine_days.unwrap_or(USUAL_DAYS);
    let reason = order.reason.trim();
    if reason.is_empty() || reason.len() > LONGEST_REASON || days > MAX_DAYS {
        return Err(Problem::new(
            Kind::Invalid,
            "Give a reason of at most 1,000 characters, and at most 3,650 days of quarantine.",
        ));
    }
    let host = order.host.trim().to_ascii_lowercase();
    let request = DirectoryRequest::TakeHostBack {
        host: host.clone(),
        quarantine_days: days,
    };
    let owner: Option<HubId> = ask_directory(env, &request).await?;
    let Some(portal) = owner else {
        return Err(Problem::new(Kind::NotFound, "No account has this host."));
    };
    let portal_knows = tell(
        env,
        &portal,
        &Told {
            host: &host,
            reason,
        },
    )
    .await;
    Line::about("operator.took_host_back")
        .id("host", &host)
        .id("portal", &portal)
        .with("portal_knows", portal_knows)
        .write();
    let done = TakenBack {
        portal,
        portal_knows,
    };
    Ok(Reply::json(StatusCode::OK, &done))
}

async fn ask_directory(env: &Env, request: &DirectoryRequest) -> Result<Option<HubId>, Problem> {
    let asked = async { DirectoryStub::open(env)?.ask(request).await };
    asked.await.map_err(|error: worker::Error| {
        Line::about("operator.no_directory")
            .id("error", &error)
            .warn();
        Problem::new(
            Kind::Unavailable,
            "The Directory did not respond. Send the order again.",
        )
    })
}

async fn tell(env: &Env, portal: &HubId, told: &Told<'_>) -> bool {
    let Ok(body) = serde_json::to_string(told) else {
        return false;
    };
    let request = InternalRequest::post(internal_routes::DOMAIN_TAKEN_BACK, Some(&body));
    let Ok(portals) = Portals::open(env) else {
        return false;
    };
    let response = portals.send(portal, &request).await;
    response.is_ok_and(|response| response.reply.status().is_success())
}
