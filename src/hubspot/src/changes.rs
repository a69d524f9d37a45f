//! The records that changed since a moment, for a portal whose webhooks are not received.
//!
//! A window asks for the records that changed between two moments, and walks through them by their
//! ids, two hundred at a time. No page depends on an offset: a caller that counts results misses a
//! record whenever another one leaves the window, and HubSpot stops counting at ten thousand. No
//! page depends on a time that a hit shows either: HubSpot sorts and filters by the index, but
//! shows the record as it is now, so that a hit may show a later time than the one at which it was
//! found (estuary/connectors, pull request 2210). A record's id never changes, and any number of
//! records may have changed in one millisecond.
//!
//! HubSpot's index lags behind, and is not updated in order. So a window begins before the end of
//! the previous one: by [`USUAL_LAG_MS`], and every [`THOROUGH_EVERY_MS`] by [`LONGEST_LAG_MS`]. A
//! record may be returned many times.
//!
//! Cost: a portal without changes takes one search for each window. A thorough window replaces a
//! usual one, so a quiet portal makes no further search for it. A busy one reads the changes of its
//! last hour once more every ten minutes: with 10,000 changes in an hour, 50 searches of the 3,000
//! that HubSpot permits in ten minutes.
//!
//! Left to others: archived records and changed associations, which this search does not find.

use core::cmp::Ordering;

use serde_json::json;

use crate::call::Call;
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// The most records on a page of HubSpot's search.
pub(crate) const PAGE_LIMIT: usize = 200;

/// The property that orders the records of a window.
const RECORD_ID: &str = "hs_object_id";

/// The smallest possible id.
const FIRST_ID: &str = "1";

/// The lag of the index that is usual, in milliseconds. HubSpot says "a few moments"; users of the
/// API saw 5 to 60 seconds.
pub const USUAL_LAG_MS: i64 = 60_000;

/// The longest lag of the index that is reckoned with, in milliseconds: an hour, as other
/// connectors reckon with (`DELAYED_LAG` of estuary/connectors), and a minute for clocks that
/// differ.
pub const LONGEST_LAG_MS: i64 = 61 * 60_000;

/// The pause between two thorough windows, in milliseconds: the longest time for which a record
/// stays unseen after the index has it at last.
pub const THOROUGH_EVERY_MS: i64 = 10 * 60_000;

/// The earliest moment that is asked for: 2006-01-01, before HubSpot existed. A search that begins
/// near 1970 is answered with 500 (`EPOCH_PLUS_ONE_SECOND` of estuary/connectors).
const EARLIEST_MS: i64 = 1_136_073_600_000;

/// The position from which to continue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesCursor {
    /// The begin of the next window, or of the window whose pages are being read, in milliseconds
    /// since 1970.
    pub from_ms: i64,
    /// The begin of the next thorough window: earlier changes have been seen, even if the index had
    /// them late.
    pub settled_ms: i64,
    /// The next page of the window whose pages are being read; `None` between two windows.
    pub page: Option<NextPage>,
}

/// A further page of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextPage {
    /// The end of the window.
    pub until_ms: i64,
    /// The page begins with this id.
    pub from_id: String,
}

impl ChangesCursor {
    /// Makes a cursor that begins at a moment.
    #[must_use]
    pub fn since(from_ms: i64) -> Self {
        Self {
            from_ms,
            settled_ms: from_ms.saturating_sub(LONGEST_LAG_MS),
            page: None,
        }
    }

    /// Returns the page to ask for now.
    #[must_use]
    pub fn window(&self, now_ms: i64) -> Window {
        if let Some(page) = &self.page {
            return Window {
                from_ms: self.from_ms,
                until_ms: page.until_ms,
                from_id: Some(page.from_id.clone()),
            };
        }
        let thorough_at = self
            .settled_ms
            .saturating_add(LONGEST_LAG_MS)
            .saturating_add(THOROUGH_EVERY_MS);
        let from_ms = if now_ms >= thorough_at {
            self.settled_ms
        } else {
            self.from_ms
        };
        Window {
            from_ms,
            until_ms: now_ms.max(from_ms),
            from_id: None,
        }
    }

    /// Returns the position behind a page of a window.
    fn behind(&self, window: &Window, next_id: Option<String>) -> Self {
        if let Some(from_id) = next_id {
            let until_ms = window.until_ms;
            return Self {
                from_ms: window.from_ms,
                settled_ms: self.settled_ms,
                page: Some(NextPage { until_ms, from_id }),
            };
        }
        let lately = |lag_ms: i64| window.until_ms.saturating_sub(lag_ms);
        let is_thorough = window.from_ms <= self.settled_ms;
        Self {
            from_ms: lately(USUAL_LAG_MS).max(window.from_ms),
            settled_ms: if is_thorough {
                lately(LONGEST_LAG_MS).max(self.settled_ms)
            } else {
                self.settled_ms
            },
            page: None,
        }
    }
}

/// A page to ask for: the records that changed between two moments, both included, from an id on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    from_ms: i64,
    until_ms: i64,
    from_id: Option<String>,
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
pub(crate) fn changed_in(
    objects: &str,
    modified: &str,
    properties: &[&str],
    window: &Window,
) -> Call {
    let from_ms = window.from_ms.max(EARLIEST_MS);
    let until_ms = window.until_ms.max(from_ms);
    let from_id = window.from_id.as_deref().unwrap_or(FIRST_ID);
    Call::search(
        format!("/crm/objects/{READ_VERSION}/{objects}/search"),
        &json!({
            "filterGroups": [{ "filters": [
                {
                    "propertyName": modified,
                    "operator": "BETWEEN",
                    "value": from_ms.to_string(),
                    "highValue": until_ms.to_string(),
                },
                { "propertyName": RECORD_ID, "operator": "GTE", "value": from_id },
            ] }],
            "sorts": [{ "propertyName": RECORD_ID, "direction": "ASCENDING" }],
            "properties": properties,
            "limit": PAGE_LIMIT,
            "after": "0",
        }),
    )
}

/// A record that a page of changes can hold.
pub(crate) trait Changed {
    /// Returns the record's id.
    fn id(&self) -> &str;
}

/// Makes a page of the records that answer [`changed_in`] with this window of the cursor. `more`:
/// whether HubSpot says that there are further ones.
///
/// # Errors
/// [`Failure::Wait`] if a page that is not the last one leads nowhere.
pub(crate) fn page<T: Changed>(
    records: Vec<T>,
    more: bool,
    cursor: &ChangesCursor,
    window: &Window,
) -> Result<Changes<T>, Failure> {
    // HubSpot may shorten a page. An empty one has no place from which to go on.
    let more = records.len() >= PAGE_LIMIT || (more && !records.is_empty());
    let next_id = more.then(|| last_in_order(&records, window)).transpose()?;
    Ok(Changes {
        next: cursor.behind(window, next_id),
        records,
        more,
    })
}

/// Returns the id of the last record up to which all are in order. Nothing before it is missing
/// from the pages so far.
fn last_in_order<T: Changed>(records: &[T], window: &Window) -> Result<String, Failure> {
    let asked = window.from_id.as_deref().unwrap_or(FIRST_ID);
    let mut last = asked;
    for record in records {
        if compare(record.id(), last) == Ordering::Less {
            break;
        }
        last = record.id();
    }
    if compare(last, asked) == Ordering::Greater {
        Ok(last.to_owned())
    } else {
        Err(wire::unreadable())
    }
}

/// Compares two ids as numbers. HubSpot's ids have no leading zeros.
fn compare(one: &str, other: &str) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}
