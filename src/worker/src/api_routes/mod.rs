//! `/api/*`: the JSON API of the dashboard. One file a family of routes; each gives its `routes()`.
//!
//! A handler says who may ask ([`Reader`], [`Changer`]), what it takes, and which question to the portal
//! that is. The portal's answer is passed on as it is.

mod body;
mod caller;
mod campaigns;
mod connection;
mod referrers;
mod runs;
mod session;
mod syncs;

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use jiff::Timestamp;
use tower_service::Service;
use worker::Env;

use self::caller::Desk;
use crate::incoming::Incoming;
use crate::portal_stub::Portals;
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::settings::Settings;

/// What all of these paths begin with.
pub(crate) const PREFIX: &str = "/api/";

/// A sync with every mapping spelt out has some 20 KB.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;

/// Answers a request below [`PREFIX`].
///
/// # Errors
/// A problem when the deployment lacks a setting.
pub(crate) async fn answer(
    mut incoming: Incoming,
    env: &Env,
    settings: Settings,
    now: Timestamp,
) -> Result<Reply, Problem> {
    let failed = || Problem::new(Kind::Internal, "The answer could not be made.");
    let desk = Desk {
        portals: Portals::open(env)?,
        settings,
        now,
    };
    let request = Request::builder()
        .method(incoming.method.clone())
        .uri(incoming.target.as_str())
        .body(Body::from(std::mem::take(&mut incoming.body)))
        .map_err(|_| Problem::new(Kind::BadRequest, "The address cannot be read."))?;
    let (mut parts, body) = request.into_parts();
    parts.headers = incoming.headers.clone();
    parts.extensions.insert(Arc::new(desk));
    parts.extensions.insert(Arc::new(incoming));
    let request = Request::from_parts(parts, body);
    let Ok(response) = router().call(request).await;
    let (parts, body) = response.into_parts();
    // The answer is in memory already: there is no limit to keep.
    let body = to_bytes(body, usize::MAX).await.map_err(|_| failed())?;
    Ok(Reply::from_parts(parts, body.into()))
}

/// Built once; holds no state, and nothing of any request.
fn router() -> Router {
    static ROUTER: OnceLock<Router> = OnceLock::new();
    ROUTER
        .get_or_init(|| {
            Router::new()
                .merge(session::routes())
                .merge(connection::routes())
                .merge(campaigns::routes())
                .merge(referrers::routes())
                .merge(syncs::routes())
                .merge(runs::routes())
                .fallback(|| async { Problem::no_such_address() })
                .method_not_allowed_fallback(|| async {
                    Problem::new(
                        Kind::MethodNotAllowed,
                        "This address answers the methods that the header Allow names.",
                    )
                })
        })
        .clone()
}
