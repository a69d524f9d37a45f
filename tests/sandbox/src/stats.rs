//! What was counted, for whoever judges a run from outside.

use std::collections::BTreeMap;

use serde::Serialize;

/// Counters since the start, or since they were last reset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// API calls received, OAuth's included; pages and control calls are none.
    pub calls: u64,
    /// Of these, answered with 429.
    pub http_429: u64,
    /// Of these, without an answer.
    pub lost: u64,
    /// Calls by route, by its date-versioned name.
    pub by_route: BTreeMap<String, u64>,
    /// Answers by status.
    pub by_status: BTreeMap<u16, u64>,
    /// (contact, property) values that API writes carried and that were taken, changed or not.
    pub property_writes: u64,
    /// Of these, the ones that differed from the value that stood there.
    pub property_changes: u64,
    /// Webhook posts that were answered with 2xx.
    pub webhooks_delivered: u64,
    /// Webhook posts that were not.
    pub webhooks_failed: u64,
    /// Events in the delivered posts.
    pub webhook_events_delivered: u64,
}

impl Stats {
    /// Counts a call as it arrives.
    pub(crate) fn received(&mut self, route: &str) -> u64 {
        self.calls += 1;
        *self.by_route.entry(route.to_owned()).or_default() += 1;
        self.calls
    }

    /// Counts its answer.
    pub(crate) fn answered(&mut self, status: u16, lost: bool) {
        if lost {
            self.lost += 1;
            return;
        }
        *self.by_status.entry(status).or_default() += 1;
        self.http_429 += u64::from(status == 429);
    }

    /// Counts the values of a write.
    pub(crate) fn wrote(&mut self, values: usize, changes: usize) {
        self.property_writes += values as u64;
        self.property_changes += changes as u64;
    }
}
