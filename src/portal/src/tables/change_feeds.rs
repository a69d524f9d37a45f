//! The table of change feeds: the cursors over HubSpot's changes of contacts and of deals.
//!
//! Left to others: deciding which feeds are needed ([`crate::programme::change_feeds`]), the calls to HubSpot
//! (`engine`).

use hubspot::changes::{ChangesCursor, NextPage};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::storage::columns::{self, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::{Cells, Column, row};

/// A kind of HubSpot's objects that a feed follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Objects {
    Contacts,
    Deals,
}
columns::named!(Objects);

impl Objects {
    pub(crate) const ALL: [Self; 2] = [Self::Contacts, Self::Deals];
}

row! {
    /// A feed's row.
    #[derive(Debug, Clone)]
    pub(crate) struct ChangeFeed {
        pub(crate) objects: Objects = "objects",
        pub(crate) cursor: ChangesCursor = "from_ms, settled_ms, until_ms, from_id",
        /// The time of the next call to HubSpot.
        pub(crate) next_at: Timestamp = "next_at",
    }
}

impl Column for ChangesCursor {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        let (from_ms, settled_ms): (i64, i64) = cells.read()?;
        let (until_ms, from_id): (Option<i64>, Option<String>) = cells.read()?;
        let page = until_ms.zip(from_id);
        Ok(Self {
            from_ms,
            settled_ms,
            page: page.map(|(until_ms, from_id)| NextPage { until_ms, from_id }),
        })
    }
}

/// Returns all feeds.
pub(crate) fn all(database: &Database) -> Result<Vec<ChangeFeed>, PortalError> {
    let columns = ChangeFeed::COLUMNS;
    database.all(&format!("SELECT {columns} FROM change_feed"), &[])
}

/// Begins a feed at the present time, unless it exists already; true if it is new.
pub(crate) fn begin(
    database: &Database,
    objects: Objects,
    now: Timestamp,
) -> Result<bool, PortalError> {
    let start = ChangesCursor::since(now.as_millisecond());
    database.exists(
        "INSERT OR IGNORE INTO change_feed (objects, from_ms, settled_ms, next_at) \
         VALUES (?1, ?2, ?3, ?4) RETURNING 1",
        &[
            to_name(&objects)?,
            start.from_ms.into(),
            start.settled_ms.into(),
            now.into(),
        ],
    )
}

/// Ends a feed.
pub(crate) fn end(database: &Database, objects: Objects) -> Result<(), PortalError> {
    let statement = "DELETE FROM change_feed WHERE objects = ?1";
    database.change(statement, &[to_name(&objects)?])
}

/// Stores that changes were seen up to a cursor. Runs inside the caller's transaction.
pub(crate) fn advance(
    database: &Database,
    objects: Objects,
    cursor: &ChangesCursor,
    next_at: Timestamp,
) -> Result<(), PortalError> {
    let page = cursor.page.as_ref();
    database.change(
        "UPDATE change_feed SET from_ms = ?2, settled_ms = ?3, until_ms = ?4, from_id = ?5, next_at = ?6 \
         WHERE objects = ?1",
        &[
            to_name(&objects)?,
            cursor.from_ms.into(),
            cursor.settled_ms.into(),
            page.map(|page| page.until_ms).into(),
            page.map(|page| page.from_id.as_str()).into(),
            next_at.into(),
        ],
    )
}

/// The step of the due times that are reported to the Directory. With them cron wakes a portal whose alarm was lost. A
/// portal that calls HubSpot every half a minute so reports to the Directory only every ten minutes.
const CERTAINTY_MS: i64 = 10 * 60 * 1000;

/// Returns the time from which cron should do the work that was due at `due`.
pub(crate) fn certainly(due: Timestamp) -> Timestamp {
    let step = due
        .as_millisecond()
        .div_euclid(CERTAINTY_MS)
        .saturating_add(2);
    Timestamp::from_millisecond(step.saturating_mul(CERTAINTY_MS)).unwrap_or(due)
}

/// Returns the time of the next call to HubSpot after all of its changes were read.
pub(crate) fn next(now: Timestamp, interval: SignedDuration) -> Timestamp {
    now.saturating_add(interval).unwrap_or(now)
}
