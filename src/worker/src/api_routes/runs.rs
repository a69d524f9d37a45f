//! `/api/runs`: how far a run is, what came of each contact, holding it and letting it go on.

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::{ContactId, RunId, SyncId};
use portal::{OutcomeKind, PortalRequest, RunAction};
use serde::Deserialize;

use super::body::{Filtered, Named};
use super::caller::{Changer, Reader};

/// The routes of this family.
pub(super) fn routes() -> Router {
    Router::new()
        .route("/api/runs", get(list))
        .route("/api/runs/{run}", get(show))
        .route("/api/runs/{run}/outcomes", get(outcomes))
        .route("/api/runs/{run}/pause", post(pause))
        .route("/api/runs/{run}/resume", post(resume))
        .route("/api/runs/{run}/stop", post(stop))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfSync {
    sync_id: Option<SyncId>,
}

#[derive(Deserialize)]
struct Which {
    kind: Option<OutcomeKind>,
    after: Option<ContactId>,
}

async fn list(reader: Reader, Filtered(OfSync { sync_id: sync }): Filtered<OfSync>) -> Response {
    reader.pass_on(PortalRequest::Runs { sync }).await
}

async fn show(reader: Reader, Named(run): Named<RunId>) -> Response {
    reader.pass_on(PortalRequest::Run { run }).await
}

async fn outcomes(
    reader: Reader,
    Named(run): Named<RunId>,
    Filtered(Which { kind, after }): Filtered<Which>,
) -> Response {
    reader
        .pass_on(PortalRequest::Outcomes { run, kind, after })
        .await
}

async fn pause(changer: Changer, Named(run): Named<RunId>) -> Response {
    control(changer, run, RunAction::Pause).await
}

async fn resume(changer: Changer, Named(run): Named<RunId>) -> Response {
    control(changer, run, RunAction::Resume).await
}

async fn stop(changer: Changer, Named(run): Named<RunId>) -> Response {
    control(changer, run, RunAction::Stop).await
}

async fn control(changer: Changer, run: RunId, action: RunAction) -> Response {
    changer
        .pass_on(PortalRequest::ControlRun { run, action })
        .await
}
