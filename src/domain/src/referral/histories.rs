//! Random histories: the numbers that are kept change by change must equal a recount of the events.

mod counters;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use vecmap::{VecMap, VecSet};

use super::{ReferralEvent, ReferralState, ReferralStatus};
use crate::click::{MachineReason, Seen, Verdict};
use counters::Counters;

/// Few enough that they often meet in a history.
const REFERRERS: u8 = 3;
const PEOPLE: u8 = 5;

#[derive(Debug, Clone, Copy)]
enum Event {
    Click {
        referrer: u8,
        verdict: Verdict,
    },
    Referral {
        person: u8,
        referrer: u8,
        first: ReferralState,
    },
    Change {
        person: u8,
        event: ReferralEvent,
    },
    Erasure {
        person: u8,
    },
}

fn verdict() -> impl Strategy<Value = Verdict> {
    let seen = (any::<bool>(), 0_u32..25, 0_u32..13);
    (seen, proptest::option::of(Just(MachineReason::Crawler))).prop_map(|(seen, told)| {
        let seen = Seen {
            this_hour: seen.0,
            of_link_from_network: seen.1,
            other_links: seen.2,
        };
        Verdict::after(told, seen)
    })
}

fn event() -> impl Strategy<Value = Event> {
    let change = prop_oneof![
        3 => Just(ReferralEvent::Qualify),
        3 => Just(ReferralEvent::Undo),
        1 => Just(ReferralEvent::Approve),
        1 => Just(ReferralEvent::Reject),
        1 => Just(ReferralEvent::Reverse),
        1 => Just(ReferralEvent::Reopen),
        1 => Just(ReferralEvent::Admit),
    ];
    let first = prop_oneof![
        6 => Just(ReferralState::PENDING),
        2 => Just(ReferralState::NOT_COUNTED),
        2 => Just(ReferralState::IN_REVIEW),
    ];
    prop_oneof![
        3 => (0..REFERRERS, verdict()).prop_map(|(referrer, verdict)| Event::Click { referrer, verdict }),
        4 => (0..PEOPLE, 0..REFERRERS, first).prop_map(
            |(person, referrer, first)| Event::Referral { person, referrer, first }
        ),
        6 => (0..PEOPLE, change).prop_map(|(person, event)| Event::Change { person, event }),
        1 => (0..PEOPLE).prop_map(|person| Event::Erasure { person }),
    ]
}

/// Returns events, and the order in which their numbers are delivered: some more than once, some
/// never.
fn history() -> impl Strategy<Value = (Vec<Event>, Vec<usize>)> {
    proptest::collection::vec(event(), 1..40).prop_flat_map(|events| {
        let numbers = 0..events.len();
        (Just(events), proptest::collection::vec(numbers, 0..60))
    })
}

/// Counts as the portal does: each change once, together with its counter.
#[derive(Default)]
struct Kept {
    delivered: VecSet<usize>,
    referrals: VecMap<u8, (u8, ReferralState)>,
    counters: VecMap<u8, Counters>,
}

impl Kept {
    fn deliver(&mut self, number: usize, event: Event) {
        if !self.delivered.insert(number) {
            return;
        }
        match event {
            Event::Click { referrer, verdict } => {
                self.counters.entry(referrer).or_default().click(verdict);
            }
            Event::Referral { person, .. } if self.referrals.contains_key(&person) => {}
            Event::Referral {
                person,
                referrer,
                first,
            } => {
                self.referrals.insert(person, (referrer, first));
                let counters = self.counters.entry(referrer).or_default();
                counters.moved(None, Some(first.status));
            }
            Event::Change { person, event } => {
                let Some((referrer, state)) = self.referrals.get_mut(&person) else {
                    return;
                };
                let Ok(after) = state.after(event) else {
                    return;
                };
                let counters = self.counters.entry(*referrer).or_default();
                counters.moved(Some(state.status), Some(after.status));
                *state = after;
            }
            Event::Erasure { person } => {
                if let Some((referrer, state)) = self.referrals.remove(&person) {
                    let counters = self.counters.entry(referrer).or_default();
                    counters.moved(Some(state.status), None);
                }
            }
        }
    }
}

/// Returns the referrer and the status of a person's referral, from the events alone.
fn outcome(log: &[Event], person: u8) -> Option<(u8, ReferralStatus)> {
    let mut found: Option<(u8, ReferralState)> = None;
    for event in log {
        found = match (*event, found) {
            (
                Event::Referral {
                    person: whose,
                    referrer,
                    first,
                },
                None,
            ) if whose == person => Some((referrer, first)),
            (
                Event::Change {
                    person: whose,
                    event,
                },
                Some((referrer, state)),
            ) if whose == person => Some((referrer, state.after(event).unwrap_or(state))),
            (Event::Erasure { person: whose }, _) if whose == person => None,
            (_, found) => found,
        };
    }
    found.map(|(referrer, state)| (referrer, state.status))
}

fn recount(log: &[Event], referrer: u8) -> Counters {
    let clicks = log.iter().filter_map(|event| match event {
        Event::Click {
            referrer: whose,
            verdict,
        } if *whose == referrer => Some(*verdict),
        _ => None,
    });
    let people = (0..PEOPLE).filter_map(|person| outcome(log, person));
    let own = people.filter(|(whose, _)| *whose == referrer);
    Counters::recount(clicks, own.map(|(_, status)| status))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10_000,
        rng_seed: RngSeed::Fixed(4),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_kept_numbers_equal_a_recount_after_every_event((events, deliveries) in history()) {
        let mut kept = Kept::default();
        let mut log = Vec::new();
        for number in deliveries {
            if !kept.delivered.contains(&number) {
                log.push(events[number]);
            }
            kept.deliver(number, events[number]);
            for referrer in 0..REFERRERS {
                let counters = kept.counters.get(&referrer).copied().unwrap_or_default();
                prop_assert_eq!(counters, recount(&log, referrer));
                prop_assert!(counters.successful_referrals <= counters.people_referred);
            }
        }
        let all = (0..REFERRERS).map(|referrer| recount(&log, referrer)).fold(Counters::default(), Counters::joined);
        let people = (0..PEOPLE).filter_map(|person| outcome(&log, person));
        let clicks = log.iter().filter_map(|event| match event {
            Event::Click { verdict, .. } => Some(*verdict),
            _ => None,
        });
        prop_assert_eq!(all, Counters::recount(clicks, people.map(|(_, status)| status)));
    }
}
