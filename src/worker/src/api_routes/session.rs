//! `/api/session`: who is signed in, and signing out.

use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use portal::PortalRequest;
use serde::{Deserialize, Serialize};

use super::caller::{Reader, SamePage};
use crate::problem::{Kind, Problem};
use crate::reply;
use crate::session::Session;

/// The routes of this family.
pub(super) fn routes() -> Router {
    Router::new()
        .route("/api/session", get(show))
        .route("/api/session/sign-out", post(sign_out))
}

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

async fn show(reader: Reader) -> Result<Response, Problem> {
    let answer = reader.ask(PortalRequest::Connection).await?;
    if !answer.status().is_success() {
        return Ok(answer.map(axum::body::Body::from));
    }
    let unreadable = || Problem::new(Kind::Internal, "The session cannot be shown.");
    let connection: Connection = serde_json::from_slice(answer.body()).map_err(|_| unreadable())?;
    let Session {
        hub_id,
        user_id,
        user_email,
    } = reader.session;
    let view = SessionView {
        portal: PortalView {
            id: hub_id.as_str().parse().map_err(|_| unreadable())?,
            domain: connection.domain,
            connection: connection.connection,
        },
        user: UserView {
            id: user_id.parse().map_err(|_| unreadable())?,
            email: user_email,
        },
    };
    Ok(reply::json(StatusCode::OK, &view).map(axum::body::Body::from))
}

/// Needs no session: whoever is signed out already is signed out by it as well.
async fn sign_out(SamePage(desk): SamePage) -> Response {
    let mut reply = reply::empty(StatusCode::NO_CONTENT);
    Session::end(&mut reply, &desk.settings);
    reply.map(axum::body::Body::from)
}
