//! `/api/connection`: giving the account's grant back.

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use portal::PortalRequest;

use super::caller::Changer;

/// The routes of this family.
pub(super) fn routes() -> Router {
    Router::new().route("/api/connection/disconnect", post(disconnect))
}

async fn disconnect(changer: Changer) -> Response {
    changer.pass_on(PortalRequest::Disconnect).await
}
