//! Clicks: each visit of a link is judged, and counted once.
//!
//! Invariants: a repeated report is counted once; the clicks of a referrer and of a campaign are the sums of their
//! days, because all three change in one transaction.
//!
//! Left to others: recognising machines by the request alone ([`domain::click::machine`], at the edge), and the
//! visitors' hashes.

use domain::ReferralField;
use domain::click::Verdict;
use jiff::Timestamp;

use crate::api_types::requests::VisitReport;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::daily_stats::{self, Event};
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::referrers;
use crate::tables::{campaigns, link_blocks, machine_visits, visits};
use crate::write_back::{numbers, outbox};

/// Counts visits. Returns true if the loop has something new to write.
pub(crate) fn record_all(
    database: &Database,
    reports: &[VisitReport],
    now: Timestamp,
) -> Result<bool, PortalError> {
    reports.iter().try_fold(false, |work, report| {
        Ok(record(database, report, now)? || work)
    })
}

/// Counts a visit. Ignores codes that are unknown.
fn record(database: &Database, report: &VisitReport, now: Timestamp) -> Result<bool, PortalError> {
    let Some((campaign, contact)) = link_blocks::holder(database, report.code)? else {
        return Ok(false);
    };
    let referrer = referrers::get(database, campaign, &contact)?;
    if referrer.is_none_or(|referrer| referrer.code != report.code) {
        return Ok(false);
    }
    // The edge's clock may be ahead of the portal's.
    let at_ms = report.at_ms.min(now.as_millisecond());
    visits::delete_old(database, now)?;
    if visits::is_too_old(at_ms, now) || visits::is_known(database, report, at_ms)? {
        return Ok(false);
    }
    let verdict = match report.machine {
        Some(_) => Verdict::after(report.machine, domain::click::Seen::default()),
        None => Verdict::after(None, visits::seen(database, report, at_ms)?),
    };
    visits::insert(database, report, at_ms, verdict == Verdict::Human)?;
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(now);
    let key = ReferrerKey {
        campaign,
        contact: &contact,
    };
    // A click that no property shows does not wake the loop.
    let is_written =
        verdict == Verdict::Human && outbox::is_shown(database, campaign, ReferralField::Clicks)?;
    let work = is_written && numbers::remember(database, key, now)?;
    count(database, key, verdict, at)?;
    Ok(work)
}

fn count(
    database: &Database,
    key: ReferrerKey<'_>,
    verdict: Verdict,
    at: Timestamp,
) -> Result<(), PortalError> {
    let event = match verdict {
        Verdict::Human => Event::Click,
        Verdict::Machine(_) => Event::MachineVisit,
        Verdict::Duplicate => Event::RepeatedVisit,
    };
    daily_stats::add_to_referrer(database, key, event, 1, at)?;
    match verdict {
        Verdict::Human => {
            referrers::add_click(database, key)?;
            campaigns::add_click(database, key.campaign)
        }
        Verdict::Machine(reason) => machine_visits::add(database, key.campaign, &reason),
        Verdict::Duplicate => Ok(()),
    }
}

#[cfg(test)]
mod tests;
