//! Rate limits, checked when a call is performed.
//!
//! A window slides: a call is admitted if fewer calls than the limit were admitted in the time just
//! before it. A refused call does not count. HubSpot does not document whether it counts there; a
//! caller that waits as the response says sees no difference.

use std::collections::{BTreeMap, VecDeque};

use crate::{
    errors::Problem,
    http::Response,
    random::Random,
    settings::{Quota, QuotaRefusal},
};

const ROLLING_MS: i64 = 10_000;
const SECOND_MS: i64 = 1_000;

/// The times at which calls were admitted, oldest first.
#[derive(Clone, Debug, Default)]
struct Window(VecDeque<i64>);

impl Window {
    /// Admits a call if fewer than `limit` were admitted in the last `span`. Returns how many more
    /// would be admitted.
    fn admit(&mut self, limit: usize, span: i64, now: i64) -> Option<usize> {
        // The window is half open: a call that is exactly one span old lies outside.
        while self.0.front().is_some_and(|oldest| *oldest <= now - span) {
            self.0.pop_front();
        }
        if self.0.len() >= limit {
            return None;
        }
        self.0.push_back(now);
        Some(limit - self.0.len())
    }
}

/// The rate limits of one portal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    rolling: BTreeMap<u64, Window>,
    search: Window,
}

impl Limits {
    /// Admits an ordinary call of `app`. Returns how many calls are left.
    pub(crate) fn rolling(
        &mut self,
        app: u64,
        quota: Quota,
        refusal: QuotaRefusal,
        now: i64,
    ) -> Result<usize, Problem> {
        let window = self.rolling.entry(app).or_default();
        window
            .admit(quota.ten_secondly, ROLLING_MS, now)
            .ok_or_else(|| {
                let refused = rolling_refused(refusal, "0");
                if refusal == QuotaRefusal::Bare {
                    return refused;
                }
                headers(quota, 0)
                    .into_iter()
                    .fold(refused, |refused, (name, value)| {
                        refused.with_header(name, value)
                    })
            })
    }

    /// Admits a search. `others`: whether other apps of the portal search, too.
    pub(crate) fn search(&mut self, quota: Quota, others: bool, now: i64) -> Result<(), Problem> {
        // Their bursts take three seconds each, one span of five.
        let burst = now.div_euclid(3 * SECOND_MS);
        if others && Random::new(burst.cast_unsigned(), "other apps").below(5) == 0 {
            return Err(too_many("secondly", "SECONDLY"));
        }
        let admitted = self.search.admit(quota.search_secondly, SECOND_MS, now);
        admitted
            .map(|_| ())
            .ok_or_else(|| too_many("secondly", "SECONDLY"))
    }
}

/// Creates the 429 of the ten-secondly limit.
pub(crate) fn rolling_refused(refusal: QuotaRefusal, request: &str) -> Problem {
    match refusal {
        QuotaRefusal::Full => too_many("ten_secondly_rolling", "TEN_SECONDLY_ROLLING"),
        QuotaRefusal::Bare => {
            Problem::plain(429, "You have reached your ten_secondly_rolling limit.")
                .with("errorType", "RATE_LIMIT")
                .with("groupName", "publicapi:private-apps:oauth")
                .with("requestId", request)
        }
    }
}

/// Creates a 429.
pub(crate) fn too_many(limit: &str, policy: &str) -> Problem {
    Problem::plain(429, format!("You have reached your {limit} limit."))
        .with("errorType", "RATE_LIMIT")
        .with("policyName", policy)
}

/// Adds the limit headers that each response to an ordinary call has.
pub(crate) fn annotate(response: Response, quota: Quota, remaining: usize) -> Response {
    headers(quota, remaining)
        .into_iter()
        .fold(response, |response, (name, value)| {
            response.with_header(name, value)
        })
}

fn headers(quota: Quota, remaining: usize) -> [(&'static str, String); 3] {
    [
        ("x-hubspot-ratelimit-max", quota.ten_secondly.to_string()),
        ("x-hubspot-ratelimit-remaining", remaining.to_string()),
        (
            "x-hubspot-ratelimit-interval-milliseconds",
            ROLLING_MS.to_string(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::Window;

    #[test]
    fn no_span_of_ten_seconds_has_more_calls_than_the_limit() {
        let mut window = Window::default();
        let admitted: Vec<i64> = (0..100_000)
            .step_by(37)
            .filter(|now| window.admit(110, 10_000, *now).is_some())
            .collect();
        for (index, start) in admitted.iter().enumerate() {
            let within = admitted
                .iter()
                .skip(index)
                .take_while(|at| **at < start + 10_000);
            assert!(within.count() <= 110);
        }
        assert!(
            admitted.len() > 1_050,
            "the limit is also used: {}",
            admitted.len()
        );
    }

    #[test]
    fn the_window_slides_call_by_call() {
        let mut window = Window::default();
        assert_eq!(window.admit(2, 10_000, 0), Some(1));
        assert_eq!(window.admit(2, 10_000, 4_000), Some(0));
        assert_eq!(window.admit(2, 10_000, 9_999), None);
        assert_eq!(window.admit(2, 10_000, 10_000), Some(0));
        assert_eq!(window.admit(2, 10_000, 10_001), None);
        assert_eq!(window.admit(2, 10_000, 14_000), Some(0));
    }
}
