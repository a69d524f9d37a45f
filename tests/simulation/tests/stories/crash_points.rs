//! A full sync that is killed or abandoned at every point: before each effect, while the effect is under way, after
//! it acted without a result, and after its result was recorded. Every such world ends clean, and reads at most one
//! page again.

use simulation::{
    Case, Covers, Experiment, Fault, Kind, Moment, OnLeaving, Op, Pace, Shape, Timed, World,
};

use crate::cores::spread;

/// Returns a full sync of three pages without faults.
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

/// Returns a sync with faults: a contact is refused, a token ends, and a response is lost, while people enrol,
/// revoke and add.
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

/// Returns a sync of lists. One of them has two pages of members, which are gathered before the contacts are read.
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

/// Plays a case once for each effect of its first run and each fault. It fails if the sync has fewer effects than
/// `least`, because then a part of the sync that this test once covered is no longer tested.
fn strike_everywhere(case: &Case, least: u64, faults: &[Fault], happened: &str) {
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
    let points = (1..=steps).flat_map(|step| faults.iter().map(move |fault| (step, *fault)));
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
        let members = whole.member_pages_of_first_run;
        for (pages, most) in [
            (verdict.pages_of_first_run, whole.pages_of_first_run + 1),
            // A reading of lists that a crash interrupts may no longer be of one moment, and is then made once more.
            (verdict.member_pages_of_first_run, 2 * members + 1),
        ] {
            assert!(pages <= most, "{point}: {pages} pages, and {most} at most");
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
    let faults = MOMENTS.map(|moment| Fault::Abandon(moment, 0));
    strike_everywhere(&plain(), 16, &faults, "a slice was abandoned for good");
}

#[test]
fn a_sync_survives_a_slice_that_comes_back_at_every_point() {
    let faults = MOMENTS.map(|moment| Fault::Abandon(moment, 30));
    strike_everywhere(&plain(), 16, &faults, "a slice was abandoned for a while");
}
