//! Counters for a test that judges a run from outside.

use std::collections::BTreeMap;

use serde::Serialize;

/// The counters since the start, or since the last reset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// API calls received, including OAuth's, but not pages and control calls.
    pub calls: u64,
    /// Calls that were answered with 429.
    pub http_429: u64,
    /// Calls that got no response.
    pub lost: u64,
    /// Calls by route, under its date-versioned name.
    pub by_route: BTreeMap<String, u64>,
    /// Responses by status.
    pub by_status: BTreeMap<u16, u64>,
    /// Valid (contact, property) values that API writes carried, changed or not.
    pub property_writes: u64,
    /// Values of these writes that differed from the stored value.
    pub property_changes: u64,
    /// Webhook posts that were answered with 2xx.
    pub webhooks_delivered: u64,
    /// All other webhook posts.
    pub webhooks_failed: u64,
    /// Events in the delivered posts.
    pub webhook_events_delivered: u64,
}

impl Stats {
    /// Counts a call as it arrives. Returns its number.
    pub(crate) fn received(&mut self, route: &str) -> u64 {
        self.calls += 1;
        *self.by_route.entry(route.to_owned()).or_default() += 1;
        self.calls
    }

    /// Counts a response.
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
