//! HubSpot's limit of calls in a rolling window, enforced on Goodword's side.
//!
//! A call reaches HubSpot at some unknown moment between its sending and its answer. The window
//! therefore counts a call from its permission until a whole interval after its answer.
//!
//! Invariant: whatever the latencies, no stretch of one interval at HubSpot's side holds more than
//! `limit` of the calls that were permitted here. Proof: take the calls that arrive within such a
//! stretch, and among these the one permitted last. When it was permitted, each of the others was
//! either unanswered, or answered less than an interval before, since its arrival came before its
//! answer; so each was counted.
//!
//! Time enters as a value. A clock that runs backwards counts as standing still.

use std::collections::VecDeque;
use vecmap::VecMap;

use jiff::Timestamp;

use crate::call::Reply;

/// The calls per [`GENERAL_INTERVAL_MS`] that HubSpot allows an OAuth app listed in its
/// marketplace, for each account that installed it. Searches have their own limit.
///
/// Source: HubSpot's "API usage guidelines and limits", and its changelog "Increasing our API
/// limits". The header `X-HubSpot-RateLimit-Max` contains an account's real number; see
/// [`CallWindow::learn`].
pub const GENERAL_LIMIT: u32 = 110;

/// The length of HubSpot's rolling window (`TEN_SECONDLY_ROLLING`).
pub const GENERAL_INTERVAL_MS: i64 = 10_000;

/// The searches per [`SEARCH_INTERVAL_MS`] that HubSpot allows an account. Same source.
pub const SEARCH_LIMIT: u32 = 5;

/// The length of HubSpot's window for searches.
pub const SEARCH_INTERVAL_MS: i64 = 1000;

/// A call that was permitted and must be settled. A permit that is lost holds its place for ever.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "an unsettled permit holds its place in the window for ever"]
pub struct CallPermit {
    serial: u64,
    sent_ms: i64,
}

/// The calls that may count at HubSpot's side now.
#[derive(Debug, Clone)]
pub struct CallWindow {
    /// The limit in the settings.
    ceiling: u32,
    /// The limit that HubSpot allows, never above `ceiling`.
    limit: u32,
    interval_ms: i64,
    /// The latest time seen.
    latest_ms: i64,
    held_until_ms: i64,
    next_serial: u64,
    /// The calls without an answer, and when they were sent.
    unanswered: VecMap<u64, i64>,
    /// The calls with an answer, in order of time. A call that was given up counts as answered
    /// later.
    answered: VecDeque<Answered>,
}

#[derive(Debug, Clone, Copy)]
struct Answered {
    at_ms: i64,
    calls: u32,
}

impl CallWindow {
    /// Makes a window of which nothing is spent. `limit` is at least 1.
    #[must_use]
    pub fn new(limit: u32, interval_ms: i64) -> Self {
        let limit = limit.max(1);
        Self {
            ceiling: limit,
            limit,
            interval_ms,
            latest_ms: i64::MIN,
            held_until_ms: i64::MIN,
            next_serial: 0,
            unanswered: VecMap::new(),
            answered: VecDeque::new(),
        }
    }

    /// Makes the window after a restart. The earlier calls are not known, so all of `limit` are
    /// assumed to have arrived at `last`. Give the latest moment at which one can have arrived; if
    /// nothing better is known, that is now.
    #[must_use]
    pub fn restarted(limit: u32, interval_ms: i64, last: Timestamp) -> Self {
        let mut window = Self::new(limit, interval_ms);
        window.held_until_ms = rounded_up(last).saturating_add(interval_ms);
        window
    }

    /// Permits a call now.
    ///
    /// # Errors
    /// The earliest moment at which it is worth asking again.
    pub fn permit(&mut self, now: Timestamp) -> Result<CallPermit, Timestamp> {
        let now_ms = self.advance(now.as_millisecond());
        let free_at_ms = self.free_at(now_ms).max(self.held_until_ms);
        if free_at_ms > now_ms {
            return Err(Timestamp::from_millisecond(free_at_ms).unwrap_or(Timestamp::MAX));
        }
        let permit = CallPermit {
            serial: self.next_serial,
            sent_ms: now_ms,
        };
        self.next_serial += 1;
        self.unanswered.insert(permit.serial, now_ms);
        Ok(permit)
    }

    /// Records that the call's answer has come. Its place is free one interval from now.
    #[expect(clippy::needless_pass_by_value, reason = "a permit is settled once")]
    pub fn settle(&mut self, permit: CallPermit, now: Timestamp) {
        let at_ms = self.answered_at(now);
        self.unanswered.remove(&permit.serial);
        self.count(at_ms, 1);
    }

    /// Records that no answer has come, and that the caller no longer waits for one. The request
    /// may still arrive, for as long as the network keeps it. Goodword assumes at most one
    /// interval; the place is free one interval later.
    #[expect(clippy::needless_pass_by_value, reason = "a permit is given up once")]
    pub fn give_up(&mut self, permit: CallPermit, now: Timestamp) {
        let at_ms = self.answered_at(now).saturating_add(self.interval_ms);
        self.unanswered.remove(&permit.serial);
        self.count(at_ms, 1);
    }

    /// Records that the call was never sent.
    #[expect(clippy::needless_pass_by_value, reason = "a permit is given back once")]
    pub fn give_back(&mut self, permit: CallPermit) {
        self.unanswered.remove(&permit.serial);
    }

    /// Permits nothing before `until`: the wait that a 429 asks for.
    pub fn hold_until(&mut self, until: Timestamp) {
        self.held_until_ms = self.held_until_ms.max(rounded_up(until));
    }

    /// Learns from the headers of an answer, before its permit is settled: how many calls HubSpot
    /// allows, and how many it has counted. If HubSpot has counted more calls than were made here,
    /// somebody else uses the same quota, and their calls are counted here too. The limit can fall
    /// below the value given to [`CallWindow::new`], but never rises above it.
    pub fn learn(&mut self, permit: &CallPermit, reply: &Reply, now: Timestamp) {
        let number = |name| reply.header(name)?.trim().parse::<u32>().ok();
        let interval = number("x-hubspot-ratelimit-interval-milliseconds");
        if interval.is_some_and(|interval| i64::from(interval) != self.interval_ms) {
            return;
        }
        let Some(max) = number("x-hubspot-ratelimit-max").filter(|max| *max > 0) else {
            return;
        };
        self.limit = max.min(self.ceiling);
        let Some(remaining) = number("x-hubspot-ratelimit-remaining") else {
            return;
        };
        let at_ms = self.answered_at(now);
        // HubSpot counted when the call arrived, at some moment after it was sent.
        let known = self.counted_since(permit.sent_ms);
        let foreign = max
            .saturating_sub(remaining)
            .saturating_sub(known)
            .min(self.limit);
        self.count(at_ms, foreign);
    }

    /// Returns the first whole millisecond after `now`. The latest time seen moves only to `now`.
    fn answered_at(&mut self, now: Timestamp) -> i64 {
        self.advance(now.as_millisecond()).saturating_add(1)
    }

    fn advance(&mut self, now_ms: i64) -> i64 {
        self.latest_ms = self.latest_ms.max(now_ms);
        let oldest = self
            .unanswered
            .values()
            .next()
            .copied()
            .unwrap_or(self.latest_ms);
        let gone_ms = oldest.min(self.latest_ms).saturating_sub(self.interval_ms);
        while self
            .answered
            .front()
            .is_some_and(|answered| answered.at_ms <= gone_ms)
        {
            self.answered.pop_front();
        }
        self.latest_ms
    }

    fn count(&mut self, at_ms: i64, calls: u32) {
        if calls == 0 {
            return;
        }
        let position = self
            .answered
            .partition_point(|answered| answered.at_ms < at_ms);
        match self.answered.get_mut(position) {
            Some(same) if same.at_ms == at_ms => same.calls = same.calls.saturating_add(calls),
            _ => self.answered.insert(position, Answered { at_ms, calls }),
        }
    }

    /// Returns the number of calls that can have arrived less than an interval before `moment_ms`,
    /// or after it.
    fn counted_since(&self, moment_ms: i64) -> u32 {
        let answered = self
            .answered
            .iter()
            .filter(|answered| self.free_after(answered) > moment_ms);
        let answered: u32 = answered.map(|answered| answered.calls).sum();
        let unanswered = u32::try_from(self.unanswered.len()).unwrap_or(u32::MAX);
        answered.saturating_add(unanswered)
    }

    fn free_after(&self, answered: &Answered) -> i64 {
        answered.at_ms.saturating_add(self.interval_ms)
    }

    /// Returns when one more call has a place, if no answer comes before.
    fn free_at(&self, now_ms: i64) -> i64 {
        let mut counted = self.counted_since(now_ms);
        if counted < self.limit {
            return now_ms;
        }
        for answered in self
            .answered
            .iter()
            .filter(|answered| self.free_after(answered) > now_ms)
        {
            counted = counted.saturating_sub(answered.calls);
            if counted < self.limit {
                return self.free_after(answered);
            }
        }
        now_ms.saturating_add(self.interval_ms)
    }
}

/// Returns the first whole millisecond after a moment, so that no place becomes free a fraction too
/// early.
fn rounded_up(moment: Timestamp) -> i64 {
    moment.as_millisecond().saturating_add(1)
}

#[cfg(test)]
mod tests;
