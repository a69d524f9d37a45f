//! The records that changed since a moment, for a portal that has no webhooks of them.
//!
//! A search gives them in the order of their last change, two hundred at a time. No page leans on the
//! place of the one before: whoever counts results misses a record whenever another moves behind it, and
//! HubSpot stops counting at ten thousand. A page begins at the moment at which the one before ended,
//! and gives the records of that moment again; where more changed in one millisecond than a page holds,
//! those are gone through by their ids.
//!
//! The index that HubSpot searches is behind, and not in order. So a portal that has seen everything
//! begins the next time a while before the present. A record may be given many times.
//!
//! Not found: records that were archived, and what was associated with a record or is no longer.

use serde_json::{Value, json};

use crate::call::Call;
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// The most that HubSpot puts on a page of a search.
pub(crate) const PAGE_LIMIT: usize = 200;

/// The property that orders records of one moment.
const RECORD_ID: &str = "hs_object_id";

/// No id comes before it.
const FIRST_ID: &str = "1";

/// How far the index is taken to be behind. HubSpot says that it takes "a few moments".
const INDEX_LAG_MS: i64 = 60_000;

/// Where to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesCursor {
    /// Records that changed then or later, in milliseconds.
    pub from_ms: i64,
    /// Only those that changed just then, from this id on.
    pub from_id: Option<String>,
}

impl ChangesCursor {
    /// From a moment on.
    #[must_use]
    pub fn since(from_ms: i64) -> Self {
        Self {
            from_ms,
            from_id: None,
        }
    }
}

/// Records that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes<T> {
    /// The records, some of them not for the first time.
    pub records: Vec<T>,
    /// Where to go on: at once if there is more, else whenever it is time to look again.
    pub next: ChangesCursor,
    /// Whether there is more at present.
    pub more: bool,
}

/// Asks for a page of the records that changed. `objects` is their name in HubSpot's paths, `modified` the
/// property that says when one was changed. Counts as a search.
pub(crate) fn changed_since(
    objects: &str,
    modified: &str,
    properties: &[&str],
    cursor: &ChangesCursor,
) -> Call {
    let filter = |property: &str, operator: &str, value: &str| json!({ "propertyName": property, "operator": operator, "value": value });
    let from = cursor.from_ms.to_string();
    let (filters, order): (Vec<Value>, _) = match &cursor.from_id {
        None => (vec![filter(modified, "GTE", &from)], modified),
        Some(id) => (
            vec![filter(modified, "EQ", &from), filter(RECORD_ID, "GTE", id)],
            RECORD_ID,
        ),
    };
    Call::search(
        format!("/crm/objects/{READ_VERSION}/{objects}/search"),
        &json!({
            "filterGroups": [{ "filters": filters }],
            "sorts": [{ "propertyName": order, "direction": "ASCENDING" }],
            "properties": properties,
            "limit": PAGE_LIMIT,
            "after": "0",
        }),
    )
}

/// What a page of the answer to [`changed_since`] with the same cursor was.
pub(crate) struct Page<'a> {
    /// How many records it has.
    pub(crate) records: usize,
    /// When the record that was changed last was changed.
    pub(crate) newest_ms: Option<i64>,
    /// The id of the record that stands last.
    pub(crate) last_id: Option<&'a str>,
}

/// Where to go on after a page, and whether there is more at present.
///
/// # Errors
/// [`Failure::Wait`] if the page does not say when its records were changed.
pub(crate) fn after(
    page: &Page<'_>,
    cursor: &ChangesCursor,
    now_ms: i64,
) -> Result<(ChangesCursor, bool), Failure> {
    let full = page.records >= PAGE_LIMIT;
    Ok(match (&cursor.from_id, full) {
        (Some(_), true) => {
            let from_id = page.last_id.map(str::to_owned);
            let from_ms = cursor.from_ms;
            (ChangesCursor { from_ms, from_id }, true)
        }
        (Some(_), false) => (ChangesCursor::since(cursor.from_ms.saturating_add(1)), true),
        (None, true) => {
            let newest_ms = page.newest_ms.ok_or_else(wire::unreadable)?;
            // A page of one moment does not say which of that moment's records are missing from it.
            let from_id = (newest_ms <= cursor.from_ms).then(|| FIRST_ID.to_owned());
            let from_ms = newest_ms.max(cursor.from_ms);
            (ChangesCursor { from_ms, from_id }, true)
        }
        (None, false) => {
            let seen_ms = page.newest_ms.unwrap_or(cursor.from_ms);
            let settled_ms = now_ms.saturating_sub(INDEX_LAG_MS);
            let from_ms = seen_ms.min(settled_ms).max(cursor.from_ms);
            (ChangesCursor::since(from_ms), false)
        }
    })
}
