//! Tests of the call window, at random and in cases: HubSpot never counts more calls than its limit.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

const INTERVAL: i64 = 10_000;

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_700_000_000_000 + ms).unwrap()
}

fn headers(max: u32, remaining: u32) -> Reply {
    Reply::of(200, "{}")
        .with("x-hubspot-ratelimit-max", &max.to_string())
        .with("x-hubspot-ratelimit-remaining", &remaining.to_string())
        .with("x-hubspot-ratelimit-interval-milliseconds", "10000")
}

/// HubSpot's side: when calls arrive, and the headers that follow.
#[derive(Default)]
struct Arrivals(Vec<i64>);

impl Arrivals {
    fn in_window_ending(&self, end: i64) -> usize {
        self.0
            .iter()
            .filter(|arrival| **arrival > end - INTERVAL && **arrival <= end)
            .count()
    }

    fn most_in_any_window(&self) -> usize {
        let within = |start: &i64| {
            self.0
                .iter()
                .filter(|other| (0..=INTERVAL).contains(&(*other - start)))
                .count()
        };
        self.0.iter().map(within).max().unwrap_or(0)
    }
}

struct UnderWay {
    permits: Vec<CallPermit>,
    answered: i64,
    arrival: i64,
    given_up: bool,
}

#[derive(Debug, Clone)]
struct Attempt {
    gap: i64,
    latency: i64,
    /// When the call arrives, in thousandths of the latency.
    arrival: i64,
    given_up: bool,
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let latency = prop_oneof![4 => 50..250_i64, 1 => 0..30_000_i64, 1 => Just(0)];
    let gap = prop_oneof![6 => 0..40_i64, 1 => 0..3000_i64, 1 => 9_900..10_100_i64];
    let attempt = (gap, latency, 0..=1000_i64, prop::bool::weighted(0.05));
    let attempt = attempt.prop_map(|(gap, latency, arrival, given_up)| Attempt {
        gap,
        latency,
        arrival,
        given_up,
    });
    prop::collection::vec(attempt, 1..400)
}

/// Plays the attempts against the windows, which must all decide the same, and returns the
/// arrivals. Only the first window learns from HubSpot's headers.
fn play(attempts: &[Attempt], limit: u32, windows: &mut [CallWindow]) -> Arrivals {
    let mut now = 0;
    let mut arrivals = Arrivals::default();
    let mut under_way: Vec<UnderWay> = Vec::new();
    for attempt in attempts {
        now += attempt.gap;
        under_way.sort_by_key(|call| call.answered);
        while under_way.first().is_some_and(|call| call.answered <= now) {
            let call = under_way.remove(0);
            let used = u32::try_from(arrivals.in_window_ending(call.arrival)).unwrap();
            let reply = headers(limit, limit.saturating_sub(used));
            for (position, (window, permit)) in windows.iter_mut().zip(call.permits).enumerate() {
                if call.given_up {
                    window.give_up(permit, at(call.answered));
                    continue;
                }
                if position == 0 {
                    window.learn(&permit, &reply, at(call.answered));
                }
                window.settle(permit, at(call.answered));
            }
        }
        let permits: Vec<_> = windows
            .iter_mut()
            .map(|window| window.permit(at(now)))
            .collect();
        let refusals = permits.iter().filter(|permit| permit.is_err()).count();
        assert!(
            refusals == 0 || refusals == permits.len(),
            "one's own calls were taken for foreign"
        );
        let permits: Vec<_> = permits.into_iter().flatten().collect();
        if permits.is_empty() {
            continue;
        }
        let travels = if attempt.given_up {
            attempt.latency + INTERVAL
        } else {
            attempt.latency
        };
        let arrival = now + travels * attempt.arrival / 1000;
        arrivals.0.push(arrival);
        let (answered, given_up) = (now + attempt.latency, attempt.given_up);
        under_way.push(UnderWay {
            permits,
            answered,
            arrival,
            given_up,
        });
    }
    arrivals
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_window_at_hubspots_side_ever_holds_more_than_the_limit(
        attempts in attempts(),
        limit in 1..12_u32,
    ) {
        let arrivals = play(&attempts, limit, &mut [CallWindow::new(limit, INTERVAL)]);
        prop_assert!(arrivals.most_in_any_window() <= limit as usize);
    }

    #[test]
    fn headers_that_count_only_own_calls_change_nothing(
        attempts in attempts(),
        limit in 1..12_u32,
    ) {
        let window = CallWindow::new(limit, INTERVAL);
        play(&attempts, limit, &mut [window.clone(), window]);
    }

    #[test]
    fn the_moment_that_a_refusal_names_is_the_first_that_works(
        answers in prop::collection::vec((0..9_000_i64, prop::bool::weighted(0.2)), 1..8),
        later in 0..20_000_i64,
    ) {
        let limit = u32::try_from(answers.len()).unwrap();
        let mut window = CallWindow::new(limit, INTERVAL);
        let permits: Vec<_> = answers.iter().map(|_| window.permit(at(0)).unwrap()).collect();
        let mut answers = answers;
        answers.sort_unstable();
        for (permit, (answer, given_up)) in permits.into_iter().zip(&answers) {
            match given_up {
                true => window.give_up(permit, at(*answer)),
                false => window.settle(permit, at(*answer)),
            }
        }
        let now = answers.last().unwrap().0 + later;
        if let Err(next) = window.permit(at(now)) {
            let just_before = next - jiff::SignedDuration::from_millis(1);
            prop_assert!(just_before < at(now) || window.permit(just_before).is_err());
            prop_assert!(window.permit(next).is_ok());
        }
    }
}

#[test]
fn a_full_window_is_used_again_one_interval_after_the_answers() {
    let mut window = CallWindow::new(GENERAL_LIMIT, GENERAL_INTERVAL_MS);
    let mut finished = 0;
    let (mut sent, mut now) = (0, 0);
    let mut waiting: Vec<(CallPermit, i64)> = Vec::new();
    while sent < 3 * GENERAL_LIMIT {
        match window.permit(at(now)) {
            Ok(permit) => {
                waiting.push((permit, now + 150));
                sent += 1;
            }
            Err(next) => {
                for (permit, answered) in waiting.drain(..) {
                    window.settle(permit, at(answered));
                    finished = answered;
                }
                now = now.max(next.as_millisecond() - at(0).as_millisecond());
            }
        }
    }
    assert!(
        finished <= 10_500,
        "the second burst was over at {finished} ms"
    );
    assert!(now <= 20_500, "the third burst began at {now} ms");
}

#[test]
fn one_call_at_a_time_is_never_held_up() {
    let mut window = CallWindow::new(GENERAL_LIMIT, GENERAL_INTERVAL_MS);
    for turn in 0..1000 {
        let permit = window.permit(at(turn * 100)).unwrap();
        window.settle(permit, at(turn * 100 + 99));
    }
}

#[test]
fn after_a_restart_a_whole_window_counts_as_spent() {
    let mut window = CallWindow::restarted(5, INTERVAL, at(0));
    assert_eq!(window.permit(at(1)).unwrap_err(), at(INTERVAL + 1));
    assert!(window.permit(at(INTERVAL)).is_err());
    assert!(window.permit(at(INTERVAL + 1)).is_ok());
}

#[test]
fn a_429_holds_every_call_and_a_shorter_wait_does_not_shorten_it() {
    let mut window = CallWindow::new(5, INTERVAL);
    window.hold_until(at(10_000));
    window.hold_until(at(1000));
    assert!(window.permit(at(10_000)).is_err());
    assert!(window.permit(at(10_001)).is_ok());
}

#[test]
fn a_call_that_was_never_sent_frees_its_place_at_once() {
    let mut window = CallWindow::new(1, INTERVAL);
    let permit = window.permit(at(0)).unwrap();
    assert!(window.permit(at(0)).is_err());
    window.give_back(permit);
    assert!(window.permit(at(0)).is_ok());
}

#[test]
fn a_clock_that_runs_backwards_frees_nothing() {
    let mut window = CallWindow::new(1, INTERVAL);
    let permit = window.permit(at(5000)).unwrap();
    window.settle(permit, at(100));
    assert!(window.permit(at(10_200)).is_err());
    assert!(window.permit(at(15_001)).is_ok());
}

#[test]
fn calls_that_somebody_else_makes_on_the_same_quota_are_counted() {
    let mut window = CallWindow::new(110, INTERVAL);
    let permit = window.permit(at(0)).unwrap();
    window.learn(&permit, &headers(110, 49), at(100));
    window.settle(permit, at(100));
    let permits: Vec<_> = std::iter::from_fn(|| window.permit(at(200)).ok()).collect();
    assert_eq!(permits.len(), 110 - 61);
}

#[test]
fn a_smaller_limit_is_obeyed_and_a_greater_one_is_ignored() {
    for (max, allowed) in [(100, 100), (110, 110), (190, 110), (0, 110)] {
        let mut window = CallWindow::new(110, INTERVAL);
        let permit = window.permit(at(0)).unwrap();
        window.learn(&permit, &headers(max, max.saturating_sub(1)), at(0));
        window.give_back(permit);
        let permits: Vec<_> = std::iter::from_fn(|| window.permit(at(1)).ok()).collect();
        assert_eq!(permits.len(), allowed, "max {max}");
    }
}

#[test]
fn headers_about_another_window_change_nothing() {
    for reply in [
        Reply::of(200, "{}"),
        Reply::of(200, "{}").with("x-hubspot-ratelimit-max", "many"),
        Reply::of(200, "{}")
            .with("x-hubspot-ratelimit-max", "4")
            .with("x-hubspot-ratelimit-remaining", "0")
            .with("x-hubspot-ratelimit-interval-milliseconds", "1000"),
    ] {
        let mut window = CallWindow::new(110, INTERVAL);
        let permit = window.permit(at(0)).unwrap();
        window.learn(&permit, &reply, at(0));
        window.settle(permit, at(0));
        let permits: Vec<_> = std::iter::from_fn(|| window.permit(at(1)).ok()).collect();
        assert_eq!(permits.len(), 109, "{reply:?}");
    }
}

#[test]
fn an_answer_at_the_same_moment_frees_nothing_too_early() {
    let mut window = CallWindow::new(2, INTERVAL);
    let early = window.permit(at(0)).unwrap();
    let late = window.permit(at(0)).unwrap();
    window.settle(early, at(0));
    window.settle(late, at(INTERVAL));
    assert!(
        window.permit(at(INTERVAL)).is_err(),
        "both ends of a window count"
    );
    assert!(window.permit(at(INTERVAL + 1)).is_ok());
}
