//! Times are milliseconds of the Unix epoch and are always passed in. HubSpot writes them as ISO
//! 8601 in UTC with three digits of milliseconds.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

pub(crate) const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Formats a time as `2026-10-01T12:00:00.000Z`. Written by hand, because a page of contacts has
/// four hundred of these, and `strftime` would be most of its cost.
pub(crate) fn iso(ms: i64) -> String {
    let at = civil(ms);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond(),
    )
}

/// Formats a day as `2026-10-01`.
pub(crate) fn day(ms: i64) -> String {
    civil(ms).date().to_string()
}

fn civil(ms: i64) -> DateTime {
    let instant = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::UTC.to_datetime(instant)
}

/// Parses milliseconds, an ISO date-time, or a date alone (midnight UTC).
pub(crate) fn parse(text: &str) -> Option<i64> {
    if let Ok(ms) = text.parse::<i64>() {
        return Timestamp::from_millisecond(ms).ok().map(|_| ms);
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant.as_millisecond());
    }
    let date = text.parse::<Date>().ok()?;
    let midnight = TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
    Some(midnight.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::{day, iso, parse};

    #[test]
    fn times_are_written_with_three_digits_of_milliseconds() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(1_790_812_800_007), "2026-10-01T00:00:00.007Z");
        assert_eq!(day(1_790_812_800_007), "2026-10-01");
    }

    #[test]
    fn times_are_read_in_each_form() {
        assert_eq!(parse("1790812800007"), Some(1_790_812_800_007));
        assert_eq!(parse("2026-10-01T00:00:00.007Z"), Some(1_790_812_800_007));
        assert_eq!(parse("2026-10-01"), Some(1_790_812_800_000));
        assert_eq!(parse("first of October"), None);
    }
}
