//! `/api/*`: the JSON API of the dashboard and of the customer's systems. One file for each family of routes.
//!
//! A route's row declares everything about it. The Worker checks only who asks and passes the request on. The portal's
//! object finds the same row, reads the request as the row declares, and performs it. The response is passed on as it
//! is.

mod api_keys;
mod campaigns;
mod connection;
#[cfg(feature = "openapi")]
pub(crate) mod description;
mod guard;
mod hubspot;
mod links;
mod paging;
mod queries;
mod referrals;
mod referrers;
mod runs;
mod session;
mod syncs;
#[cfg(test)]
mod tests;
mod transfer;

use http::StatusCode;
use jiff::Timestamp;
use portal::ApiKey;
use worker::Env;

pub(crate) use self::guard::key_needed;
use crate::adapters::internal_routes;
use crate::adapters::portal_stub::{InternalRequest, Portals};
use crate::edge::headers::{IDEMPOTENCY_KEY, IDEMPOTENCY_KEY_LENGTH};
use crate::edge::incoming::Incoming;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::server_timing::ServerTiming;
use crate::edge::session::Sessions;
use crate::edge::settings::Settings;
use crate::platform::clock;
use crate::routing::request_parts::RequestParts;
use crate::routing::route::{self, Action, EdgeRequest, Family, Route};

/// The beginning of all of these paths.
pub(crate) const PREFIX: &str = "/api/";

/// A sync with every mapping spelt out has some 20 KB.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;

static FAMILIES: [Family; 11] = [
    session::FAMILY,
    campaigns::FAMILY,
    referrers::FAMILY,
    referrals::FAMILY,
    transfer::FAMILY,
    api_keys::FAMILY,
    links::FAMILY,
    syncs::FAMILY,
    runs::FAMILY,
    hubspot::FAMILY,
    queries::FAMILY,
];

/// Responds to a request below [`PREFIX`].
///
/// # Errors
/// A problem that says why the request is refused.
pub(crate) async fn respond(
    request: &web_sys::Request,
    env: &Env,
    settings: &Settings,
    now: Timestamp,
) -> Result<Reply, Problem> {
    let mut incoming = Incoming::head(request);
    let (route, key) = admit(&incoming, settings)?;
    incoming.read_body(request, LARGEST_BODY).await?;
    match key {
        Some(key) => by_key(route, &key, &incoming, env).await,
        None => in_session(route, &incoming, env, settings, now).await,
    }
}

/// Finds the route, and admits the caller as far as the headers tell. The body is not read before.
fn admit(
    incoming: &Incoming,
    settings: &Settings,
) -> Result<(&'static Route, Option<ApiKey>), Problem> {
    let (route, _) = find(&[], &incoming.method, incoming.path())?;
    let key = guard::api_key(incoming, settings)?;
    match key {
        Some(_) => guard::admit_key(route, incoming)?,
        None => guard::admit(route, incoming, settings)?,
    }
    Ok((route, key))
}

/// Performs a request of a browser. Whether its session has ended, the portal checks.
async fn in_session(
    route: &Route,
    incoming: &Incoming,
    env: &Env,
    settings: &Settings,
    now: Timestamp,
) -> Result<Reply, Problem> {
    let sessions = Sessions::of(incoming, settings, now);
    let at_edge = match route.action {
        Action::Portal(_) => None,
        Action::Edge(handler) => {
            let (_, ids) = find(&[], &incoming.method, incoming.path())?;
            Some(handler.handle(&RequestParts::new(ids, incoming))?)
        }
    };
    if let Some(EdgeRequest::SignOut(portal)) = at_edge {
        return Ok(session::sign_out(portal, incoming, settings));
    }
    // A browser that is not signed in to an account learns nothing about the account.
    let own = sessions
        .asked_for(incoming)
        .ok_or_else(Problem::signed_out)?;
    let everywhere = at_edge == Some(EdgeRequest::SignOutEverywhere);
    let request = match at_edge {
        None => passed_on(route, incoming)?,
        Some(_) if everywhere => InternalRequest::post(internal_routes::SIGN_OUT_EVERYWHERE, None),
        Some(_) => InternalRequest::get(internal_routes::CONNECTION),
    };
    let request = InternalRequest {
        session_epoch: Some(own.epoch),
        ..request
    };
    let began = clock::now();
    let response = Portals::open(env)?.send(&own.hub_id, &request).await?;
    let cost = ServerTiming {
        portal: clock::now().duration_since(began),
        rows_read: response.rows_read,
    };
    let reply = match at_edge {
        Some(_) if everywhere => session::signed_out_everywhere(own, response.reply, settings),
        Some(_) => session::show(own, &sessions, response.reply, settings)?,
        // Nothing is left to show after a deletion.
        None if route.method == "DELETE" && response.reply.status().is_success() => {
            Reply::empty(StatusCode::NO_CONTENT)
        }
        None => response.reply,
    };
    Ok(reply.with(ServerTiming::HEADER, cost.to_string()))
}

/// Passes a request with an API key on to the portal that the key names. The portal checks whether it was revoked.
async fn by_key(
    route: &Route,
    key: &ApiKey,
    incoming: &Incoming,
    env: &Env,
) -> Result<Reply, Problem> {
    let request = InternalRequest {
        api_key: Some(key.expose()),
        ..passed_on(route, incoming)?
    };
    let response = Portals::open(env)?.send(key.account(), &request).await?;
    Ok(response.reply)
}

/// Finds the route of a request, among these and the API's, and the ids in its path.
///
/// # Errors
/// A problem when no route has the path, or none of those takes the method.
pub(crate) fn find<'a>(
    more: &'static [Route],
    method: &str,
    path: &'a str,
) -> Result<(&'static Route, Vec<&'a str>), Problem> {
    let mut routes = routes().chain(more);
    route::find(&mut routes, method, path)
}

fn routes() -> impl Iterator<Item = &'static Route> {
    FAMILIES.iter().flat_map(|family| family.routes)
}

/// Returns the request as it goes on to the portal.
fn passed_on<'a>(route: &Route, incoming: &'a Incoming) -> Result<InternalRequest<'a>, Problem> {
    let body = if route.takes_body() {
        let text = core::str::from_utf8(&incoming.body);
        Some(text.map_err(|_| Problem::new(Kind::BadRequest, "The body is not valid UTF-8."))?)
    } else {
        None
    };
    Ok(InternalRequest {
        method: route.method,
        target: &incoming.target,
        body,
        idempotency_key: idempotency_key(route, incoming)?,
        api_key: None,
        session_epoch: None,
    })
}

/// Returns the caller's idempotency key if the route uses one.
fn idempotency_key<'a>(route: &Route, incoming: &'a Incoming) -> Result<Option<&'a str>, Problem> {
    let key = incoming
        .header(IDEMPOTENCY_KEY)
        .filter(|_| route.method == "POST");
    if key.is_some_and(|key| !IDEMPOTENCY_KEY_LENGTH.contains(&key.len())) {
        let why = "The header Idempotency-Key must have 8 to 100 characters.";
        return Err(Problem::new(Kind::BadRequest, why));
    }
    Ok(key)
}
