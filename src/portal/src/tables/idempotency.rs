//! The table of idempotency keys: a request that is repeated under one key gets the first response again, and nothing
//! is created twice.

use jiff::{SignedDuration, Timestamp};
use serde_json::value::RawValue;

use crate::api_types::views::{Response, ResponseStatus, View};
use crate::storage::columns::{self, to_json, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

/// The time for which a key is stored. A client that retries does so within minutes.
const REMEMBERED_FOR: SignedDuration = SignedDuration::from_hours(24);

columns::named!(ResponseStatus);

row! {
    /// A response with the request that it answered.
    struct Remembered {
        request: String = "request",
        answer: Box<RawValue> = "response",
        status: ResponseStatus = "status",
    }
}

/// Returns the stored response under this key.
///
/// # Errors
/// When the key was used for another request.
pub(crate) fn earlier(
    database: &Database,
    key: &str,
    request: &str,
    now: Timestamp,
) -> Result<Option<Response>, PortalError> {
    let known: Option<Remembered> = database.first(
        &format!(
            "SELECT {} FROM idempotency_key WHERE key = ?1 AND at > ?2",
            Remembered::COLUMNS
        ),
        &[key.into(), oldest(now).into()],
    )?;
    let Some(known) = known else { return Ok(None) };
    if known.request != request {
        return Err(PortalError::invalid(
            "Idempotency-Key",
            "This key was used for another request. Use a new key for each request.",
        ));
    }
    Ok(Some(Response {
        view: View::Repeated(known.answer),
        status: known.status,
        work: true,
        rows_read: 0,
    }))
}

/// Stores a response under its key. Runs inside the transaction of its request.
pub(crate) fn remember(
    database: &Database,
    key: &str,
    request: &str,
    answer: &Response,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM idempotency_key WHERE at <= ?1",
        &[oldest(now).into()],
    )?;
    database.change(
        "INSERT OR REPLACE INTO idempotency_key (key, request, response, status, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[
            key.into(),
            request.into(),
            to_json(&answer.view)?,
            to_name(&answer.status)?,
            now.into(),
        ],
    )
}

fn oldest(now: Timestamp) -> Timestamp {
    now.saturating_sub(REMEMBERED_FOR).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_key_answers_its_own_request_again_and_refuses_another() {
        let database = testing::database();
        let now: Timestamp = "2026-05-05T20:00:00Z".parse().unwrap();
        let answer = Response {
            view: View::Done {},
            status: ResponseStatus::Made,
            work: true,
            rows_read: 0,
        };
        assert!(
            earlier(&database, "key", "POST /a {}", now)
                .unwrap()
                .is_none()
        );
        remember(&database, "key", "POST /a {}", &answer, now).unwrap();
        let again = earlier(&database, "key", "POST /a {}", now)
            .unwrap()
            .unwrap();
        assert_eq!(again.status, ResponseStatus::Made);
        for other in ["POST /b {}", "POST /a {\"x\":1}", "POST /a {} "] {
            let refused = earlier(&database, "key", other, now);
            assert!(
                matches!(refused, Err(PortalError::Invalid { .. })),
                "{other}"
            );
        }
        assert!(
            earlier(&database, "other", "POST /b {}", now)
                .unwrap()
                .is_none()
        );
    }
}
