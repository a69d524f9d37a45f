//! The search index: as of which time it shows a record.

use crate::{objects::Record, random::Random, settings::Settings};

/// The longest lag.
const LONGEST_MS: i64 = 60 * 60_000;

/// Returns the time as of which the index shows a record; none if it does not have the record.
pub(super) fn shows(record: &Record, settings: &Settings, now: i64) -> Option<i64> {
    if !settings.reads.search_tail {
        let seen_at = now - settings.search_lag_ms;
        let archived = record.archived_at.is_some_and(|at| at <= seen_at);
        return (record.created_at <= seen_at && !archived).then_some(seen_at);
    }
    let is_in = |at: &i64| at + lag(settings.seed, record.id, *at) <= now;
    if record.archived_at.as_ref().is_some_and(is_in) {
        return None;
    }
    if record.updated_at <= now - LONGEST_MS {
        return Some(now);
    }
    record.change_times().into_iter().rev().find(is_in)
}

/// Returns the lag of one change of a record.
fn lag(seed: u64, record: u64, at: i64) -> i64 {
    let mut random = Random::new(seed ^ record.rotate_left(20) ^ at.cast_unsigned(), "index");
    let seconds = match random.below(1_000) {
        0 => 300 + random.below(3_300),
        1..=10 => 60 + random.below(240),
        _ => random.below(30),
    };
    i64::try_from(seconds * 1_000 + random.below(1_000)).unwrap_or(LONGEST_MS)
}
