//! Worlds that are played under a condition, and compared.

use std::sync::atomic::{AtomicUsize, Ordering};

use simulation::{Case, Experiment, Mapping, Pace, Rotation, Shape, World};

use crate::cores::spread;

#[test]
fn the_same_seed_plays_the_same_twice() {
    spread([3, 12, 77, 190, 333], |seed| {
        let case = Case::of_seed(seed);
        let [once, again] = [(); 2].map(|()| World::play(&case, Experiment::default()));
        assert_eq!(once.hash, again.hash, "seed {seed}");
        let other = Case {
            seed: seed + 1,
            ..case
        };
        let other = World::play(&other, Experiment::default());
        assert_ne!(once.hash, other.hash, "the hash says nothing");
    });
}

#[test]
fn every_effect_performed_twice_does_no_harm() {
    spread((0..12).zip(0_usize..), |(seed, nth)| {
        let shape = Shape {
            contacts: 40 + 16 * nth,
            mapping: [Mapping::Own, Mapping::Modest, Mapping::Foreign][nth % 3],
            rotation: [Rotation::WhenIssued, Rotation::WhenUsed][nth % 2],
            pace: [Pace::Usual, Pace::Brisk][nth % 2],
            ..Shape::PLAIN
        };
        let case = Case {
            shape,
            ..Case::of_seed(seed)
        };
        let quiet = Case {
            ops: Vec::new(),
            ..case.clone()
        };
        for case in [quiet, case] {
            let experiment = Experiment {
                twice: true,
                lines: 60,
                ..Experiment::default()
            };
            let verdict = World::play(&case, experiment);
            let lines = verdict.lines.join("\n");
            assert_eq!(verdict.violation, None, "seed {seed}\n{case}\n{lines}");
        }
    });
}

#[test]
fn two_portals_end_as_each_does_alone() {
    let cases = (0..200)
        .map(Case::of_seed)
        .filter(|case| case.shape.portals == 2);
    let compared = AtomicUsize::new(0);
    spread(cases.take(18), |case| {
        let brief = Experiment {
            brief: true,
            ..Experiment::default()
        };
        let together = World::play(&case, brief);
        for place in 0..2 {
            let experiment = Experiment {
                only: Some(place),
                ..brief
            };
            let alone = World::play(&case, experiment);
            let prefix = format!("{place} ");
            let own = together
                .shown
                .iter()
                .filter(|line| line.starts_with(&prefix));
            let differs = own
                .clone()
                .zip(&alone.shown)
                .find(|(with, without)| with != without);
            assert_eq!(differs, None, "seed {}", case.seed);
            assert_eq!(own.count(), alone.shown.len(), "seed {}", case.seed);
            compared.fetch_add(alone.shown.len(), Ordering::Relaxed);
        }
    });
    let compared = compared.into_inner();
    assert!(compared > 1000, "only {compared} contacts were compared");
}
