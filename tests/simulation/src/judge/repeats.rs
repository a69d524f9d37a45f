//! Calls that repeat without end. A loop that gets the same answer to the same question makes no progress.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use hubspot::Call;

use super::{Judgement, Rule, demand};

/// The most answers to one question in [`SPAN_MS`]. A sweep asks each of its questions once, and every crash or lost
/// answer once more.
const MOST: usize = 25;

/// A minute. The shortest pause between two sweeps is longer.
const SPAN_MS: i64 = 60_000;

/// The calls of one portal that HubSpot has answered with success.
#[derive(Debug, Default)]
pub(crate) struct Repeats(BTreeMap<u64, VecDeque<i64>>);

impl Repeats {
    /// Records that HubSpot answers a call with success.
    pub(crate) fn answered(&mut self, call: &Call, now: i64) -> Judgement {
        let mut hasher = DefaultHasher::new();
        (call.method.as_str(), &call.target, call.body.text()).hash(&mut hasher);
        let times = self.0.entry(hasher.finish()).or_default();
        times.push_back(now);
        while times.front().is_some_and(|at| *at <= now - SPAN_MS) {
            times.pop_front();
        }
        let count = times.len();
        demand(count <= MOST, Rule::Needless, || {
            let target = &call.target;
            format!("{target} was answered {count} times within a minute")
        })
    }
}
