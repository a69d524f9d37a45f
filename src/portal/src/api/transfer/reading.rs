//! The cells of lines that are taken in, read: a cell that cannot be what it should be is the fault of its line.

use domain::{ContactId, EmailAddress, ReferralStatus};
use jiff::{SignedDuration, Timestamp};

use crate::storage::error::PortalError;

/// A cell that has something in it.
pub(super) fn cell(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// A contact's id.
pub(super) fn contact(
    field: &'static str,
    text: Option<&str>,
) -> Result<Option<ContactId>, PortalError> {
    let why = "A contact is named by its record id in HubSpot, a number.";
    let read = |text: &str| text.parse().map_err(|_| PortalError::invalid(field, why));
    cell(text).map(read).transpose()
}

/// An e-mail address.
pub(super) fn email(
    field: &'static str,
    text: Option<&str>,
) -> Result<Option<EmailAddress>, PortalError> {
    let read = |text| {
        EmailAddress::parse(text).map_err(|why| PortalError::invalid(field, why.to_string()))
    };
    cell(text).map(read).transpose()
}

/// A status.
pub(super) fn status(text: Option<&str>) -> Result<ReferralStatus, PortalError> {
    let Some(text) = cell(text) else {
        return Ok(ReferralStatus::Pending);
    };
    let why = "A referral is pending, qualified, rejected or reversed.";
    ReferralStatus::from_name(&text.to_ascii_lowercase())
        .ok_or_else(|| PortalError::invalid("status", why))
}

/// As long as `YYYY-MM-DD`.
const DAY: usize = 10;

/// A day begins up to so long before it does in UTC.
const EARLIEST_DAY: SignedDuration = SignedDuration::from_hours(24);

/// Nobody referred anybody before; a year with a digit missing is.
const BEGINNING: i64 = 946_684_800; // 2000-01-01

/// A moment of the past: a day, which begins in UTC, or the whole of a time.
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
        let why = "The time lies ahead, or before the year 2000.";
        return Err(PortalError::invalid(field, why));
    }
    // Somewhere it is tomorrow already.
    Ok(Some(at.min(now)))
}
