//! `/api/runs`: the progress of runs, the outcome of each contact, pausing and resuming.

use domain::{ContactId, RunId, SyncId};
use http::StatusCode;
use portal::views::{LeaverView, OutcomeView, RateView, RunView};
use portal::{DecideLeavers, OutcomeKind, PortalRequest, RunAction};

use crate::edge::problem::{Kind, Problem};
use crate::routing::about::About;
use crate::routing::address_value::Cursor;
use crate::routing::handler::{Plain, WithBody, WithQuery};
use crate::routing::query::{Parameter, Query};
use crate::routing::route::{Family, Route};

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "Runs",
    "The executions of syncs, and the outcome of each contact.",
    &[
        Route::get(
            "/api/runs",
            About::new("listRuns", "List runs, the newest first")
                .lists::<RunView>("A page of runs.")
                .refuses(&[Kind::NotFound]),
            &WithQuery(run_filter, |(), filter| PortalRequest::Runs {
                sync: filter.sync,
                after: filter.after,
            }),
        ),
        Route::get(
            "/api/runs/{run}",
            About::new("showRun", "Show one run").responds::<RunView>(StatusCode::OK, "The run."),
            &Plain(|run: RunId| PortalRequest::Run { run }),
        ),
        Route::get(
            "/api/runs/{run}/rate",
            About::new(
                "showRunRate",
                "Show how many contacts a run had read at which time",
            )
            .lists::<RateView>("At most 120 samples, the oldest first."),
            &Plain(|run: RunId| PortalRequest::RunRate { run }),
        ),
        Route::get(
            "/api/runs/{run}/outcomes",
            About::new(
                "listOutcomes",
                "List the contacts of a run that failed or were skipped",
            )
            .lists::<OutcomeView>("A page of outcomes, ordered by contact."),
            &WithQuery(outcome_filter, |run: RunId, filter| {
                PortalRequest::Outcomes {
                    run,
                    kind: filter.kind,
                    after: filter.after,
                }
            }),
        ),
        Route::get(
            "/api/runs/{run}/outcomes.csv",
            About::new("downloadOutcomes", "Download the same contacts as a table")
                .responds_table("The table (RFC 4180)."),
            &WithQuery(outcome_kind, |run: RunId, kind| {
                PortalRequest::OutcomeTable { run, kind }
            }),
        ),
        Route::get(
            "/api/runs/{run}/leavers",
            About::new(
                "listLeavers",
                "List the contacts that left the audience and whose links wait for a decision",
            )
            .lists::<LeaverView>("A page of contacts; none if the run asks no question."),
            &WithQuery(after_contact, |run: RunId, after| PortalRequest::Leavers {
                run,
                after,
            }),
        ),
        Route::post(
            "/api/runs/{run}/leavers",
            About::new("decideLeavers", "Decide about the links of these contacts")
                .responds::<RunView>(StatusCode::OK, AFTER_CHANGE)
                .refuses(&[Kind::Conflict]),
            &WithBody(
                |run: RunId, decision: DecideLeavers| PortalRequest::DecideLeavers {
                    run,
                    decision,
                },
            ),
        ),
        Route::post(
            "/api/runs/{run}/pause",
            About::new("pauseRun", "Pause a run")
                .responds::<RunView>(StatusCode::OK, AFTER_CHANGE)
                .refuses(&[Kind::Conflict]),
            &Plain(|run: RunId| PortalRequest::ControlRun {
                run,
                action: RunAction::Pause,
            }),
        ),
        Route::post(
            "/api/runs/{run}/resume",
            About::new("resumeRun", "Resume a run, also after a problem was solved")
                .responds::<RunView>(StatusCode::OK, AFTER_CHANGE)
                .refuses(&[Kind::Conflict, Kind::Disconnected]),
            &Plain(|run: RunId| PortalRequest::ControlRun {
                run,
                action: RunAction::Resume,
            }),
        ),
        Route::post(
            "/api/runs/{run}/stop",
            About::new("stopRun", "End a run")
                .responds::<RunView>(StatusCode::OK, AFTER_CHANGE)
                .refuses(&[Kind::Conflict]),
            &Plain(|run: RunId| PortalRequest::ControlRun {
                run,
                action: RunAction::Stop,
            }),
        ),
        Route::post(
            "/api/runs/{run}/retry",
            About::new("retryRun", "Try the failed contacts of a run again")
                .responds::<RunView>(StatusCode::CREATED, "The new run.")
                .refuses(&[Kind::Conflict, Kind::Disconnected]),
            &Plain(|run: RunId| PortalRequest::RetryRun { run }),
        ),
    ],
);

const AFTER_CHANGE: &str = "The run after the change.";

const SYNC: Parameter<SyncId> = Parameter::new("syncId", "Only runs of this sync.");
const AFTER_RUN: Parameter<Cursor<RunId>> = Parameter::new("after", super::paging::AFTER);
const AFTER_CONTACT: Parameter<Cursor<ContactId>> = Parameter::new("after", super::paging::AFTER);
const KIND: Parameter<OutcomeKind> = Parameter::new(
    "kind",
    "Only failed or only skipped contacts; both if absent.",
);

/// The runs of one sync, or of all.
struct RunFilter {
    sync: Option<SyncId>,
    after: Option<RunId>,
}

fn run_filter(query: &mut Query<'_>) -> Result<RunFilter, Problem> {
    Ok(RunFilter {
        sync: query.get(&SYNC)?,
        after: query.get(&AFTER_RUN)?.map(|Cursor(run)| run),
    })
}

/// The outcomes of one kind, or of both.
struct OutcomeFilter {
    kind: Option<OutcomeKind>,
    after: Option<ContactId>,
}

fn outcome_filter(query: &mut Query<'_>) -> Result<OutcomeFilter, Problem> {
    Ok(OutcomeFilter {
        kind: outcome_kind(query)?,
        after: query.get(&AFTER_CONTACT)?.map(|Cursor(contact)| contact),
    })
}

fn after_contact(query: &mut Query<'_>) -> Result<Option<ContactId>, Problem> {
    Ok(query.get(&AFTER_CONTACT)?.map(|Cursor(contact)| contact))
}

fn outcome_kind(query: &mut Query<'_>) -> Result<Option<OutcomeKind>, Problem> {
    query.get(&KIND)
}
