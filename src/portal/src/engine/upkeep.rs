//! The reasons for which a portal needs HubSpot, and the upkeep of its change feeds. Several jobs share them.

use hubspot::Failure;
use jiff::Timestamp;

use super::back_off::Subject;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account};
use crate::tables::{
    campaign_rewrites, change_feeds, enrolments, outbox, queries, referrals, runs,
};
use crate::{Portal, programme};

impl Portal {
    /// Returns whether there is a call to HubSpot to make. A portal without one lets its access token end; its refresh
    /// token does not end.
    pub(super) fn has_call_to_make(&self) -> Result<bool, PortalError> {
        let moving = runs::under_way(&self.database)?
            .iter()
            .any(|run| run.state.is_moving());
        Ok(moving
            || outbox::any_waits(&self.database)?
            || campaign_rewrites::next(&self.database)?.is_some()
            || !queries::open(&self.database)?.is_empty()
            || referrals::any_waits_for_hubspot(&self.database)?
            || enrolments::any_waits(&self.database)?)
    }

    /// Returns whether Goodword asks HubSpot every now and then, so that the grant must be kept usable. Each account is
    /// asked for its details once a day, which shows whether the app is still installed.
    pub(super) fn asks_regularly(
        &self,
        account: &Account,
        now: Timestamp,
    ) -> Result<bool, PortalError> {
        let recheck = referrals::next_recheck(&self.database)?;
        Ok(account.details_due <= now
            || recheck.is_some_and(|at| at <= now)
            || !change_feeds::all(&self.database)?.is_empty())
    }

    /// Records that HubSpot does not let Goodword read deals, whatever the grant said, if it denies a call in certain
    /// words or twice. Returns whether it is recorded. One answer may be that of something between here and HubSpot.
    pub(super) fn are_deals_lost(
        &mut self,
        subject: Subject,
        failure: &Failure,
        now: Timestamp,
    ) -> Result<bool, PortalError> {
        let is_certain = matches!(
            failure,
            Failure::MissingScopes {
                is_certain: true,
                ..
            }
        );
        if !is_certain && self.memory.is_first_denial(subject) {
            self.back_off(subject, now);
            return Ok(false);
        }
        self.memory.forget_denial(subject);
        self.database.atomically(|| {
            account::lose_deals(&self.database)?;
            programme::change_feeds::keep(&self.database, now)
        })?;
        Ok(true)
    }

    /// Begins or ends change feeds, if a refreshed grant covers more or less than the one before.
    pub(super) fn keep_feeds_if_deals_changed(
        &self,
        before: &Account,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let after = Account::load(&self.database)?;
        if after.covered_deals() == before.covered_deals() {
            return Ok(());
        }
        self.database
            .atomically(|| programme::change_feeds::keep(&self.database, now))
    }
}
