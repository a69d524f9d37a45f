//! What happened day by day, of each campaign and of each referrer: what pictures over time are drawn from.
//!
//! A day that has no row had nothing. Days are UTC's. The rows of a campaign have an empty contact.

use domain::{CampaignId, ContactId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::database::{Database, Row};
use crate::error::PortalError;
use crate::views::DayView;

/// The most days that are shown at once.
pub(crate) const MOST_DAYS: u16 = 366;

/// New referrers of a campaign. Runs inside the caller's transaction.
pub(crate) fn joined(
    database: &Database,
    campaign: CampaignId,
    referrers: usize,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO activity (campaign_id, contact_id, day, joined) VALUES (?1, '', ?2, ?3) \
         ON CONFLICT (campaign_id, contact_id, day) DO UPDATE SET joined = joined + excluded.joined",
        &[
            campaign.0.into(),
            day(now).to_string().into(),
            u32::try_from(referrers).unwrap_or(u32::MAX).into(),
        ],
    )
}

/// The last days, each with what happened on it, oldest first.
pub(crate) fn of(
    database: &Database,
    campaign: CampaignId,
    contact: Option<&ContactId>,
    days: u16,
    now: Timestamp,
) -> Result<Vec<DayView>, PortalError> {
    let today = day(now);
    let first = today.saturating_sub((i32::from(days.clamp(1, MOST_DAYS)) - 1).days());
    let rows = database.all(
        "SELECT day, joined, clicks, people_referred, successful_referrals FROM activity \
         WHERE campaign_id = ?1 AND contact_id = ?2 AND day >= ?3 ORDER BY day",
        &[
            campaign.0.into(),
            contact.map_or("", ContactId::as_str).into(),
            first.to_string().into(),
        ],
    )?;
    let mut known = rows
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .peekable();
    let all = first.series(1.day()).take_while(|day| *day <= today);
    Ok(all
        .map(|day| {
            let name = day.to_string();
            known
                .next_if(|view| view.day == name)
                .unwrap_or_else(|| DayView::quiet(name))
        })
        .collect())
}

fn day(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(at).date()
}

fn read(row: &Row) -> Result<DayView, PortalError> {
    Ok(DayView {
        day: row.text(0)?.to_owned(),
        joined: row.count(1)?,
        clicks: row.count(2)?,
        people_referred: row.count(3)?,
        successful_referrals: row.count(4)?,
    })
}
