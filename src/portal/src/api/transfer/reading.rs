//! Parsing the cells of imported lines. A cell that cannot be parsed is an error of its line.

use domain::{ContactId, EmailAddress, ReferralStatus};
use jiff::{SignedDuration, Timestamp};

use crate::storage::error::PortalError;

/// Returns the text of a cell; none if the cell is empty.
pub(super) fn cell(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// Parses a contact's id.
pub(super) fn contact(
    field: &'static str,
    text: Option<&str>,
) -> Result<Option<ContactId>, PortalError> {
    let why = "This is not a contact's record id in HubSpot, which is a number.";
    let read = |text: &str| text.parse().map_err(|_| PortalError::invalid(field, why));
    cell(text).map(read).transpose()
}

/// Parses an e-mail address.
pub(super) fn email(
    field: &'static str,
    text: Option<&str>,
) -> Result<Option<EmailAddress>, PortalError> {
    let read = |text| {
        EmailAddress::parse(text).map_err(|why| PortalError::invalid(field, why.to_string()))
    };
    cell(text).map(read).transpose()
}

/// Parses a status.
pub(super) fn status(text: Option<&str>) -> Result<ReferralStatus, PortalError> {
    let Some(text) = cell(text) else {
        return Ok(ReferralStatus::Pending);
    };
    let why = "A referral is pending, qualified, rejected, reversed or inReview.";
    let mut known = ReferralStatus::ALL.into_iter();
    known
        .find(|status| status.as_str().eq_ignore_ascii_case(text))
        .ok_or_else(|| PortalError::invalid("status", why))
}

/// The length of `YYYY-MM-DD`.
const DAY: usize = 10;

/// The longest time by which a day begins elsewhere before it begins in UTC.
const EARLIEST_DAY: SignedDuration = SignedDuration::from_hours(24);

/// The earliest time that is accepted. No referral is older, but a year with a missing digit is.
const BEGINNING: i64 = 946_684_800; // 2000-01-01

/// Parses a moment of the past: a day, which begins in UTC, or a full time.
pub(super) fn time(
    field: &'static str,
    text: Option<&str>,
    now: Timestamp,
) -> Result<Option<Timestamp>, PortalError> {
    let Some(text) = cell(text) else {
        return Ok(None);
    };
    let whole = if text.len() == DAY {
        format!("{text}T00:00:00Z")
    } else {
        text.to_owned()
    };
    let at: Timestamp = whole.parse().map_err(|_| {
        let why = "A time is written as 2026-05-31, or as 2026-05-31T14:00:00Z.";
        PortalError::invalid(field, why)
    })?;
    if at.as_second() < BEGINNING || at.duration_since(now) > EARLIEST_DAY {
        let why = "The time is in the future or before the year 2000.";
        return Err(PortalError::invalid(field, why));
    }
    // In some time zones the next day has already begun.
    Ok(Some(at.min(now)))
}
