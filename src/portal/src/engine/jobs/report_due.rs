//! The job that reports to the Directory when cron should wake this portal.

use jiff::Timestamp;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::effects::{Effect, Unavailable};
use crate::engine::job::{self, Job, Landed};
use crate::engine::memory::{LATE_BY_MS, Memory, when_late_ones_arrived};
use crate::engine::planning::Planning;
use crate::links::index_records;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account, DueReport};
use crate::tables::{change_feeds, link_hosts, referrals, syncs};

const SUBJECT: Subject = Subject::new("due report");

/// Reports this time.
#[derive(Debug)]
struct ReportDue {
    due: Option<Timestamp>,
}

impl Job for ReportDue {
    type Kind = job::ReportDue;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<(), Unavailable>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        if result.is_err() {
            portal.back_off_at_least(SUBJECT, Some(LATE_BY_MS), flight.now);
            return Ok(());
        }
        portal.memory.back_off.recover(SUBJECT);
        account::store_due_report(&portal.database, self.due)
    }
}

impl Memory {
    /// Waits for a report of an earlier life that may still be on its way.
    pub(in crate::engine) fn wait_for_late_report(&mut self, account: &Account, now: Timestamp) {
        if account.due_reported == DueReport::Unknown {
            self.back_off.rest(SUBJECT, when_late_ones_arrived(now));
        }
    }
}

impl Portal {
    /// Reports when this portal is due, unless the Directory knows.
    pub(super) fn plan_due_report(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        // The jobs before this one may have changed the account.
        let account = Account::load(&self.database)?;
        let Some(hub_id) = account.hub_id.clone() else {
            return Ok(());
        };
        let due = self.due(&account, planning.now)?;
        let known = match account.due_reported {
            DueReport::Unknown => false,
            DueReport::Never => due.is_none(),
            DueReport::At(at) => due == Some(at),
        };
        if !known && self.is_free(SUBJECT, planning) {
            account::begin_due_report(&self.database)?;
            let effect = Effect::ReportDue { hub_id, due };
            self.begin(ReportDue { due }, effect, planning);
        }
        Ok(())
    }

    /// Returns the time from which on cron should wake this portal. While there is unfinished work, it is the past, in
    /// case the alarm that drives the portal is lost.
    fn due(&self, account: &Account, now: Timestamp) -> Result<Option<Timestamp>, PortalError> {
        if index_records::any_behind(&self.database)? || link_hosts::are_unsettled(&self.database)?
        {
            return Ok(Some(Timestamp::UNIX_EPOCH));
        }
        if account.owes_uninstall && !account.is_connected() {
            return Ok(Some(Timestamp::UNIX_EPOCH));
        }
        let host = link_hosts::next_due(&self.database)?.map(change_feeds::certainly);
        if account.is_locked() {
            // An operator may put the missing key back. A portal that cron wakes has new settings.
            return Ok(host.into_iter().chain([next_day(now)]).min());
        }
        if !account.is_connected() {
            return Ok(host);
        }
        if self.has_call_to_make()?
            || account.has_few_blocks()
            || account.numbers_changed_at.is_some()
        {
            return Ok(Some(Timestamp::UNIX_EPOCH));
        }
        let sync = syncs::next_due(&self.database)?;
        let hold = referrals::next_hold(&self.database)?;
        // The alarm sees to these. The Directory hears of them in steps, so that there are few reports.
        let recheck = referrals::next_recheck(&self.database)?;
        let feeds = change_feeds::all(&self.database)?;
        let feeds = feeds.iter().map(|feed| feed.next_at);
        let details = core::iter::once(account.details_due);
        let in_steps = feeds.chain(recheck).chain(details);
        let in_steps = in_steps.map(change_feeds::certainly);
        let certain = sync.into_iter().chain(hold).chain(host);
        Ok(certain.chain(in_steps).min())
    }
}

/// Returns the beginning of the next day in UTC, so that there is one report a day.
fn next_day(now: Timestamp) -> Timestamp {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let days = now.as_millisecond().div_euclid(DAY_MS).saturating_add(1);
    Timestamp::from_millisecond(days.saturating_mul(DAY_MS)).unwrap_or(now)
}
