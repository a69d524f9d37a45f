//! `/api/session`: who is signed in, and signing out.

use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::route::{Action, Route};
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::session::Session;
use crate::settings::Settings;

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::new("GET", "/api/session", Action::ShowSession),
    Route::new("POST", "/api/session/sign-out", Action::SignOut),
];

#[derive(Serialize)]
struct SessionView {
    portal: PortalView,
    user: UserView,
}

#[derive(Serialize)]
struct PortalView {
    id: u64,
    domain: Option<String>,
    connection: String,
}

#[derive(Serialize)]
struct UserView {
    id: u64,
    email: Option<String>,
}

/// Of the portal's own answer, what is told here.
#[derive(Deserialize)]
struct Connection {
    domain: Option<String>,
    connection: String,
}

/// Puts together who is signed in and what the portal says of its connection.
pub(super) fn show(session: Session, connection: Reply) -> Result<Reply, Problem> {
    if !connection.status().is_success() {
        return Ok(connection);
    }
    let unreadable = || Problem::new(Kind::Internal, "The session cannot be shown.");
    let Session {
        hub_id,
        user_id,
        user_email,
    } = session;
    let Connection { domain, connection } =
        serde_json::from_slice(connection.body()).map_err(|_| unreadable())?;
    let id = hub_id.as_str().parse().map_err(|_| unreadable())?;
    let portal = PortalView {
        id,
        domain,
        connection,
    };
    let user = UserView {
        id: user_id.parse().map_err(|_| unreadable())?,
        email: user_email,
    };
    Ok(Reply::json(StatusCode::OK, &SessionView { portal, user }))
}

/// Needs no session: whoever is signed out already is signed out by it as well.
pub(super) fn sign_out(settings: &Settings) -> Reply {
    let mut reply = Reply::empty(StatusCode::NO_CONTENT);
    Session::end(&mut reply, settings);
    reply
}
