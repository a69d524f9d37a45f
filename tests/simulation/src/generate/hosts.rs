//! Operations about the portals' own hosts: DNS that comes late, goes away or fails, hosts that lead elsewhere, people
//! who change their minds, and the operator.

use super::{MOMENTS, Theme, moment};
use crate::case::Shape;
use crate::chance::Chance;
use crate::ops::{Fault, Kind, Op, Timed};

/// Draws from a stream of its own, which keeps the rest of every seed as it is.
pub(super) fn ops(seed: u64, shape: &Shape, theme: Theme) -> Vec<Timed> {
    let mut chance = Chance::new(seed, "hosts");
    let count = *chance.weighted(&[(4, 0), (2, 3), (2, 6), (1, 12)]);
    (0..count)
        .map(|_| {
            let portal = chance.place(shape.portals);
            let at = moment(&mut chance, theme);
            (at, portal, op(&mut chance))
        })
        .collect()
}

fn op(chance: &mut Chance) -> Op {
    let host = *chance.weighted(&[(3, 1), (1, 2), (4, 9)]);
    let moment = *chance.pick(&MOMENTS);
    *chance.weighted(&[
        (4, Op::WantHost(host)),
        (3, Op::WantHostUnproven(host)),
        (2, Op::WantHost(0)),
        (3, Op::HostRecord(host, true)),
        (1, Op::HostRecord(host, false)),
        (3, Op::HostWay(host, true)),
        (1, Op::HostWay(host, false)),
        (1, Op::Resolver(false)),
        (2, Op::Resolver(true)),
        (2, Op::CheckHost),
        (2, Op::TakeHostBack(host, 0)),
        (1, Op::TakeHostBack(host, 30)),
        (1, Op::Strike(Kind::LookAtHost, Fault::Crash(moment))),
        (1, Op::Strike(Kind::LookAtHost, Fault::AnswerLost)),
        (1, Op::Strike(Kind::Host, Fault::Crash(moment))),
        (1, Op::Strike(Kind::Publish, Fault::NotSent)),
    ])
}
