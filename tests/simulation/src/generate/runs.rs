//! Draws the variations and the operations of long holds, lost connections, definitions and cursors. They have a random
//! stream of their own, which keeps the rest of every seed as it is.

use sandbox::{ArchivedProperty, DefinitionLag, PropertyBatch, PropertySettings, RefreshRefusal};

use crate::case::{Shape, Variations};
use crate::chance::Chance;
use crate::ops::{Fault, Kind, Op, Timed};

const HOUR_MS: i64 = 60 * 60_000;

/// The latest beginning of an operation.
const LAST_MS: i64 = 15 * 60_000;

/// Returns the variations of a seed.
pub(super) fn variations(seed: u64) -> Variations {
    let chance = &mut Chance::new(seed, "variations of runs");
    let mut lag = || *chance.weighted(&[(4, 0), (1, 3000), (1, 20_000)]);
    let lag = DefinitionLag {
        shown_ms: lag(),
        group_ms: lag(),
        write_ms: lag(),
    };
    let refusal = *chance.pick(&RefreshRefusal::NAMING);
    let batch = *chance.pick(&[PropertyBatch::PerInput, PropertyBatch::Whole]);
    let archived = *chance.pick(&[
        ArchivedProperty::Forgotten,
        ArchivedProperty::Kept,
        ArchivedProperty::Conflict,
    ]);
    let limit = chance.percent(10).then_some(0);
    let has_days = chance.percent(25);
    Variations {
        refusal,
        properties: PropertySettings {
            further: 0,
            limit,
            batch,
            archived,
            lag,
        },
        has_days,
    }
}

/// Returns the operations of a seed.
pub(super) fn ops(seed: u64, shape: &Shape) -> Vec<Timed> {
    let chance = &mut Chance::new(seed, "operations of runs");
    let mut ops = Vec::new();
    let count = *chance.weighted(&[(3, 0), (3, 1), (2, 3)]);
    for _ in 0..count {
        let portal = chance.place(shape.portals);
        let at = if chance.percent(60) {
            chance.between(0, 20_000)
        } else {
            chance.between(20_000, LAST_MS)
        };
        let gone = Op::Strike(Kind::Read, Fault::CursorGone);
        let op = *chance.weighted(&[
            (4, gone),
            (2, Op::LoseSealingKey),
            (1, Op::ReturnSealingKeys),
            (2, Op::EndGrant),
        ]);
        ops.push((at, portal, op));
        if op == Op::LoseSealingKey && chance.percent(50) {
            let back = at + chance.between(1, 120_000);
            ops.push((back, portal, Op::ReturnSealingKeys));
        }
    }
    if shape.runs.has_days {
        let portal = chance.place(shape.portals);
        let at = chance.between(0, 20_000);
        ops.push((at, portal, Op::PauseRuns));
        let hours = chance.between(2, 80);
        let end = at + hours * HOUR_MS;
        ops.push((end - 1, portal, Op::CreateContacts(3)));
        ops.push((end, portal, Op::ResumeRuns));
    }
    ops
}
