//! Who calls, and whether they may: every handler takes one of these.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use portal::PortalRequest;
use worker::send::SendFuture;

use crate::incoming::Incoming;
use crate::portal_stub::Portals;
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::session::Session;
use crate::settings::Settings;

/// What a handler needs besides the request.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) portals: Portals,
    pub(super) settings: Settings,
    pub(super) now: Timestamp,
}

/// Somebody who is signed in, and asks.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) desk: Arc<Desk>,
    pub(super) session: Session,
}

impl Reader {
    /// Asks the caller's own portal; there is no way to ask another one.
    pub(super) async fn ask(&self, request: PortalRequest) -> Result<Reply, Problem> {
        // The platform's futures belong to one thread, and there is but one.
        SendFuture::new(self.desk.portals.ask(&self.session.hub_id, &request)).await
    }

    /// The portal's answer, as it is.
    pub(super) async fn pass_on(&self, request: PortalRequest) -> Response {
        match self.ask(request).await {
            Ok(reply) => reply.map(axum::body::Body::from),
            Err(problem) => problem.into_response(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let desk = desk(parts)?;
        let session = parts
            .extensions
            .get::<Arc<Incoming>>()
            .and_then(|incoming| Session::of(incoming, &desk.settings, desk.now))
            .ok_or_else(|| {
                Problem::new(
                    Kind::SignedOut,
                    "Sign in with HubSpot at /hubspot/oauth/start.",
                )
            })?;
        Ok(Self { desk, session })
    }
}

/// Somebody who is signed in and wants to change something, from a page of this site.
#[derive(Debug)]
pub(super) struct Changer(pub(super) Reader);

impl<S: Sync> FromRequestParts<S> for Changer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        SamePage::from_request_parts(parts, state).await?;
        Reader::from_request_parts(parts, state).await.map(Self)
    }
}

impl Changer {
    /// See [`Reader::pass_on`].
    pub(super) async fn pass_on(&self, request: PortalRequest) -> Response {
        self.0.pass_on(request).await
    }
}

/// The request was made by a page of this site. Browsers add the cookie to the requests of other sites'
/// pages as well, but name the page's origin, and send no JSON across sites without asking first.
#[derive(Debug)]
pub(super) struct SamePage(pub(super) Arc<Desk>);

impl<S: Sync> FromRequestParts<S> for SamePage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let desk = desk(parts)?;
        let header = |name| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        if header(ORIGIN) != Some(desk.settings.public_origin.as_str()) {
            let why =
                "Changes are taken from pages of this site alone: the header Origin must name it.";
            return Err(Problem::new(Kind::Forbidden, why));
        }
        if !header(CONTENT_TYPE).is_some_and(is_json) {
            let why = "Changes are sent with the content type application/json.";
            return Err(Problem::new(Kind::NotJson, why));
        }
        Ok(Self(desk))
    }
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type
        .split_once(';')
        .map_or(content_type, |(essence, _)| essence);
    essence.trim().eq_ignore_ascii_case("application/json")
}

fn desk(parts: &Parts) -> Result<Arc<Desk>, Problem> {
    let desk = parts.extensions.get::<Arc<Desk>>().cloned();
    desk.ok_or_else(|| Problem::new(Kind::Internal, "The answer could not be made."))
}
