//! The platform's clock. No other file reads it; elsewhere the time is a value.

use jiff::Timestamp;

/// Returns the present time, to the millisecond. Within one event the platform's clock stands still between I/O.
#[must_use]
pub(crate) fn now() -> Timestamp {
    let milliseconds = worker::Date::now().as_millis();
    i64::try_from(milliseconds)
        .ok()
        .and_then(|since_epoch| Timestamp::from_millisecond(since_epoch).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}
