//! The settings of what HubSpot answers to reads: searches, batches, merged records, associations, the account.

/// How a portal answers reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadSettings {
    /// The values that a search shows.
    pub search_display: SearchDisplay,
    /// Whether each change has a lag of its own in the search index, with a long tail: usually up to
    /// 30 seconds, of a hundred changes one up to 5 minutes, of a thousand one up to an hour. Users of
    /// the API saw 5 seconds to 2 minutes, and connectors read an hour again (estuary/connectors,
    /// `DELAYED_LAG`; airbyte, pull request 69203).
    pub search_tail: bool,
    /// Whether the portal's other apps use up the limit of searches now and then.
    pub other_apps_search: bool,
    /// Where a record names those that were merged into it.
    pub merged_ids: MergedIds,
    /// The cursors that batch reads of associations take.
    pub association_cursor: AssociationCursor,
    /// In how many of a thousand reads of a record in a batch HubSpot fails for this record alone.
    pub trouble_per_mille: u16,
    /// Whether account details need a scope that the app does not have. The 2026-09 description names
    /// `oauth`, the older ones `external-settings-access`.
    pub account_info_denied: bool,
    /// The account's time zone and its present distance from UTC, in minutes.
    pub time_zone: (&'static str, i32),
}

impl Default for ReadSettings {
    fn default() -> Self {
        Self {
            search_display: SearchDisplay::Present,
            search_tail: false,
            other_apps_search: false,
            merged_ids: MergedIds::All,
            association_cursor: AssociationCursor::Escaped,
            trouble_per_mille: 0,
            account_info_denied: false,
            time_zone: ("Europe/London", 60),
        }
    }
}

/// The values that a search shows of a record. A production connector meets records "out of order with
/// respect to their updated at" (estuary/connectors, pull request 2210).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchDisplay {
    /// The values in the index.
    Index,
    /// The present values, at the place that the index gives the record.
    Present,
}

/// Where a record names the records that were merged into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergedIds {
    /// All of them, in `hs_merged_object_ids`.
    All,
    /// Only those of the last merge, in `hs_merged_object_ids`.
    DirectOnly,
    /// All of them, in `hs_calculated_merged_vids`, as `id:ms`.
    Vids,
    /// Nowhere.
    Absent,
}

/// The cursors that batch reads of associations take. HubSpot gives them escaped (issue 135 of
/// hubspot-api-python); the v3 batch ignored them (issue 187).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssociationCursor {
    /// As they were given.
    Escaped,
    /// With their escapes undone. Others are refused.
    Decoded,
    /// None: each page is the first.
    Ignored,
}
