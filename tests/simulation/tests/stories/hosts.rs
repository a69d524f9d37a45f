//! Slugs and hosts of portals: two portals want the same one, people change their minds, and processes die.

use simulation::{Case, Experiment, Fault, Kind, Moment, Op, Shape, Timed, World};

use crate::cores::spread;

const COVETED: u8 = 9;

fn tell(shape: Shape, ops: &[Timed]) {
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
    });
}

fn two() -> Shape {
    Shape {
        contacts: 12,
        portals: 2,
        ..Shape::PLAIN
    }
}

/// One portal has the host, gives it up for another one and wants it back. The other portal asks for the host again
/// and again.
#[test]
fn two_portals_want_one_host() {
    let mut ops = vec![
        (3000, 0, Op::WantHost(COVETED)),
        (3001, 1, Op::WantHost(COVETED)),
    ];
    let wishes = [(0, 2), (1, 3), (COVETED, 1)].into_iter().cycle().take(11);
    for (round, (host, slug)) in (1..).zip(wishes) {
        let at = round * 20_000;
        ops.push((at, 1, Op::WantHost(COVETED)));
        ops.push((at + 9000, 0, Op::WantHost(host)));
        ops.push((at + 9500, 0, Op::NameLink(1, 0, slug)));
    }
    tell(two(), &ops);
}

/// Every step of claiming and releasing meets every fault.
#[test]
fn faults_hit_claims_and_releases() {
    let faults = [
        Fault::NotSent,
        Fault::AnswerLost,
        Fault::ActedLate,
        Fault::TimedOutActed,
        Fault::Twice,
        Fault::Crash(Moment::Before),
        Fault::Crash(Moment::UnderWay),
        Fault::Crash(Moment::Acted),
        Fault::Crash(Moment::Recorded),
    ];
    for fault in faults {
        let strike = |at, kind| (at, 0, Op::Strike(kind, fault));
        let ops = [
            strike(9000, Kind::Host),
            (10_000, 0, Op::WantHost(COVETED)),
            (10_001, 0, Op::NameLink(1, 0, 1)),
            strike(29_000, Kind::Publish),
            (30_000, 1, Op::WantHost(COVETED)),
            (60_000, 0, Op::WantHost(0)),
            strike(60_001, Kind::Publish),
            strike(60_002, Kind::Host),
            (61_000, 0, Op::WantHost(COVETED)),
            (62_000, 0, Op::WantHost(1)),
            strike(62_001, Kind::Host),
            (62_100, 1, Op::WantHost(COVETED)),
            (90_000, 1, Op::WantHost(COVETED)),
            (120_000, 1, Op::WantHost(COVETED)),
        ];
        tell(two(), &ops);
    }
}

/// A slug is given, removed and given again while its publication fails. Another contact wants it all the time.
#[test]
fn slugs_stay_their_owners_whatever_is_lost() {
    let strike = |at, fault| (at, 0, Op::Strike(Kind::Publish, fault));
    let shape = Shape {
        contacts: 6,
        ..Shape::PLAIN
    };
    let ops = [
        strike(4000, Fault::Crash(Moment::UnderWay)),
        (4001, 0, Op::NameLink(1, 0, 1)),
        (4002, 0, Op::NameLink(2, 0, 1)),
        (4003, 0, Op::NameCampaign(0, 1)),
        strike(4004, Fault::AnswerLost),
        (4005, 0, Op::NameCampaign(0, 2)),
        (4500, 0, Op::PauseCampaign(0)),
        strike(4600, Fault::ActedLate),
        (4700, 0, Op::MoveCampaign(0)),
        (4800, 0, Op::ResumeCampaign(0)),
        (5000, 0, Op::NameLink(1, 0, 3)),
        (5100, 0, Op::NameLink(1, 0, 0)),
        (5200, 0, Op::NameLink(2, 0, 3)),
        (200_000, 0, Op::NameLink(2, 0, 4)),
        (200_500, 0, Op::Revoke(2, 0)),
        (201_000, 0, Op::Crash),
        (260_000, 0, Op::WantHost(1)),
        (300_000, 0, Op::ReviveLink(2, 0)),
    ];
    tell(shape, &ops);
}
