//! The platform's faults in the loop of a portal: alarms that ring beside a slice, slices that are abandoned, and a
//! storage that fails between planning and beginning.

use std::collections::BTreeMap;
use std::sync::Mutex;

use simulation::{Case, Experiment, Fault, Kind, Moment, Op, Pace, Shape, Timed, World};

use crate::cores::spread;

/// Plays a case under three seeds. Returns the things that happened.
fn tell(shape: Shape, ops: &[Timed]) -> BTreeMap<String, u32> {
    let met: Mutex<BTreeMap<String, u32>> = Mutex::default();
    spread(0..3, |seed| {
        let case = Case {
            seed,
            shape,
            ops: ops.to_vec(),
        };
        let experiment = Experiment {
            lines: 60,
            ..Experiment::default()
        };
        let verdict = World::play(&case, experiment);
        let lines = verdict.lines.join("\n");
        assert_eq!(verdict.violation, None, "{lines}\n{case}");
        let mut met = met.lock().expect("no player fails here");
        for (what, times) in verdict.met {
            *met.entry(what).or_default() += times;
        }
    });
    met.into_inner().expect("no player fails here")
}

fn times(met: &BTreeMap<String, u32>, what: &str) -> u32 {
    met.get(what).copied().unwrap_or_default()
}

fn busy() -> Shape {
    Shape {
        contacts: 150,
        ..Shape::PLAIN
    }
}

#[test]
fn alarms_that_ring_beside_a_slice_begin_nothing_twice() {
    let mut ops: Vec<Timed> = (0..40).map(|round| (round * 60, 0, Op::RingNow)).collect();
    ops.push((10, 0, Op::RingTwice));
    ops.push((121_000, 0, Op::RingTwice));
    let met = tell(busy(), &ops);
    assert!(met["a slice ended: BesideAnother"] > 10, "{met:?}");
}

#[test]
fn another_alarm_takes_over_from_a_slice_that_is_abandoned_for_good() {
    let mut abandoned = 0;
    for at in [10, 100, 400, 900, 1500, 2200] {
        let ops = [(at, 0, Op::Abandon(0)), (at + 500, 0, Op::RingNow)];
        abandoned += times(&tell(busy(), &ops), "a slice was abandoned for good");
    }
    assert!(abandoned >= 9, "only {abandoned} slices were abandoned");
}

#[test]
fn a_slice_that_comes_back_after_its_lease_ran_out_ends() {
    let mut ended = 0;
    for at in [10, 100, 400, 900, 1500] {
        let ops = [(at, 0, Op::Abandon(30)), (at + 22_000, 0, Op::RingNow)];
        let met = tell(busy(), &ops);
        let lost = times(&met, "a slice ended: LeaseLost");
        assert_eq!(times(&met, "a slice was abandoned for a while"), lost);
        ended += lost;
    }
    assert!(ended >= 9, "only {ended} slices lost their lease");
}

#[test]
fn a_slice_that_comes_back_in_time_goes_on() {
    let ops = [(400, 0, Op::Abandon(10)), (900, 0, Op::Abandon(5))];
    let met = tell(busy(), &ops);
    assert!(!met.contains_key("a slice ended: LeaseLost"), "{met:?}");
}

/// The results of the slice's effects never arrive, or arrive when another slice has taken over.
#[test]
fn every_kind_of_effect_outlives_the_slice_that_began_it() {
    let kinds = [
        Kind::Refresh,
        Kind::Look,
        Kind::Make,
        Kind::Read,
        Kind::Write,
        Kind::Publish,
        Kind::TakeBlocks,
        Kind::Report,
        Kind::Host,
    ];
    let moments = [
        Moment::Before,
        Moment::UnderWay,
        Moment::Acted,
        Moment::Recorded,
    ];
    for kind in kinds {
        for (moment, back_after) in moments.into_iter().zip([0, 0, 30, 30]) {
            let struck = Op::Strike(kind, Fault::Abandon(moment, back_after));
            let ops = [
                (0, 0, struck),
                (0, 0, Op::ExpireTokens),
                (5000, 0, Op::WantHost(1)),
                (150_000, 0, struck),
                (150_001, 0, Op::CreateContacts(2)),
            ];
            let shape = Shape {
                contacts: 20,
                ..Shape::PLAIN
            };
            let met = tell(shape, &ops);
            assert!(met.contains_key(&format!("{kind:?} Abandon({moment:?}, {back_after})")));
        }
    }
}

/// The waiting effects belong to a portal that is gone. None of them begins.
#[test]
fn the_storage_fails_between_planning_and_beginning() {
    for pace in [Pace::Brisk, Pace::Sluggish] {
        let shape = Shape { pace, ..busy() };
        let ops: Vec<Timed> = [0, 300, 900, 1500, 4000, 130_000]
            .map(|at| (at, 0, Op::BreakAfterPlan))
            .to_vec();
        let met = tell(shape, &ops);
        assert!(met["the storage failed between planning and beginning"] >= 3);
    }
}

/// The portal is opened again while effects of the earlier one are under way. Their results are not recorded, and
/// no newer effect overtakes them.
#[test]
fn the_storage_fails_while_effects_are_under_way() {
    let mut refused = 0;
    for at in [300, 700, 1100, 1900] {
        let ops = [
            (at, 0, Op::Strike(Kind::Publish, Fault::Slow)),
            (at, 0, Op::Strike(Kind::Write, Fault::Slow)),
            (at + 402, 0, Op::PauseLink(3, 0)),
            // The next statement is the loop's own.
            (at + 403, 0, Op::BreakStorage(0)),
            (at + 6000, 0, Op::ReviveLink(3, 0)),
        ];
        let met = tell(busy(), &ops);
        refused += times(&met, "a result of an earlier portal was not recorded");
    }
    assert!(refused > 0, "no result ever came from an earlier portal");
}
