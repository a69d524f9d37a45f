//! `/api/runs`, in words.

use domain::SyncId;
use http::StatusCode;
use portal::OutcomeKind;
use portal::views::{OutcomeView, RateView, RunView};

use super::routes::{Described, get, post};
use super::shapes::Shape;
use crate::edge::problem::Kind;

pub(super) fn routes() -> Vec<Described> {
    let kind = "Failed or skipped alone; both if absent.";
    vec![
        get("/api/runs", "listRuns", "Runs, the newest first")
            .filter::<SyncId>("syncId", "Those of this sync.")
            .paged()
            .answers(StatusCode::OK, Shape::list::<RunView>(), "A page of runs.")
            .refuses(Kind::NotFound),
        get("/api/runs/{run}", "showRun", "One run").answers(
            StatusCode::OK,
            Shape::of::<RunView>(),
            "The run.",
        ),
        get(
            "/api/runs/{run}/rate",
            "showRunRate",
            "How many contacts a run had seen when",
        )
        .answers(
            StatusCode::OK,
            Shape::list::<RateView>(),
            "At most 120 samples, the oldest first.",
        ),
        get(
            "/api/runs/{run}/outcomes",
            "listOutcomes",
            "The contacts of a run that failed or were skipped",
        )
        .filter::<OutcomeKind>("kind", kind)
        .paged()
        .answers(
            StatusCode::OK,
            Shape::list::<OutcomeView>(),
            "A page of outcomes, by contact.",
        ),
        get(
            "/api/runs/{run}/outcomes.csv",
            "downloadOutcomes",
            "The same as a table for spreadsheets",
        )
        .filter::<OutcomeKind>("kind", kind)
        .answers_table("The table (RFC 4180)."),
        control(
            "/api/runs/{run}/pause",
            "pauseRun",
            "Hold a run where it is",
        ),
        control(
            "/api/runs/{run}/resume",
            "resumeRun",
            "Let a run go on from there, also after a problem was mended",
        )
        .refuses(Kind::Disconnected),
        control("/api/runs/{run}/stop", "stopRun", "End a run"),
        post(
            "/api/runs/{run}/retry",
            "retryRun",
            "Try the failed contacts of a run again",
        )
        .answers(StatusCode::CREATED, Shape::of::<RunView>(), "The new run.")
        .refuses(Kind::Conflict)
        .refuses(Kind::Disconnected),
    ]
}

fn control(path: &'static str, name: &str, summary: &str) -> Described {
    post(path, name, summary)
        .answers(
            StatusCode::OK,
            Shape::of::<RunView>(),
            "The run as it is now.",
        )
        .refuses(Kind::Conflict)
}
