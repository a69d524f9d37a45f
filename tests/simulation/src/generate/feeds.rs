//! The answers of HubSpot to reads.

use sandbox::{AssociationCursor, MergedIds, SearchDisplay, UnknownInBatch};

use super::{FIRST_SYNC_MS, LAST_OP_MS};
use crate::case::{Reads, Shape};
use crate::chance::Chance;
use crate::ops::{Fault, Kind, Op, Timed};

/// Draws them from streams of their own.
pub(super) fn reads(seed: u64) -> Reads {
    let mut chance = Chance::new(seed, "feeds");
    let merged_ids = *chance.pick(&[MergedIds::All, MergedIds::Vids]);
    let account_info_denied = chance.percent(20);
    let time_zone = *chance.pick(&[
        ("Europe/London", 60),
        ("US/Eastern", -240),
        ("Asia/Kolkata", 330),
        ("Nowhere/Unknown", 765),
    ]);
    let mut chance = Chance::new(seed, "wayward reads");
    let search_tail = chance.percent(40);
    let unknown_in_batch = *chance.pick(&[UnknownInBatch::NotFound, UnknownInBatch::LeftOut]);
    let merged_ids = *chance.weighted(&[
        (3, merged_ids),
        (1, MergedIds::DirectOnly),
        (1, MergedIds::Absent),
    ]);
    let search_display =
        *chance.weighted(&[(3, SearchDisplay::Present), (1, SearchDisplay::Index)]);
    let other_apps_search = chance.percent(20);
    let trouble_per_mille = *chance.weighted(&[(8, 0), (2, 20), (1, 200)]);
    let association_cursor = *chance.pick(&[
        AssociationCursor::Escaped,
        AssociationCursor::Decoded,
        AssociationCursor::Ignored,
    ]);
    Reads {
        merged_ids,
        search_tail,
        unknown_in_batch,
        search_display,
        other_apps_search,
        trouble_per_mille,
        association_cursor,
        account_info_denied,
        time_zone,
    }
}

/// Draws wrong pages of contacts from a stream of their own.
pub(super) fn ops(seed: u64, shape: &Shape) -> Vec<Timed> {
    let mut chance = Chance::new(seed, "wrong pages");
    let count = *chance.weighted(&[(6, 0), (3, 1), (1, 4)]);
    (0..count)
        .map(|_| {
            let portal = chance.place(shape.portals);
            let at = if chance.percent(60) {
                chance.between(0, FIRST_SYNC_MS)
            } else {
                chance.between(FIRST_SYNC_MS, LAST_OP_MS)
            };
            let page = *chance.pick(&[Fault::EmptyPage, Fault::FirstPage]);
            (at, portal, Op::Strike(Kind::Read, page))
        })
        .collect()
}
