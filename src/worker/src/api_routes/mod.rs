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
use crate::incoming::Incoming;
use crate::portal_stub::Portals;
use crate::problem::Problem;
use crate::reply::Reply;
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
    let asked = Asked::new(ids, incoming);
    match route.action {
        Action::Read(question) => {
            let session = guard::signed_in(incoming, settings, now)?;
            Portals::open(env)?
                .ask(&session.hub_id, &question(&asked)?)
                .await
        }
        Action::Change(question) => {
            guard::same_page(incoming, settings)?;
            let session = guard::signed_in(incoming, settings, now)?;
            Portals::open(env)?
                .ask(&session.hub_id, &question(&asked)?)
                .await
        }
        Action::ShowSession => {
            let session = guard::signed_in(incoming, settings, now)?;
            let portals = Portals::open(env)?;
            let connection = portals
                .ask(&session.hub_id, &PortalRequest::Connection)
                .await?;
            session::show(session, connection)
        }
        Action::SignOut => {
            guard::same_page(incoming, settings)?;
            Ok(session::sign_out(settings))
        }
    }
}
