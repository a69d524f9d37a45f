//! Lists in work, wrong pages of lists, several syncs of a campaign, and audiences that change: what tempts a portal to
//! end links on weak evidence.

use domain::OnLeaving;

use super::{FIRST_SYNC_MS, LAST_OP_MS, any};
use crate::case::{Covers, Shape};
use crate::chance::Chance;
use crate::lists::ENOUGH_POINTS;
use crate::ops::{Fault, Kind, Op, Timed};

/// Draws how HubSpot works on lists, and the operations that go with it.
pub(super) fn add(seed: u64, shape: &mut Shape, ops: &mut Vec<Timed>) {
    let mut chance = Chance::new(seed, "leaving");
    shape.list_processing_ms = *chance.weighted(&[(5, 0), (1, 5_000), (2, 60_000), (1, 600_000)]);
    if !chance.percent(35) {
        return;
    }
    // Most worlds cover all contacts and keep their links. Nobody can leave such a sync.
    if shape.covers == Covers::All || chance.percent(30) {
        shape.covers = *chance.pick(&Covers::EACH);
    }
    if shape.on_leaving == OnLeaving::Keep {
        shape.on_leaving = *chance.pick(&[OnLeaving::Pause, OnLeaving::Revoke]);
    }
    let count = chance.between(1, 12);
    for _ in 0..count {
        let portal = chance.place(shape.portals);
        let at = if chance.percent(30) {
            chance.between(0, FIRST_SYNC_MS)
        } else {
            chance.between(FIRST_SYNC_MS, LAST_OP_MS)
        };
        let one = op(&mut chance);
        ops.push((at, portal, one));
    }
}

fn op(chance: &mut Chance) -> Op {
    let one = any(chance);
    let list = u8::try_from(chance.between(0, 2)).expect("a small number");
    let covers = *chance.pick(&Covers::EACH);
    let points = *chance.pick(&[0, ENOUGH_POINTS]);
    let page = *chance.pick(&[Fault::EmptyPage, Fault::FirstPage]);
    let part = u8::try_from(chance.between(0, 100)).expect("a small number");
    let kind = *chance.pick(&[Kind::Memberships, Kind::Members, Kind::LookAtLists]);
    let fault = *chance.pick(&[
        Fault::AnswerLost,
        Fault::Slow,
        Fault::HalfSpoken(part),
        Fault::Status(503, false),
    ]);
    *chance.weighted(&[
        (3, Op::ChangeAudience(0, covers)),
        (2, Op::AddSecondSync(0, covers)),
        (4, Op::MoveBetweenLists(one)),
        (3, Op::SetPoints(one, points)),
        (2, Op::SetManyPoints(points)),
        (2, Op::JoinList(one, list)),
        (3, Op::LeaveList(one, list)),
        (1, Op::PauseList(list)),
        (1, Op::ResumeLists),
        (3, Op::Strike(Kind::Members, page)),
        (3, Op::Strike(kind, fault)),
        (1, Op::Cron),
    ])
}
