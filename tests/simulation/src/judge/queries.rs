//! Queries that people start before a sync. At rest their answers are exactly right.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::runs::Run;
use super::{Judgement, Rule, demand};

/// A query's answer, as the portal reports it.
#[derive(Debug, Clone)]
pub(crate) struct QueryAnswer(pub Value);

impl QueryAnswer {
    /// Returns a count of the answer.
    fn count(&self, path: &str) -> Option<u64> {
        self.0.pointer(path)?.as_u64()
    }
}

/// Judges the reported number of contacts of an audience.
pub(crate) fn judge_count(answer: &QueryAnswer, audience: &BTreeSet<String>) -> Judgement {
    let count = answer.count("/found/count");
    demand(count == Some(audience.len() as u64), Rule::Answers, || {
        format!("{} are in the audience: {:?}", audience.len(), answer.0)
    })?;
    demand(
        answer.count("/found/atMost") >= count,
        Rule::Answers,
        || format!("fewer at most than exactly: {:?}", answer.0),
    )
}

/// Judges the contacts that a preview shows, and their values.
pub(crate) fn judge_preview(
    answer: &QueryAnswer,
    audience: &BTreeSet<String>,
    first_names: &BTreeMap<String, String>,
) -> Judgement {
    let mut first: Vec<u64> = audience.iter().filter_map(|id| id.parse().ok()).collect();
    first.sort_unstable();
    first.truncate(SHOWN);
    let shown = answer.0["found"]["contacts"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let mut ids: Vec<u64> = shown
        .iter()
        .filter_map(|contact| contact["contactId"].as_str()?.parse().ok())
        .collect();
    ids.sort_unstable();
    demand(ids == first, Rule::Answers, || {
        format!("the first of the audience are {first:?}: {:?}", answer.0)
    })?;
    for contact in &shown {
        let id = contact["contactId"].as_str().unwrap_or_default();
        let held = first_names
            .get(id)
            .map(|name| name.trim())
            .unwrap_or_default();
        let shown = contact["values"]["firstName"].as_str().unwrap_or_default();
        demand(shown == held, Rule::Answers, || {
            format!("{id} is called {held:?} and shown as {shown:?}")
        })?;
    }
    Ok(())
}

/// The number of contacts that a preview shows.
const SHOWN: usize = 5;

/// Judges a dry run by what the sync's run then did.
pub(crate) fn judge_dry_run(answer: &QueryAnswer, run: &Run) -> Judgement {
    let count = |name: &str| {
        answer
            .count(&format!("/found/counts/{name}"))
            .unwrap_or(u64::MAX)
    };
    // A dry run cannot know which writes HubSpot will refuse.
    let written = run.linked + run.updated + run.failed;
    let right = run.seen == count("seen")
        && run.skipped == count("skipped")
        && run.unchanged == count("unchanged")
        && written == count("linked") + count("updated")
        && run.linked <= count("linked")
        && run.updated <= count("updated");
    demand(right, Rule::Answers, || {
        format!(
            "the run did otherwise than was said: {:?}, {run:?}",
            answer.0
        )
    })?;
    demand(
        answer.count("/found/expected") == Some(run.seen),
        Rule::Answers,
        || format!("{} were to be expected: {:?}", run.seen, answer.0),
    )
}
