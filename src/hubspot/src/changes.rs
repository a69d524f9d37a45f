//! The records that changed since a moment, for a portal whose webhooks are not received.
//!
//! A search returns them in the order of their last change, two hundred at a time. No page depends
//! on an offset: a caller that counts results misses a record whenever another one moves behind it,
//! and HubSpot stops counting at ten thousand. Instead, a page begins at the moment at which the
//! previous one ended, and returns the records of that moment again. If more records changed in one
//! millisecond than a page holds, the pages go through them by their ids.
//!
//! HubSpot's search index lags behind, and is not updated in order. So a portal that has seen
//! everything begins the next time somewhat before the present. A record may be returned many
//! times.
//!
//! Left to others: archived records and changed associations, which this search does not find.

use serde_json::{Value, json};

use crate::call::Call;
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// The most records on a page of HubSpot's search.
pub(crate) const PAGE_LIMIT: usize = 200;

/// The property that orders the records of one moment.
const RECORD_ID: &str = "hs_object_id";

/// The smallest possible id.
const FIRST_ID: &str = "1";

/// How far the index is assumed to lag, in milliseconds. HubSpot says that it takes "a few
/// moments".
const INDEX_LAG_MS: i64 = 60_000;

/// The position from which to continue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesCursor {
    /// Includes records that changed at this moment or later, in milliseconds since 1970.
    pub from_ms: i64,
    /// If set, includes only records that changed at exactly that moment, from this id on.
    pub from_id: Option<String>,
}

impl ChangesCursor {
    /// Makes a cursor that begins at a moment.
    #[must_use]
    pub fn since(from_ms: i64) -> Self {
        Self {
            from_ms,
            from_id: None,
        }
    }
}

/// A page of records that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes<T> {
    /// The records. Some of them may have been returned before.
    pub records: Vec<T>,
    /// The position of the next page. Continue at once if there is more, otherwise at the next
    /// poll.
    pub next: ChangesCursor,
    /// Whether there is more now.
    pub more: bool,
}

/// Asks for a page of the records that changed. `objects` is their name in HubSpot's paths,
/// `modified` the property with the time of the last change. Counts as a search.
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

/// A record that a page of changes can hold.
pub(crate) trait Changed {
    /// Returns when the record was last changed, in milliseconds since 1970, if that was read.
    fn modified_ms(&self) -> Option<i64>;
    /// Returns the record's id.
    fn id(&self) -> &str;
}

/// Makes a page of the records that answer [`changed_since`] with the same cursor.
///
/// # Errors
/// [`Failure::Wait`] if the page lacks the time at which its records changed.
pub(crate) fn page<T: Changed>(
    records: Vec<T>,
    cursor: &ChangesCursor,
    now_ms: i64,
) -> Result<Changes<T>, Failure> {
    let (next, more) = after(&records, cursor, now_ms)?;
    Ok(Changes {
        records,
        next,
        more,
    })
}

/// Returns the position behind a page, and whether there is more now.
fn after<T: Changed>(
    records: &[T],
    cursor: &ChangesCursor,
    now_ms: i64,
) -> Result<(ChangesCursor, bool), Failure> {
    let newest_ms = records.iter().filter_map(Changed::modified_ms).max();
    let full = records.len() >= PAGE_LIMIT;
    Ok(match (&cursor.from_id, full) {
        (Some(_), true) => {
            let from_id = records.last().map(|record| record.id().to_owned());
            let from_ms = cursor.from_ms;
            (ChangesCursor { from_ms, from_id }, true)
        }
        (Some(_), false) => (ChangesCursor::since(cursor.from_ms.saturating_add(1)), true),
        (None, true) => {
            let newest_ms = newest_ms.ok_or_else(wire::unreadable)?;
            // If the whole page is of one moment, further records of that moment may be missing
            // from it.
            let from_id = (newest_ms <= cursor.from_ms).then(|| FIRST_ID.to_owned());
            let from_ms = newest_ms.max(cursor.from_ms);
            (ChangesCursor { from_ms, from_id }, true)
        }
        (None, false) => {
            let seen_ms = newest_ms.unwrap_or(cursor.from_ms);
            let settled_ms = now_ms.saturating_sub(INDEX_LAG_MS);
            let from_ms = seen_ms.min(settled_ms).max(cursor.from_ms);
            (ChangesCursor::since(from_ms), false)
        }
    })
}
