//! The table of visits: the facts of each visit by which a repeated report is recognised and later visits are judged.
//!
//! Invariant: nothing here identifies a visitor; the hash that distinguishes visitors is deleted within hours.
//!
//! Left to others: judging and counting ([`crate::programme::clicks`]).

use domain::click::{MAX_OF_LINK_IN_A_MINUTE, MAX_OTHER_LINKS_IN_AN_HOUR, Seen};
use jiff::Timestamp;

use crate::api_types::requests::VisitReport;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// The hours for which visits are kept. A visit is compared with the visits of the hour before and of the hour after
/// it, because reports may be late: by minutes, for which the queue retries.
const REMEMBERED_HOURS: i64 = 3;

const fn hour(at_ms: i64) -> i64 {
    at_ms.div_euclid(HOUR_MS)
}

fn oldest_hour(now: Timestamp) -> i64 {
    hour(now.as_millisecond()) - REMEMBERED_HOURS
}

/// Deletes the visits with which no later visit is compared.
pub(crate) fn delete_old(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    let statement = "DELETE FROM visit WHERE hour < ?1";
    database.change(statement, &[oldest_hour(now).into()])
}

/// Returns whether a visit is too old for a repeated report to be recognised, so that it could be counted twice.
pub(crate) fn is_too_old(at_ms: i64, now: Timestamp) -> bool {
    hour(at_ms) < oldest_hour(now)
}

/// Returns whether a visit was reported before.
pub(crate) fn is_known(
    database: &Database,
    report: &VisitReport,
    at_ms: i64,
) -> Result<bool, PortalError> {
    // The time may have been capped when the report came first, so the report's own id is compared.
    database.exists(
        "SELECT 1 FROM visit WHERE hour BETWEEN ?1 - 1 AND ?1 + 1 AND visitor = ?2 AND id = ?3",
        &[
            hour(at_ms).into(),
            report.visitor.as_str().into(),
            report.id.as_str().into(),
        ],
    )
}

/// Returns the earlier visits of the visitor and of the link around this time.
pub(crate) fn seen(
    database: &Database,
    report: &VisitReport,
    at_ms: i64,
) -> Result<Seen, PortalError> {
    let codes_of_visitor = |condition: &str, limit: u32| {
        let statement = format!(
            "SELECT COUNT(*) FROM (SELECT DISTINCT code FROM visit \
             WHERE hour IN (?1 - 1, ?1, ?1 + 1) AND visitor = ?2 \
             AND at > ?3 - {HOUR_MS} AND at < ?3 + {HOUR_MS} AND {condition} LIMIT {limit})"
        );
        let parameters: [SqlValue; 4] = [
            hour(at_ms).into(),
            report.visitor.as_str().into(),
            at_ms.into(),
            report.code.into(),
        ];
        database.number(&statement, &parameters)
    };
    let statement = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM visit WHERE code = ?1 AND network = ?2 \
         AND at > ?3 - {MINUTE_MS} AND at <= ?3 LIMIT {MAX_OF_LINK_IN_A_MINUTE})"
    );
    let of_link_from_network = database.number(
        &statement,
        &[
            report.code.into(),
            report.network.as_str().into(),
            at_ms.into(),
        ],
    )?;
    Ok(Seen {
        this_hour: codes_of_visitor("code = ?4 AND counted = 1", 1)? > 0,
        of_link_from_network,
        other_links: codes_of_visitor("code <> ?4", MAX_OTHER_LINKS_IN_AN_HOUR + 1)?,
    })
}

/// Adds a visit.
pub(crate) fn insert(
    database: &Database,
    report: &VisitReport,
    at_ms: i64,
    counted: bool,
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO visit (hour, visitor, at, id, code, network, counted) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            hour(at_ms).into(),
            report.visitor.as_str().into(),
            at_ms.into(),
            report.id.as_str().into(),
            report.code.into(),
            report.network.as_str().into(),
            counted.into(),
        ],
    )
}
