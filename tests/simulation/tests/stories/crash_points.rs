//! A full sync, killed or abandoned at every point: before each of its effects, while the effect is on its way,
//! after it acted but nobody heard of it, after its answer was recorded. At each point the world ends clean, and no
//! more than one page is read again.

use simulation::{
    Case, Covers, Experiment, Fault, Kind, Moment, OnLeaving, Op, Pace, Shape, Timed, World,
};

use crate::cores::spread;

/// A full sync of three pages on a good day.
fn plain() -> Case {
    Case {
        seed: 7,
        shape: Shape {
            contacts: 230,
            ..Shape::PLAIN
        },
        ops: Vec::new(),
    }
}

/// A sync on a bad day: a contact that is refused, a token that ends, an answer that is lost, and people who
/// enrol, revoke and add meanwhile.
fn troubled() -> Case {
    let ops: Vec<Timed> = vec![
        (0, 0, Op::Poison(3)),
        (0, 0, Op::Strike(Kind::Write, Fault::AnswerLost)),
        (0, 0, Op::Strike(Kind::Read, Fault::TokenEnded)),
        (0, 0, Op::Strike(Kind::Write, Fault::Status(502, true))),
        (700, 0, Op::Enrol(120, 0)),
        (900, 0, Op::AddCampaign),
        (1200, 0, Op::Revoke(5, 0)),
        (1500, 0, Op::CreateContacts(3)),
    ];
    Case {
        seed: 8,
        shape: Shape {
            contacts: 130,
            ..Shape::PLAIN
        },
        ops,
    }
}

/// A sync of lists, of which one takes two pages: its members are gathered before they are read.
fn of_lists(covers: Covers, contacts: usize) -> Case {
    let ops: Vec<Timed> = vec![
        (100, 0, Op::SetPoints(4, 0)),
        (150, 0, Op::JoinList(8, 2)),
        (300, 0, Op::LeaveList(2, 1)),
        (1100, 0, Op::SetPoints(6, 5000)),
    ];
    Case {
        seed: 9,
        shape: Shape {
            contacts,
            covers,
            on_leaving: OnLeaving::Pause,
            pace: Pace::Brisk,
            ..Shape::PLAIN
        },
        ops,
    }
}

const MOMENTS: [Moment; 4] = [
    Moment::Before,
    Moment::UnderWay,
    Moment::Acted,
    Moment::Recorded,
];

/// Plays a case once for each effect of its first run and each accident. A sync of fewer effects than `least` has
/// become shorter than it was when this was written: something of it is no longer tested.
fn strike_everywhere(case: &Case, least: u64, accidents: &[Fault], happened: &str) {
    let quiet = Experiment {
        brief: true,
        ..Experiment::default()
    };
    let whole = World::play(case, quiet);
    assert_eq!(whole.violation, None);
    let steps = whole.steps_of_first_run;
    assert!(steps >= least, "the sync has shrunk to {steps} effects");
    println!(
        "{steps} effects, {} pages, {} of members",
        whole.pages_of_first_run, whole.member_pages_of_first_run
    );
    let points = (1..=steps).flat_map(|step| accidents.iter().map(move |fault| (step, *fault)));
    spread(points, |(step, fault)| {
        let experiment = Experiment {
            strike: Some((step, fault)),
            brief: true,
            lines: 60,
            ..Experiment::default()
        };
        let verdict = World::play(case, experiment);
        let point = format!("{fault:?} at effect {step}");
        assert_eq!(
            verdict.violation,
            None,
            "{point}\n{}",
            verdict.lines.join("\n")
        );
        assert_eq!(verdict.met.get(happened), Some(&1), "{point}");
        for (pages, without) in [
            (verdict.pages_of_first_run, whole.pages_of_first_run),
            (
                verdict.member_pages_of_first_run,
                whole.member_pages_of_first_run,
            ),
        ] {
            assert!(
                pages <= without + 1,
                "{point}: {pages} pages instead of {without}"
            );
        }
    });
}

fn crash_everywhere(case: &Case, least: u64) {
    strike_everywhere(case, least, &MOMENTS.map(Fault::Crash), "crash");
}

#[test]
fn a_sync_survives_a_crash_at_every_point() {
    crash_everywhere(&plain(), 16);
}

#[test]
fn a_troubled_sync_survives_a_crash_at_every_point() {
    crash_everywhere(&troubled(), 25);
}

#[test]
fn a_sync_of_lists_survives_a_crash_at_every_point() {
    crash_everywhere(&of_lists(Covers::TwoListsLessOne, 40), 13);
}

#[test]
fn a_sync_of_a_long_list_survives_a_crash_at_every_point() {
    crash_everywhere(&of_lists(Covers::StaticList, 520), 16);
}

#[test]
fn a_sync_survives_an_abandoned_slice_at_every_point() {
    let accidents = MOMENTS.map(|moment| Fault::Abandon(moment, 0));
    strike_everywhere(&plain(), 16, &accidents, "a slice was abandoned for good");
}

#[test]
fn a_sync_survives_a_slice_that_comes_back_at_every_point() {
    let accidents = MOMENTS.map(|moment| Fault::Abandon(moment, 30));
    strike_everywhere(
        &plain(),
        16,
        &accidents,
        "a slice was abandoned for a while",
    );
}
