//! What HubSpot does to writes: records that it never takes, refusals that name nobody, and denials in its many wordings.

use sandbox::{Denial, QuotaRefusal};

use super::{FIRST_SYNC_MS, LAST_OP_MS, any};
use crate::case::Shape;
use crate::chance::Chance;
use crate::ops::{Ailment, Fault, Kind, Op, Timed};

/// Returns the shape with the wordings of HubSpot in this world.
pub(super) fn shaped(shape: Shape, seed: u64) -> Shape {
    let mut chance = Chance::new(seed, "the wordings of refusals");
    Shape {
        denial: *chance.pick(&[
            Denial::Scoped,
            Denial::ViewSchema,
            Denial::OauthToken,
            Denial::External,
            Denial::User,
            Denial::Page,
        ]),
        quota_refusal: *chance.pick(&[QuotaRefusal::Full, QuotaRefusal::Bare]),
        ..shape
    }
}

/// Returns the operations of this topic.
pub(super) fn ops(shape: &Shape, seed: u64) -> Vec<Timed> {
    let mut chance = Chance::new(seed, "writes");
    let count = *chance.weighted(&[(5, 0), (3, 1), (2, 3)]);
    (0..count)
        .map(|_| {
            let portal = chance.place(shape.portals);
            let at = if chance.percent(50) {
                chance.between(0, FIRST_SYNC_MS)
            } else {
                chance.between(FIRST_SYNC_MS, LAST_OP_MS)
            };
            (at, portal, op(&mut chance))
        })
        .collect()
}

fn op(chance: &mut Chance) -> Op {
    let one = any(chance);
    let ailment = *chance.pick(&[
        Ailment::ServerError,
        Ailment::Locked,
        Ailment::Forbidden,
        Ailment::ReadOnly,
    ]);
    let status = *chance.pick(&[400, 401, 402, 403, 477]);
    *chance.weighted(&[
        (5, Op::Afflict(one, ailment)),
        (1, Op::Cure),
        (3, Op::Strike(Kind::Write, Fault::Status(status, false))),
        (2, Op::OverwriteLink(one)),
        (1, Op::PauseRuns),
        (1, Op::ResumeRuns),
    ])
}
