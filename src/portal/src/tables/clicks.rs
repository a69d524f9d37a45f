//! Visits of referral links: each is judged, and counted once.
//!
//! Invariants: a report that comes twice is counted once; clicks of a referrer and of a campaign are the sums of
//! their days, for all three change in one transaction; nothing here tells who a visitor was, and what tells one
//! from another is forgotten within hours.
//!
//! Left to others: what a request alone tells ([`domain::click::machine`], at the edge), and the hashes.

use domain::click::{MOST_OF_LINK_IN_A_MINUTE, MOST_OTHER_LINKS_IN_AN_HOUR, Seen, Verdict};
use domain::{CampaignId, ContactId, ReferralField};
use jiff::Timestamp;

use crate::api_types::requests::VisitReport;
use crate::api_types::views::MachineVisitsView;
use crate::storage::database::{Database, name};
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;
use crate::tables::daily_stats::{self, Event};
use crate::tables::link_blocks;
use crate::tables::number_changes;
use crate::tables::outbox;
use crate::tables::referrers;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// A visit is compared with those of the hour before and of the hour after it, because reports may be late: by
/// minutes, which is as long as the queue tries.
const REMEMBERED_HOURS: i64 = 3;

/// Counts visits. True if the loop has something to write now that it did not know of.
pub(crate) fn record_all(
    database: &Database,
    reports: &[VisitReport],
    now: Timestamp,
) -> Result<bool, PortalError> {
    reports.iter().try_fold(false, |work, report| {
        Ok(record(database, report, now)? || work)
    })
}

/// Counts a visit. A link that is not ours, or no longer, was nobody's.
fn record(database: &Database, report: &VisitReport, now: Timestamp) -> Result<bool, PortalError> {
    let Some((campaign, contact)) = link_blocks::holder(database, report.code)? else {
        return Ok(false);
    };
    let referrer = referrers::get(database, campaign, &contact)?;
    if referrer.is_none_or(|referrer| referrer.code != report.code) {
        return Ok(false);
    }
    // The edge's clock may be ahead of ours; a time that is far away is nobody's.
    let at = report.at_ms.min(now.as_millisecond());
    let oldest = hour(now.as_millisecond()) - REMEMBERED_HOURS;
    forget(database, oldest)?;
    if hour(at) < oldest || is_known(database, report, at)? {
        return Ok(false);
    }
    let seen = match report.machine {
        Some(_) => Seen::default(),
        None => seen(database, report, at)?,
    };
    let verdict = Verdict::after(report.machine, seen);
    keep(database, report, at, verdict)?;
    let at = Timestamp::from_millisecond(at).unwrap_or(now);
    let whose = (campaign, &contact);
    // A click that no property shows leaves the loop asleep.
    let is_written =
        verdict == Verdict::Human && outbox::is_shown(database, campaign, ReferralField::Clicks)?;
    let work = is_written && number_changes::remember(database, whose, now)?;
    count(database, whose, verdict, at)?;
    Ok(work)
}

fn count(
    database: &Database,
    (campaign, contact): (CampaignId, &ContactId),
    verdict: Verdict,
    at: Timestamp,
) -> Result<(), PortalError> {
    let event = match verdict {
        Verdict::Human => Event::Click,
        Verdict::Machine(_) => Event::MachineVisit,
        Verdict::Duplicate => Event::RepeatedVisit,
    };
    daily_stats::happened(database, campaign, Some(contact), event, 1, at)?;
    match verdict {
        Verdict::Human => {
            database.change(
                "UPDATE referrer SET clicks = clicks + 1 WHERE campaign_id = ?1 AND contact_id = ?2",
                &[campaign.0.into(), contact.as_str().into()],
            )?;
            database.change(
                "UPDATE campaign SET clicks = clicks + 1 WHERE id = ?1",
                &[campaign.0.into()],
            )
        }
        Verdict::Machine(reason) => database.change(
            "INSERT INTO machine_visits (campaign_id, reason, visits) VALUES (?1, ?2, 1) \
             ON CONFLICT (campaign_id, reason) DO UPDATE SET visits = visits + 1",
            &[campaign.0.into(), name(&reason)?],
        ),
        Verdict::Duplicate => Ok(()),
    }
}

const fn hour(at: i64) -> i64 {
    at.div_euclid(HOUR_MS)
}

fn forget(database: &Database, oldest: i64) -> Result<(), PortalError> {
    database.change("DELETE FROM visit WHERE hour < ?1", &[oldest.into()])
}

fn is_known(database: &Database, report: &VisitReport, at: i64) -> Result<bool, PortalError> {
    // The time may have been capped when the report came first: the report's own id tells.
    let row = database.first(
        "SELECT 1 FROM visit WHERE hour BETWEEN ?1 - 1 AND ?1 + 1 AND visitor = ?2 AND id = ?3",
        &[
            hour(at).into(),
            report.visitor.as_str().into(),
            report.id.as_str().into(),
        ],
    )?;
    Ok(row.is_some())
}

fn seen(database: &Database, report: &VisitReport, at: i64) -> Result<Seen, PortalError> {
    let visitor = |condition: &str, limit: u32| {
        let statement = format!(
            "SELECT COUNT(*) FROM (SELECT DISTINCT code FROM visit \
             WHERE hour IN (?1 - 1, ?1, ?1 + 1) AND visitor = ?2 \
             AND at > ?3 - {HOUR_MS} AND at < ?3 + {HOUR_MS} AND {condition} LIMIT {limit})"
        );
        let parameters: [SqlValue; 4] = [
            hour(at).into(),
            report.visitor.as_str().into(),
            at.into(),
            report.code.to_string().into(),
        ];
        first_count(database, &statement, &parameters)
    };
    let statement = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM visit WHERE code = ?1 AND network = ?2 \
         AND at > ?3 - {MINUTE_MS} AND at <= ?3 LIMIT {MOST_OF_LINK_IN_A_MINUTE})"
    );
    let of_link = first_count(
        database,
        &statement,
        &[
            report.code.to_string().into(),
            report.network.as_str().into(),
            at.into(),
        ],
    )?;
    Ok(Seen {
        this_hour: visitor("code = ?4 AND counted = 1", 1)? > 0,
        of_link_from_network: of_link,
        other_links: visitor("code <> ?4", MOST_OTHER_LINKS_IN_AN_HOUR + 1)?,
    })
}

fn first_count(
    database: &Database,
    statement: &str,
    parameters: &[SqlValue],
) -> Result<u32, PortalError> {
    let row = database.first(statement, parameters)?;
    row.map_or(Ok(0), |row| row.count(0))
}

fn keep(
    database: &Database,
    report: &VisitReport,
    at: i64,
    verdict: Verdict,
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO visit (hour, visitor, at, id, code, network, counted) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            hour(at).into(),
            report.visitor.as_str().into(),
            at.into(),
            report.id.as_str().into(),
            report.code.to_string().into(),
            report.network.as_str().into(),
            (verdict == Verdict::Human).into(),
        ],
    )
}

/// What the machines were that visited a campaign's links, the most frequent first.
pub(crate) fn machines(
    database: &Database,
    campaign: CampaignId,
) -> Result<Vec<MachineVisitsView>, PortalError> {
    let rows = database.all(
        "SELECT reason, visits FROM machine_visits WHERE campaign_id = ?1 ORDER BY visits DESC, reason",
        &[campaign.0.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(MachineVisitsView {
                reason: row.named(0)?,
                visits: row.count(1)?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
