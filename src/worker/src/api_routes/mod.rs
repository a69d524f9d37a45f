//! `/api/*`: the JSON API of the dashboard, as a table. One file a family of routes; each gives its
//! `ROUTES`.
//!
//! A route says who may ask and which question to the portal its path, query and body make. All of them
//! are asked in the same way, and the portal's answer is passed on as it is.

mod asked;
mod campaigns;
mod connection;
mod guard;
mod hubspot;
mod questions;
mod referrers;
mod route;
mod runs;
mod session;
mod syncs;

use jiff::Timestamp;
use portal::PortalRequest;
use worker::Env;

use self::asked::Asked;
use self::route::{Action, Route};
use crate::clock;
use crate::incoming::Incoming;
use crate::portal_stub::Portals;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::server_timing::ServerTiming;
use crate::session::Session;
use crate::settings::Settings;

/// What all of these paths begin with.
pub(crate) const PREFIX: &str = "/api/";

/// A sync with every mapping spelt out has some 20 KB.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;

const FAMILIES: [&[Route]; 8] = [
    session::ROUTES,
    connection::ROUTES,
    campaigns::ROUTES,
    hubspot::ROUTES,
    questions::ROUTES,
    referrers::ROUTES,
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
    let (route, ids) = route::find(&FAMILIES, &incoming.method, incoming.path())?;
    let sessions = guard::admitted(incoming, settings, now)?;
    let asked = Asked::new(ids, incoming);
    if matches!(route.action, Action::SignOut) {
        return session::sign_out(&asked, incoming, settings);
    }
    // Nothing is said of an account, nor of what is asked of it, to whoever is not signed in to it.
    let own = sessions.asked_for(incoming).ok_or_else(guard::signed_out)?;
    let question = match route.action {
        Action::Read(question) | Action::Change(question) => question(&asked)?,
        Action::ShowSession | Action::SignOut => PortalRequest::Connection,
    };
    let (answered, cost) = ask(env, own, &question).await?;
    let reply = match route.action {
        Action::ShowSession => session::show(own, &sessions, answered, settings)?,
        _ => answered,
    };
    Ok(reply.with(ServerTiming::HEADER, cost.to_string()))
}

/// Asks the portal of a session, once.
async fn ask(
    env: &Env,
    session: &Session,
    question: &PortalRequest,
) -> Result<(Reply, ServerTiming), Problem> {
    let began = clock::now();
    let reply = Portals::open(env)?.ask(&session.hub_id, question).await?;
    let portal = clock::now().duration_since(began);
    Ok((reply, ServerTiming { portal }))
}
