//! The results of a referrer's link: the latest referrals, their number, and the last weeks.

use domain::{CampaignId, ContactId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::api_types::views::{CardReferral, CardResults, WeeksView};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::account;
use crate::tables::daily_stats;
use crate::tables::referrals::Referral;

/// The most referrals that a card has room for.
const SHOWN: u32 = 5;

/// The most referrals that are counted; the dashboard lists all of them.
const COUNTED: u32 = 100;

/// The weeks that the card shows: a quarter of a year.
const WEEKS: u16 = 12;

const DAYS_OF_A_WEEK: u16 = 7;

/// Returns the results of one referrer's link.
pub(super) fn of(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
    now: Timestamp,
) -> Result<CardResults, PortalError> {
    let columns = Referral::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM referral WHERE campaign_id = ?1 AND referrer_id = ?2 \
         ORDER BY at DESC, id DESC LIMIT ?3"
    );
    let latest = database.all(&statement, &[campaign.into(), contact.into(), SHOWN.into()])?;
    let shown: Vec<_> = latest.into_iter().map(line).collect();
    let found = u32::try_from(shown.len()).unwrap_or(SHOWN);
    let total = if found < SHOWN {
        found
    } else {
        database.number(
            "SELECT COUNT(*) FROM (SELECT 1 FROM referral WHERE campaign_id = ?1 \
             AND referrer_id = ?2 LIMIT ?3)",
            &[campaign.into(), contact.into(), (COUNTED + 1).into()],
        )?
    };
    Ok(CardResults {
        campaign_id: campaign,
        referrals: shown,
        total: total.min(COUNTED),
        total_is_least: total > COUNTED,
        weeks: weeks(database, campaign, contact, now)?,
    })
}

fn line(referral: Referral) -> CardReferral {
    CardReferral {
        id: referral.id,
        person: referral.person.name().or(referral.person.email),
        contact_id: referral.contact,
        status: referral.state.status,
        by_hand: referral.state.by_hand,
        not_counted: referral.not_counted,
        at: referral.at,
    }
}

fn weeks(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
    now: Timestamp,
) -> Result<Option<WeeksView>, PortalError> {
    let length = usize::from(DAYS_OF_A_WEEK);
    let days = (WEEKS - 1) * DAYS_OF_A_WEEK + day_of_the_week(account::zone(database)?.day(now));
    let days = daily_stats::of(database, campaign, Some(contact), days, now)?;
    let weeks = days.chunks(length);
    let people = weeks
        .clone()
        .map(|week| week.iter().map(|day| day.people_referred).sum());
    let successes = weeks.map(|week| week.iter().map(|day| day.successful_referrals).sum());
    let (people_referred, successful_referrals): (Vec<u32>, Vec<u32>) =
        (people.collect(), successes.collect());
    let quiet = people_referred
        .iter()
        .chain(&successful_referrals)
        .all(|count| *count == 0);
    Ok(days
        .into_iter()
        .next()
        .filter(|_| !quiet)
        .map(|first| WeeksView {
            since: first.day,
            people_referred,
            successful_referrals,
        }))
}

/// Returns the day of the week of a date: 1 for Monday, 7 for Sunday.
fn day_of_the_week(date: Date) -> u16 {
    u16::from(date.weekday().to_monday_one_offset().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_mondays() {
        let day = |text: &str| day_of_the_week(text.parse().unwrap());
        assert_eq!(day("2026-03-09"), 1);
        assert_eq!(day("2026-03-15"), 7);
        assert_eq!(day("2026-03-16"), 1);
    }
}
