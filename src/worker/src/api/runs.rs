//! `/api/runs`: how far a run is, what came of each contact, holding it and letting it go on.

use domain::{RunId, SyncId};
use portal::{OutcomeKind, PortalRequest, RunAction};

use crate::edge::problem::Problem;
use crate::routing::request_parts::Asked;
use crate::routing::route::Route;

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/runs", |asked| {
        Ok(PortalRequest::Runs {
            sync: asked.filter("syncId", |text| text.parse().ok().map(SyncId))?,
            after: asked.filter("after", |text| text.parse().ok().map(RunId))?,
        })
    }),
    Route::get("/api/runs/{run}", |asked| {
        Ok(PortalRequest::Run { run: run(asked)? })
    }),
    Route::get("/api/runs/{run}/rate", |asked| {
        Ok(PortalRequest::RunRate { run: run(asked)? })
    }),
    Route::post("/api/runs/{run}/retry", |asked| {
        Ok(PortalRequest::RetryRun { run: run(asked)? })
    }),
    Route::get("/api/runs/{run}/outcomes", |asked| {
        Ok(PortalRequest::Outcomes {
            run: run(asked)?,
            kind: asked.filter("kind", kind)?,
            after: asked.filter("after", |text| text.parse().ok())?,
        })
    }),
    Route::get("/api/runs/{run}/outcomes.csv", |asked| {
        Ok(PortalRequest::OutcomeTable {
            run: run(asked)?,
            kind: asked.filter("kind", kind)?,
        })
    }),
    Route::post("/api/runs/{run}/pause", |asked| {
        control(asked, RunAction::Pause)
    }),
    Route::post("/api/runs/{run}/resume", |asked| {
        control(asked, RunAction::Resume)
    }),
    Route::post("/api/runs/{run}/stop", |asked| {
        control(asked, RunAction::Stop)
    }),
];

fn run(asked: &Asked<'_>) -> Result<RunId, Problem> {
    asked.id(0).map(RunId)
}

fn kind(text: &str) -> Option<OutcomeKind> {
    match text {
        "failed" => Some(OutcomeKind::Failed),
        "skipped" => Some(OutcomeKind::Skipped),
        _ => None,
    }
}

fn control(asked: &Asked<'_>, action: RunAction) -> Result<PortalRequest, Problem> {
    Ok(PortalRequest::ControlRun {
        run: run(asked)?,
        action,
    })
}
