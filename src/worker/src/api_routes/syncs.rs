//! `/api/syncs`: audience and mappings of a campaign, and starting their runs.

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::SyncId;
use portal::{ChangeSync, CreateSync, PortalRequest};

use super::body::{Given, Named};
use super::caller::{Changer, Reader};

/// The routes of this family.
pub(super) fn routes() -> Router {
    Router::new()
        .route("/api/syncs", get(list).post(create))
        .route("/api/syncs/{sync}", get(show).patch(change))
        .route("/api/syncs/{sync}/runs", post(start_run))
}

async fn list(reader: Reader) -> Response {
    reader.pass_on(PortalRequest::Syncs).await
}

async fn create(changer: Changer, Given(sync): Given<CreateSync>) -> Response {
    changer.pass_on(PortalRequest::CreateSync(sync)).await
}

async fn show(reader: Reader, Named(sync): Named<SyncId>) -> Response {
    reader.pass_on(PortalRequest::Sync { sync }).await
}

async fn change(
    changer: Changer,
    Named(sync): Named<SyncId>,
    Given(change): Given<ChangeSync>,
) -> Response {
    changer
        .pass_on(PortalRequest::ChangeSync { sync, change })
        .await
}

async fn start_run(changer: Changer, Named(sync): Named<SyncId>) -> Response {
    changer.pass_on(PortalRequest::StartRun { sync }).await
}
