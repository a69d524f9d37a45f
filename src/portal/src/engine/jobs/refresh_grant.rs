//! The job that refreshes the grant: Goodword gets a fresh access token before the present one ends.

use std::rc::Rc;

use hubspot::oauth::{self, GrantFailure};
use hubspot::{NoReply, Reply};
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::grant::UNUSABLE_BEFORE_END;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account, Tokens};

/// The refresh begins this long before the token ends. There is time for several tries while the present token works.
/// HubSpot: "401 is not a valid indicator" of an expired token; its age is.
const REFRESH_AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// For so long HubSpot may refuse the grant in words that do not say whose fault it is. Then the connection counts as
/// lost, and the customer is told to connect again. A fault of a proxy or of an operator is mended within a day.
const UNCLEAR_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Gets the next access token.
#[derive(Debug)]
struct RefreshGrant;

impl Job for RefreshGrant {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        Subject::GRANT
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let now = flight.now;
        let account = Account::load(&portal.database)?;
        let Some(hub_id) = account.hub_id.clone() else {
            return Ok(());
        };
        if account.grant_version != flight.grant_version || !account.is_connected() {
            // The customer has authorised Goodword again, or disconnected it, in the meantime.
            return Ok(());
        }
        match oauth::granted(result) {
            Ok(grant) => {
                let tokens = Tokens {
                    access: grant.access_token,
                    refresh: grant.refresh_token,
                };
                let lives = i64::try_from(grant.expires_in_seconds).unwrap_or(i64::MAX);
                account::store_grant(
                    &portal.database,
                    &portal.settings.sealing_keys,
                    &*portal.entropy,
                    &hub_id,
                    &tokens,
                    SignedDuration::from_secs(lives),
                    now,
                )?;
                if !grant.scopes.is_empty() {
                    account::store_scopes(&portal.database, &grant.scopes)?;
                    portal.keep_feeds_if_deals_changed(&account, now)?;
                }
                portal.memory.back_off.recover(Subject::GRANT);
                Ok(())
            }
            Err(GrantFailure::Refused { .. }) => portal.disconnected(),
            Err(GrantFailure::Misconfigured { .. }) => portal.grant_refused(None, now),
            Err(GrantFailure::Unclear { .. }) => {
                let since = account.unclear_since.unwrap_or(now);
                if now.duration_since(since) >= UNCLEAR_FOR {
                    return portal.disconnected();
                }
                portal.grant_refused(Some(since), now)
            }
            Err(GrantFailure::Wait(wait)) => {
                portal.back_off_at_least(Subject::GRANT, wait.at_least_ms, now);
                Ok(())
            }
        }
    }
}

impl Portal {
    /// Refreshes the grant ahead of time, and lets the other jobs use the access token while it is valid.
    pub(super) fn plan_grant(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let account = Rc::clone(&planning.account);
        if !account.is_connected() {
            return self.try_locked_grant(&account, planning);
        }
        let tokens = match self.opened_tokens(&account) {
            Ok(Some(tokens)) => tokens,
            Ok(None) => return Ok(()),
            Err(PortalError::Unreadable(_)) => return self.grant_is_locked(),
            Err(error) => return Err(error),
        };
        let left = account.access_until.duration_since(planning.now);
        let wanted = left <= REFRESH_AHEAD
            && (self.has_call_to_make()? || self.asks_regularly(&account, planning.now)?);
        if wanted && self.is_free(Subject::GRANT, planning) {
            let call = oauth::refresh(&self.settings.client, &tokens.refresh);
            self.begin_beside_limits(RefreshGrant, call, planning);
        }
        if left > UNUSABLE_BEFORE_END {
            planning.connect(tokens.access);
        }
        Ok(())
    }
    /// Records that HubSpot refuses the app itself, or does so perhaps.
    fn grant_refused(
        &mut self,
        unclear_since: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        self.leave_grant_alone(now);
        self.database.atomically(|| {
            account::set_unclear_since(&self.database, unclear_since)?;
            account::set_misconfigured(&self.database, true)
        })
    }
}
