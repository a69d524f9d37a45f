//! A run's progress with the lists of its audience: a column of [`crate::tables::runs`].
//!
//! A run looks at the lists, reads their members, asks HubSpot about each contact that it misses, and looks at the lists
//! again. Only if nothing has changed meanwhile does it believe who left.

use domain::{Audience, ContactId, ListId, OnLeaving};
use serde::{Deserialize, Serialize};
use vecmap::{VecMap, VecSet};

use crate::storage::columns;

/// The progress.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Gathering {
    /// The number of the present or latest reading; 0 before the first. A decision about leavers names it.
    pub(crate) reading: u32,
    pub(crate) step: Step,
    /// The sync's audience, and its decision about leavers, when this reading began.
    pub(crate) terms: Option<(Audience, OnLeaving)>,
    /// The states of the lists when this reading began.
    pub(crate) lists: Option<ListStates>,
    /// The readings so far that showed nothing certain.
    pub(crate) failed: u32,
    /// The time since when the run waits for HubSpot to process a list, in milliseconds since 1970, UTC.
    pub(crate) waits_since: Option<i64>,
    /// The number of contacts that took part before this reading.
    pub(crate) took_part: u32,
}
columns::json!(Gathering);

/// The next step of a reading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Step {
    /// Look at the lists.
    #[default]
    Look,
    /// Read their members.
    Read,
    /// Ask HubSpot about the contacts that are missing, from the one after this on.
    Ask { after: Option<ContactId> },
    /// Look at the lists again.
    LookAgain,
    /// Apply the sync's decision to the contacts that left.
    End,
    /// The members are known.
    Known,
}

/// The states of lists at one moment, as far as they tell whether members changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ListStates {
    /// Milliseconds since 1970, UTC.
    pub(crate) at: i64,
    /// Whether HubSpot had finished its work on every list of the audience.
    pub(crate) complete: bool,
    /// The revisions of the audience's lists.
    pub(crate) revisions: VecMap<ListId, String>,
    /// The sizes of the audience's lists; a list without a size is left out.
    pub(crate) sizes: VecMap<ListId, u32>,
    /// The lists of the campaign's other syncs that were complete, with their revisions. The other lists of other
    /// syncs say nothing certain.
    pub(crate) others: VecMap<ListId, String>,
}
columns::json!(ListStates, VecSet<ListId>);
