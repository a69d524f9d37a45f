//! Runs that are held for days, connections that are lost in every way, definitions that come late, and cursors that
//! HubSpot no longer takes.

use simulation::{
    ArchivedProperty, Case, DefinitionLag, Experiment, Fault, Kind, Mapping, Op, PropertyBatch,
    PropertySettings, RefreshRefusal, Shape, Timed, Variations, World,
};

use crate::cores::spread;

fn tell(shape: Shape, ops: &[Timed]) {
    spread(0..2, |seed| {
        let case = Case {
            seed,
            shape,
            ops: ops.to_vec(),
        };
        let experiment = Experiment {
            lines: 40,
            ..Experiment::default()
        };
        let verdict = World::play(&case, experiment);
        let lines = verdict.lines.join("\n");
        assert_eq!(verdict.violation, None, "{lines}\n{case}");
    });
}

const HOUR_MS: i64 = 60 * 60_000;

#[test]
fn a_run_that_is_held_for_days_goes_on_and_its_sync_is_swept_soon() {
    let shape = Shape {
        contacts: 250,
        runs: Variations {
            has_days: true,
            ..Variations::PLAIN
        },
        ..Shape::PLAIN
    };
    for days in [1, 5] {
        let end = days * 24 * HOUR_MS;
        let ops = [
            (1200, 0, Op::PauseRuns),
            (5000, 0, Op::ChangeMapping(Mapping::Status)),
            (end / 2, 0, Op::CreateContacts(5)),
            (end, 0, Op::ResumeRuns),
        ];
        tell(shape, &ops);
        tell(shape, &[ops[0], ops[2], ops[3]]);
    }
}

#[test]
fn a_grant_that_ends_in_any_words_costs_nobody_their_link() {
    for refusal in RefreshRefusal::NAMING {
        let shape = Shape {
            contacts: 120,
            runs: Variations {
                refusal,
                ..Variations::PLAIN
            },
            ..Shape::PLAIN
        };
        tell(shape, &[(900, 0, Op::EndGrant), (200_000, 0, Op::EndGrant)]);
    }
}

#[test]
fn sealing_keys_may_go_and_come_back_at_any_time() {
    let shape = Shape {
        contacts: 120,
        ..Shape::PLAIN
    };
    for at in [10, 700, 1300, 2500, 130_000] {
        let gone = (at, 0, Op::LoseSealingKey);
        tell(shape, &[gone, (at + 1000, 0, Op::PauseLink(3, 0))]);
        tell(shape, &[gone, (at + 30_000, 0, Op::ReturnSealingKeys)]);
        tell(
            shape,
            &[
                gone,
                (at + 500, 0, Op::Disconnect),
                (at + 900, 0, Op::ReturnSealingKeys),
            ],
        );
    }
}

#[test]
fn contacts_are_counted_once_however_often_a_cursor_is_gone() {
    let shape = Shape {
        contacts: 330,
        ..Shape::PLAIN
    };
    let gone = Op::Strike(Kind::Read, Fault::CursorGone);
    for at in [0, 1100, 1900] {
        let ops: Vec<Timed> = (0..4)
            .map(|nth| (at + nth * 400, 0, gone))
            .chain([(200_000, 0, gone), (200_001, 0, Op::Crash)])
            .collect();
        tell(shape, &ops);
    }
}

#[test]
fn definitions_may_be_late_limited_refused_together_and_archived() {
    for batch in [PropertyBatch::PerInput, PropertyBatch::Whole] {
        for archived in [
            ArchivedProperty::Forgotten,
            ArchivedProperty::Kept,
            ArchivedProperty::Conflict,
        ] {
            let properties = PropertySettings {
                further: 0,
                limit: (archived == ArchivedProperty::Kept).then_some(0),
                batch,
                archived,
                lag: DefinitionLag {
                    shown_ms: 9000,
                    group_ms: 4000,
                    write_ms: 20_000,
                },
            };
            let shape = Shape {
                contacts: 30,
                runs: Variations {
                    properties,
                    ..Variations::PLAIN
                },
                ..Shape::PLAIN
            };
            tell(shape, &[(150_000, 0, Op::ArchiveProperty(0))]);
        }
    }
}
