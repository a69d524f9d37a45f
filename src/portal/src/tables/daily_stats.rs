//! The table of daily stats: the numbers of each campaign and of each referrer for each day, for charts.
//!
//! A day without a row had no event. Days turn at midnight in the account's time zone. The rows of a campaign have an empty contact. Clicks are never
//! taken back; a referral that no longer counts is subtracted from the day on which it was counted.

use domain::{CampaignId, ContactId};
use jiff::Timestamp;

use crate::api_types::views::DayView;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;
use crate::tables::account;
use crate::tables::referrer_key::ReferrerKey;

/// The most days that are shown at once.
pub(crate) const MAX_DAYS: u16 = 366;

/// An event that is counted by day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// A contact became a referrer; counted for campaigns only.
    Joined,
    /// A person followed a link.
    Click,
    /// A machine followed a link.
    MachineVisit,
    /// A person followed a link again within an hour after their counted click.
    RepeatedVisit,
    /// A person was referred on this day and counts.
    Referred,
    /// A referral became successful on this day and still is.
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

/// Counts an event of a campaign. Runs inside the caller's transaction.
pub(crate) fn add_to_campaign(
    database: &Database,
    campaign: CampaignId,
    event: Event,
    times: usize,
    at: Timestamp,
) -> Result<(), PortalError> {
    let times = i64::try_from(times).unwrap_or(i64::MAX);
    add(database, campaign, CAMPAIGN, event, times, at)
}

/// Counts an event of a referrer, in the referrer's days and in the campaign's. A negative number subtracts it from the
/// day on which it was counted. Runs inside the caller's transaction.
pub(crate) fn add_to_referrer(
    database: &Database,
    key: ReferrerKey<'_>,
    event: Event,
    by: i64,
    at: Timestamp,
) -> Result<(), PortalError> {
    if by == 0 {
        return Ok(());
    }
    add(database, key.campaign, CAMPAIGN, event, by, at)?;
    add(database, key.campaign, key.contact.as_str(), event, by, at)
}

/// The contact in the rows of a campaign's own days.
const CAMPAIGN: &str = "";

fn add(
    database: &Database,
    campaign: CampaignId,
    contact: &str,
    event: Event,
    by: i64,
    at: Timestamp,
) -> Result<(), PortalError> {
    let column = event.column();
    let statement = format!(
        "INSERT INTO daily_stats (campaign_id, contact_id, day, {column}) VALUES (?1, ?2, ?3, MAX(?4, 0)) \
         ON CONFLICT (campaign_id, contact_id, day) DO UPDATE SET {column} = MAX({column} + ?4, 0)"
    );
    // The account may have moved to another time zone since an event was counted: no day falls below zero.
    let day = account::zone(database)?.day(at).to_string();
    database.change(
        &statement,
        &[campaign.into(), contact.into(), day.into(), by.into()],
    )
}

row! {
    /// A day with its numbers.
    #[derive(Debug)]
    struct Day {
        date: String = "day",
        joined: u32 = "joined",
        clicks: u32 = "clicks",
        people_referred: u32 = "people_referred",
        successful_referrals: u32 = "successful_referrals",
        machine_visits: u32 = "machine_visits",
        repeated_visits: u32 = "repeated_visits",
    }
}

impl From<Day> for DayView {
    fn from(day: Day) -> Self {
        Self {
            day: day.date,
            joined: day.joined,
            clicks: day.clicks,
            people_referred: day.people_referred,
            successful_referrals: day.successful_referrals,
            machine_visits: day.machine_visits,
            repeated_visits: day.repeated_visits,
        }
    }
}

/// Returns the last days with their numbers, oldest first.
pub(crate) fn of(
    database: &Database,
    campaign: CampaignId,
    contact: Option<&ContactId>,
    days: u16,
    now: Timestamp,
) -> Result<Vec<DayView>, PortalError> {
    let zone = account::zone(database)?;
    let back = |days: u16| zone.days_before(now, days).to_string();
    let oldest = days.clamp(1, MAX_DAYS) - 1;
    let columns = Day::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM daily_stats \
         WHERE campaign_id = ?1 AND contact_id = ?2 AND day >= ?3 ORDER BY day"
    );
    let known: Vec<Day> = database.all(
        &statement,
        &[
            campaign.into(),
            contact.map_or(CAMPAIGN, ContactId::as_str).into(),
            back(oldest).into(),
        ],
    )?;
    let mut known = known.into_iter().map(DayView::from).peekable();
    let all = (0..=oldest).rev().map(back);
    Ok(all
        .map(|day| {
            known
                .next_if(|view| view.day == day)
                .unwrap_or_else(|| DayView::quiet(day))
        })
        .collect())
}
