//! Requests that may come twice: whoever sends a key with a request that makes something gets the first answer
//! again, and nothing is made twice.

use jiff::{SignedDuration, Timestamp};

use crate::api_types::views::{Answer, View};
use crate::storage::database::{Database, json, name, raw};
use crate::storage::error::PortalError;

/// So long a key is remembered: a client that tries again does so within minutes.
const REMEMBERED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// The answer that was given under this key.
///
/// # Errors
/// When the key was used for something else.
pub(crate) fn earlier(
    database: &Database,
    key: &str,
    request: &str,
    now: Timestamp,
) -> Result<Option<Answer>, PortalError> {
    let row = database.first(
        "SELECT request, answer, standing FROM answered WHERE key = ?1 AND at > ?2",
        &[key.into(), oldest(now).into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    if row.text(0)? != request {
        return Err(PortalError::invalid(
            "Idempotency-Key",
            "This key was used for another request. Use a new one for each thing that is made.",
        ));
    }
    Ok(Some(Answer {
        view: View::Repeated(raw(row.text(1)?)?),
        standing: row.named(2)?,
        work: true,
        rows_read: 0,
    }))
}

/// Remembers an answer under its key. Runs inside the transaction of what it answers.
pub(crate) fn remember(
    database: &Database,
    key: &str,
    request: &str,
    answer: &Answer,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change("DELETE FROM answered WHERE at <= ?1", &[oldest(now).into()])?;
    database.change(
        "INSERT OR REPLACE INTO answered (key, request, answer, standing, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[
            key.into(),
            request.into(),
            json(&answer.view)?,
            name(&answer.standing)?,
            now.into(),
        ],
    )
}

fn oldest(now: Timestamp) -> Timestamp {
    now.saturating_sub(REMEMBERED_FOR).unwrap_or(Timestamp::MIN)
}
