//! Runs as people see them: their counts add up, and only grow.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Judgement, Rule, demand};

/// A run, as the portal answers it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Run {
    /// Its id.
    pub id: u64,
    /// The sync that it executes.
    pub sync: u64,
    /// Whether it covers the audience ("full") or tries failed contacts again ("retry").
    pub kind: String,
    /// Its state.
    pub state: String,
    /// The reason why it waits.
    pub waiting_for: Option<String>,
    /// Contacts read.
    pub seen: u64,
    /// Contacts that got their link.
    pub linked: u64,
    /// Contacts that were written otherwise.
    pub updated: u64,
    /// Contacts for whom there was nothing to do.
    pub unchanged: u64,
    /// Contacts left out.
    pub skipped: u64,
    /// Contacts refused.
    pub failed: u64,
    /// Contacts that have an outcome of any kind.
    pub decided: u64,
}

impl Run {
    /// Whether it has ended.
    #[must_use]
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.state.as_str(), "finished" | "stopped")
    }

    /// Whether it goes on by itself.
    #[must_use]
    pub(crate) fn is_moving(&self) -> bool {
        matches!(
            self.state.as_str(),
            "preparing" | "gathering" | "reading" | "writing"
        )
    }
}

/// Reads an answer that lists runs.
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

/// Judges the runs of a portal by what was seen of them before.
///
/// # Errors
/// The first rule that is broken.
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
