//! Cases that random seeds produce too rarely. Each states the rule that it would break.

use simulation::{
    Case, Covers, Experiment, Fault, Kind, Mapping, OnLeaving, Op, QueryKind, Shape, Timed, World,
};

use crate::cores::spread;

fn tell(shape: Shape, ops: &[Timed]) {
    spread(0..3, |seed| {
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

const REFUSED: Op = Op::Strike(Kind::Write, Fault::Status(502, false));

/// The link is revoked while HubSpot does not accept its first write.
#[test]
fn a_link_is_revoked_while_it_waits_to_be_written() {
    for mapping in [Mapping::Own, Mapping::Status] {
        let shape = Shape {
            contacts: 8,
            mapping,
            ..Shape::PLAIN
        };
        let ops = [
            (0, 0, REFUSED),
            (0, 0, REFUSED),
            (0, 0, REFUSED),
            (1800, 0, Op::Revoke(2, 0)),
            (1900, 0, Op::PauseLink(3, 0)),
        ];
        tell(shape, &ops);
    }
}

/// A sync is ended while a change on the card waits to be written.
#[test]
fn a_sync_ends_while_something_waits_to_be_written() {
    let shape = Shape {
        contacts: 8,
        covers: Covers::StaticList,
        ..Shape::PLAIN
    };
    let ops = [
        (20_000, 0, REFUSED),
        (20_000, 0, REFUSED),
        (20_001, 0, Op::Enrol(1, 0)),
        (21_000, 0, Op::EndSync(0)),
        (60_000, 0, Op::AddSync(0, Covers::ActiveList)),
    ];
    tell(shape, &ops);
}

/// A run has contacts that failed and contacts that were skipped. Only those that failed are tried again.
#[test]
fn who_was_skipped_is_not_tried_again() {
    let shape = Shape {
        contacts: 12,
        ..Shape::PLAIN
    };
    let ops = [
        (0, 0, Op::Poison(3)),
        (0, 0, Op::Poison(5)),
        (30_000, 0, Op::Revoke(7, 0)),
        (180_000, 0, Op::CreateContacts(2)),
        (300_000, 0, Op::OverwriteLink(3)),
        (420_000, 0, Op::Cure),
        (420_001, 0, Op::RetryRun),
    ];
    tell(shape, &ops);
}

/// A list has more members than HubSpot returns in one page. Meanwhile contacts come and go, and people start
/// queries about the list.
#[test]
fn a_long_list_is_gathered_and_asked_about() {
    let shape = Shape {
        contacts: 540,
        covers: Covers::StaticList,
        on_leaving: OnLeaving::Pause,
        ..Shape::PLAIN
    };
    let ops = [
        (
            200,
            0,
            Op::StartQuery(QueryKind::DryRun(Covers::StaticList)),
        ),
        (300, 0, Op::LeaveList(0, 1)),
        (600, 0, Op::JoinList(539, 1)),
        (700, 0, Op::DeleteList(1)),
        (120_000, 0, Op::LeaveList(538, 1)),
    ];
    tell(shape, &ops);
}

/// A list is deleted while its members are read, and nobody resumes the run before the admin's next check.
#[test]
fn a_list_is_deleted_while_it_is_read() {
    for covers in [
        Covers::ActiveList,
        Covers::TwoListsLessOne,
        Covers::AllButAList,
    ] {
        let shape = Shape {
            contacts: 30,
            covers,
            on_leaving: OnLeaving::Revoke,
            ..Shape::PLAIN
        };
        for at in [200, 700, 900, 1100, 140_000] {
            let ops = [
                (at, 0, Op::DeleteList(0)),
                (at, 0, Op::DeleteList(2)),
                (at + 60_000, 0, Op::ResumeRuns),
                (at + 150_000, 0, Op::ResumeRuns),
            ];
            tell(shape, &ops);
        }
    }
}

/// Two campaigns cover the same contacts, and one of them covers lists. A contact that leaves the one campaign
/// stays in the other.
#[test]
fn who_leaves_one_campaign_stays_in_the_other() {
    let shape = Shape {
        contacts: 30,
        covers: Covers::TwoListsLessOne,
        on_leaving: OnLeaving::Pause,
        mapping: Mapping::Status,
        ..Shape::PLAIN
    };
    let ops = [
        (5000, 0, Op::AddCampaign),
        (30_000, 0, Op::JoinList(2, 2)),
        (160_000, 0, Op::LeaveList(2, 2)),
        (200_000, 0, Op::SetPoints(4, 0)),
        (200_000, 0, Op::LeaveList(4, 1)),
    ];
    tell(shape, &ops);
}
