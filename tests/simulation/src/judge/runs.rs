//! Runs as people see them. Their counts add up and never fall.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::{Judgement, Rule, demand};
use crate::crm::BEGINNING_MS;

/// A run, as the portal reports it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Run {
    pub id: u64,
    /// The sync that the run executes.
    pub sync: u64,
    /// The kind: "full" covers the audience, and "retry" tries failed contacts again.
    pub kind: String,
    /// The time when the run began, in milliseconds of the world.
    pub started_at: i64,
    pub state: String,
    /// The reason why the run waits.
    pub waiting_for: Option<String>,
    /// The number of contacts read.
    pub seen: u64,
    /// The number of contacts that got their link.
    pub linked: u64,
    /// The number of contacts that got other values.
    pub updated: u64,
    /// The number of contacts that needed no write.
    pub unchanged: u64,
    /// The number of contacts left out.
    pub skipped: u64,
    /// The number of contacts that HubSpot refused.
    pub failed: u64,
    /// The number of contacts that have an outcome of any kind.
    pub decided: u64,
}

impl Run {
    /// Returns true if the run has ended.
    #[must_use]
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.state.as_str(), "finished" | "stopped")
    }

    /// Returns true if the run continues without a person's help.
    #[must_use]
    pub(crate) fn is_moving(&self) -> bool {
        matches!(
            self.state.as_str(),
            "preparing" | "gathering" | "reading" | "writing"
        )
    }
}

/// Reads a response that lists runs.
#[must_use]
pub(crate) fn runs_of(view: &Value) -> Vec<Run> {
    let items = view["items"].as_array().expect("a list of runs");
    items
        .iter()
        .map(|run| {
            let count = |name: &str| run["counts"][name].as_u64().expect("a count");
            let outcomes = ["linked", "updated", "unchanged", "skipped", "failed"];
            Run {
                id: run["id"].as_u64().expect("an id"),
                sync: run["syncId"].as_u64().expect("an id"),
                kind: run["kind"].as_str().expect("a kind").to_owned(),
                started_at: run["startedAt"]
                    .as_str()
                    .and_then(|at| at.parse::<Timestamp>().ok())
                    .map(|at| at.as_millisecond() - BEGINNING_MS)
                    .expect("a time"),
                state: run["state"].as_str().expect("a state").to_owned(),
                waiting_for: run["waitingFor"].as_str().map(str::to_owned),
                seen: count("seen"),
                linked: count("linked"),
                updated: count("updated"),
                unchanged: count("unchanged"),
                skipped: count("skipped"),
                failed: count("failed"),
                decided: outcomes.into_iter().map(count).sum(),
            }
        })
        .collect()
}

/// Judges the runs of a portal by their earlier counts.
///
/// # Errors Returns the first rule that is broken.
pub(crate) fn judge_runs(runs: &[Run], before: &mut BTreeMap<u64, Run>) -> Judgement {
    for run in runs {
        let former = before.insert(run.id, run.clone()).unwrap_or_default();
        demand(
            run.seen >= former.seen && run.decided >= former.decided,
            Rule::Counts,
            || format!("the counts of a run fell: {former:?}, {run:?}"),
        )?;
        demand(run.decided <= run.seen, Rule::Counts, || {
            format!("a run has more outcomes than contacts: {run:?}")
        })?;
        let ended = run.state == "finished";
        demand(!ended || run.decided == run.seen, Rule::Counts, || {
            format!("a run has finished with contacts that have no outcome: {run:?}")
        })?;
        demand(!former.is_over() || *run == former, Rule::Counts, || {
            format!("a run that was over changed: {former:?}, {run:?}")
        })?;
    }
    Ok(())
}
