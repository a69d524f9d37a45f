//! `/api/*`: the JSON API of the dashboard, as a table. One file a family of routes; each gives its
//! `ROUTES`.
//!
//! A route says who may ask and which question to the portal its path, query and body make. The Worker looks only
//! at who asks, and passes the request on; the portal's object makes the question of it. The answer is passed on as
//! it is.

mod api_keys;
mod campaigns;
mod connection;
#[cfg(feature = "openapi")]
pub(crate) mod description;
mod guard;
mod hubspot;
mod links;
mod questions;
mod referrals;
mod referrers;
mod runs;
mod session;
mod syncs;
mod transfer;

use http::StatusCode;
use jiff::Timestamp;
use portal::ApiKey;
use worker::Env;

pub(crate) use self::guard::key_needed;
use crate::adapters::internal_routes;
use crate::adapters::portal_stub::{KEY_HEADER, Letter, Portals};
use crate::edge::incoming::Incoming;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::server_timing::ServerTiming;
use crate::edge::settings::Settings;
use crate::platform::clock;
use crate::routing::request_parts::Asked;
use crate::routing::route::{self, Action, Route};

/// What all of these paths begin with.
pub(crate) const PREFIX: &str = "/api/";

/// A sync with every mapping spelt out has some 20 KB.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;

pub(crate) const FAMILIES: [&[Route]; 12] = [
    session::ROUTES,
    connection::ROUTES,
    campaigns::ROUTES,
    hubspot::ROUTES,
    questions::ROUTES,
    referrers::ROUTES,
    referrals::ROUTES,
    transfer::ROUTES,
    api_keys::ROUTES,
    links::ROUTES,
    syncs::ROUTES,
    runs::ROUTES,
];

/// Answers a request below [`PREFIX`].
///
/// # Errors
/// A problem that says why not.
pub(crate) async fn answer(
    incoming: &Incoming,
    env: &Env,
    settings: &Settings,
    now: Timestamp,
) -> Result<Reply, Problem> {
    let (route, ids) = find(&[], &incoming.method, incoming.path())?;
    if let Some(key) = guard::api_key(incoming)? {
        return by_key(route, &key, incoming, env).await;
    }
    if route.takes_key() {
        return Err(guard::key_needed());
    }
    let sessions = guard::admitted(incoming, settings, now)?;
    if matches!(route.action, Action::SignOut) {
        return session::sign_out(&Asked::new(ids, incoming), incoming, settings);
    }
    // Nothing is said of an account, nor of what is asked of it, to whoever is not signed in to it.
    let own = sessions.asked_for(incoming).ok_or_else(guard::signed_out)?;
    let letter = match route.action {
        Action::Ask(_) | Action::Call(_) => letter(incoming)?,
        Action::ShowSession | Action::SignOut => Letter {
            method: "GET",
            target: internal_routes::CONNECTION,
            ..Letter::default()
        },
    };
    let began = clock::now();
    let answered = Portals::open(env)?.ask(&own.hub_id, &letter).await?;
    let cost = ServerTiming {
        portal: clock::now().duration_since(began),
        rows_read: answered.rows_read,
    };
    let reply = match route.action {
        Action::ShowSession => session::show(own, &sessions, answered.reply, settings)?,
        // What is gone has nothing to show.
        Action::Ask(_) if incoming.method == "DELETE" && answered.reply.status().is_success() => {
            Reply::empty(StatusCode::NO_CONTENT)
        }
        Action::Ask(_) | Action::Call(_) | Action::SignOut => answered.reply,
    };
    Ok(reply.with(ServerTiming::HEADER, cost.to_string()))
}

/// Passes a call on to the portal that its key names. Whether the key is the portal's, the portal finds out.
async fn by_key(
    route: &Route,
    key: &ApiKey,
    incoming: &Incoming,
    env: &Env,
) -> Result<Reply, Problem> {
    guard::may_call(route, incoming)?;
    let letter = Letter {
        api_key: Some(key.expose()),
        ..letter(incoming)?
    };
    let answered = Portals::open(env)?.ask(key.account(), &letter).await?;
    Ok(answered.reply)
}

/// The route of a request, among these and the API's.
pub(crate) fn find<'a>(
    more: &'static [Route],
    method: &str,
    path: &'a str,
) -> Result<(&'static Route, Vec<&'a str>), Problem> {
    let routes = FAMILIES.iter().copied().flatten();
    route::find(routes.chain(more), method, path)
}

/// The request as it goes on to the portal.
fn letter(incoming: &Incoming) -> Result<Letter<'_>, Problem> {
    let body = core::str::from_utf8(&incoming.body)
        .map_err(|_| Problem::new(Kind::BadRequest, "The body is not UTF-8."))?;
    let key = incoming.header(KEY_HEADER);
    if key.is_some_and(|key| !KEY_LENGTH.contains(&key.len())) {
        let why = "An idempotency key has 8 to 100 characters.";
        return Err(Problem::new(Kind::BadRequest, why));
    }
    let method = incoming.method.as_str();
    Ok(Letter {
        method: if method == "HEAD" { "GET" } else { method },
        target: &incoming.target,
        body: (method != "HEAD" && method != "GET").then_some(body),
        key: key.filter(|_| method == "POST"),
        api_key: None,
    })
}

/// Short enough to be kept, long enough to be somebody's own.
const KEY_LENGTH: core::ops::RangeInclusive<usize> = 8..=100;
