//! Five hundred worlds, in two halves, and the things that must happen in each half.

use std::collections::BTreeMap;
use std::sync::Mutex;

use simulation::{Case, Experiment, World};

use crate::cores::spread;

/// Plays seeds, and fails with the report of the first failure. Returns the things that happened in all of them.
fn play(seeds: std::ops::Range<u64>) -> BTreeMap<String, u32> {
    let met: Mutex<BTreeMap<String, u32>> = Mutex::default();
    spread(seeds, |seed| {
        let case = Case::of_seed(seed);
        let verdict = World::play(&case, Experiment::default());
        if let Some(violation) = verdict.violation {
            panic!("seed {seed}: {violation}\n{}", case.cut_down());
        }
        let mut met = met.lock().expect("no player fails here");
        for (what, times) in verdict.met {
            *met.entry(what).or_default() += times;
        }
    });
    met.into_inner().expect("no player fails here")
}

/// The things that must happen in 250 worlds. A fault that never happens is not tested. Rarer ones happen at every
/// crash point (`crash_points.rs`).
const TO_BE_MET: [&str; 51] = [
    "crash",
    "acted after the shell had given up or died",
    "Read Crash(Before)",
    "Read Crash(Acted)",
    "Read Crash(Recorded)",
    "Write Crash(Before)",
    "Write Crash(Acted)",
    "Write Crash(Recorded)",
    "Publish Crash(Acted)",
    "Write AnswerLost",
    "Write ActedLate",
    "Write Status(429, false)",
    "Write TimedOutActed",
    "Read TokenEnded",
    "Write TokenEnded",
    "Publish AnswerLost",
    "Look NotSent",
    "Make AnswerLost",
    "contacts refused",
    "a list was gone",
    "a run of failed contacts",
    "an audience changed",
    "a sync ended",
    "a mapping changed",
    "what becomes of leavers changed",
    "a permission was lacking",
    "contacts outside of the audience",
    "contacts left, and are live",
    "contacts left, and are paused",
    "contacts left, and are revoked",
    "a second sync of a campaign",
    "Members EmptyPage",
    "Members FirstPage",
    "Read EmptyPage",
    "Read FirstPage",
    "count asked",
    "preview asked",
    "dryRun asked",
    "catalogue asked",
    "a run did what was said",
    "a first run did what was said",
    "slugs given",
    "a host was active",
    "a slice was abandoned for a while",
    "a slice was abandoned for good",
    "an effect of an abandoned slice ended",
    "a slice ended: LeaseLost",
    "a slice ended: BesideAnother",
    "a slice ended: Spent",
    "the storage failed between planning and beginning",
    "a result of an earlier portal was not recorded",
];

/// The same of long holds, lost connections, definitions and cursors.
const OF_RUNS: [&str; 4] = [
    "a cursor was gone",
    "a grant ended",
    "a sealing key was gone",
    "Read CursorGone",
];

/// The same of referred people.
const OF_PEOPLE: [&str; 8] = [
    "a person claimed",
    "a person claimed again",
    "a person claimed, and does not count",
    "a person moved on",
    "a person moved back",
    "a referral counts at rest: pending",
    "a referral counts at rest: qualified",
    "an hour of calm",
];

fn half(seeds: std::ops::Range<u64>) {
    let met = play(seeds);
    println!("{met:#?}");
    for what in TO_BE_MET.into_iter().chain(OF_RUNS).chain(OF_PEOPLE) {
        assert!(met.contains_key(what), "{what} never happened");
    }
    // Few cases ask about members one by one.
    for (kind, least) in [
        ("LookAtLists", 3),
        ("Members", 3),
        ("Memberships", 1),
        ("ReadBatch", 3),
        ("Search", 3),
        ("People", 3),
        ("Create", 3),
        ("Changes", 3),
    ] {
        let struck = |met: &&String| met.starts_with(&format!("{kind} "));
        let kinds = met.keys().filter(struck).count();
        assert!(kinds >= least, "{kind} met with {kinds} kinds of faults");
    }
    let acted_and_failed =
        |met: &String| met.starts_with("Write Status(50") && met.ends_with("true)");
    assert!(
        met.keys().any(acted_and_failed),
        "no 5xx ever hid a write that was done"
    );
}

#[test]
fn no_rule_is_broken_in_worlds_0_to_249() {
    half(0..250);
}

#[test]
fn no_rule_is_broken_in_worlds_250_to_499() {
    half(250..500);
}
