//! What happened day by day, of each campaign and of each referrer: what pictures over time are drawn from.
//!
//! A day that has no row had nothing. Days are UTC's. The rows of a campaign have an empty contact. What people did
//! stays; a referral that no longer counts is taken from the day that had it.

use domain::{CampaignId, ContactId};
use jiff::{SignedDuration, Timestamp};

use crate::api_types::views::DayView;
use crate::storage::database::{Database, Row};
use crate::storage::error::PortalError;

/// The most days that are shown at once.
pub(crate) const MOST_DAYS: u16 = 366;

/// What is counted day by day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// A contact became a referrer; of a campaign only.
    Joined,
    /// A person followed a link.
    Click,
    /// A machine did.
    MachineVisit,
    /// A person did who was counted for this link within the hour.
    RepeatedVisit,
    /// A person was referred on this day, and counts.
    Referred,
    /// A referral became successful on this day, and still is.
    Successful,
}

impl Event {
    const fn column(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Click => "clicks",
            Self::MachineVisit => "machine_visits",
            Self::RepeatedVisit => "repeated_visits",
            Self::Referred => "people_referred",
            Self::Successful => "successful_referrals",
        }
    }
}

/// Counts what happened in a campaign, and of a referrer if it is theirs. Runs inside the caller's transaction.
pub(crate) fn happened(
    database: &Database,
    campaign: CampaignId,
    contact: Option<&ContactId>,
    event: Event,
    times: usize,
    at: Timestamp,
) -> Result<(), PortalError> {
    let times = i64::try_from(times).unwrap_or(i64::MAX);
    add(database, (campaign, contact), event, times, at)
}

/// Counts a referrer's referral, or takes it from the day that had it. Runs inside the caller's transaction.
pub(crate) fn counted(
    database: &Database,
    (campaign, contact): (CampaignId, &ContactId),
    event: Event,
    by: i64,
    at: Timestamp,
) -> Result<(), PortalError> {
    if by == 0 {
        return Ok(());
    }
    add(database, (campaign, Some(contact)), event, by, at)
}

fn add(
    database: &Database,
    (campaign, contact): (CampaignId, Option<&ContactId>),
    event: Event,
    by: i64,
    at: Timestamp,
) -> Result<(), PortalError> {
    let column = event.column();
    let statement = format!(
        "INSERT INTO activity (campaign_id, contact_id, day, {column}) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (campaign_id, contact_id, day) DO UPDATE SET {column} = {column} + excluded.{column}"
    );
    let theirs = contact.map(ContactId::as_str);
    for whose in core::iter::once("").chain(theirs) {
        database.change(
            &statement,
            &[campaign.0.into(), whose.into(), day(at).into(), by.into()],
        )?;
    }
    Ok(())
}

/// The last days, each with what happened on it, oldest first.
pub(crate) fn of(
    database: &Database,
    campaign: CampaignId,
    contact: Option<&ContactId>,
    days: u16,
    now: Timestamp,
) -> Result<Vec<DayView>, PortalError> {
    let back = |days: u16| {
        let earlier = now.saturating_sub(SignedDuration::from_hours(24 * i64::from(days)));
        day(earlier.unwrap_or(now))
    };
    let oldest = days.clamp(1, MOST_DAYS) - 1;
    let rows = database.all(
        "SELECT day, joined, clicks, people_referred, successful_referrals, machine_visits, \
         repeated_visits FROM activity \
         WHERE campaign_id = ?1 AND contact_id = ?2 AND day >= ?3 ORDER BY day",
        &[
            campaign.0.into(),
            contact.map_or("", ContactId::as_str).into(),
            back(oldest).into(),
        ],
    )?;
    let mut known = rows
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .peekable();
    let all = (0..=oldest).rev().map(back);
    Ok(all
        .map(|day| {
            known
                .next_if(|view| view.day == day)
                .unwrap_or_else(|| DayView::quiet(day))
        })
        .collect())
}

/// The day of a moment, in UTC, as YYYY-MM-DD: what RFC 3339 begins with.
pub(crate) fn day(at: Timestamp) -> String {
    at.to_string()
        .chars()
        .take_while(|letter| *letter != 'T')
        .collect()
}

fn read(row: &Row) -> Result<DayView, PortalError> {
    Ok(DayView {
        day: row.text(0)?.to_owned(),
        joined: row.count(1)?,
        clicks: row.count(2)?,
        people_referred: row.count(3)?,
        successful_referrals: row.count(4)?,
        machine_visits: row.count(5)?,
        repeated_visits: row.count(6)?,
    })
}
