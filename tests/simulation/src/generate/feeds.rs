//! The answers of HubSpot to reads.

use sandbox::{MergedIds, UnknownInBatch};

use crate::case::Reads;
use crate::chance::Chance;

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
    Reads {
        merged_ids,
        search_tail,
        unknown_in_batch,
        account_info_denied,
        time_zone,
    }
}
