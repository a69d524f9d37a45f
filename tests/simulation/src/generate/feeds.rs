//! The answers of HubSpot to reads.

use sandbox::MergedIds;

use crate::case::Reads;
use crate::chance::Chance;

/// Draws them from a stream of their own.
pub(super) fn reads(seed: u64) -> Reads {
    let mut chance = Chance::new(seed, "feeds");
    Reads {
        merged_ids: *chance.pick(&[MergedIds::All, MergedIds::Vids]),
        account_info_denied: chance.percent(20),
        time_zone: *chance.pick(&[
            ("Europe/London", 60),
            ("US/Eastern", -240),
            ("Asia/Kolkata", 330),
            ("Nowhere/Unknown", 765),
        ]),
    }
}
