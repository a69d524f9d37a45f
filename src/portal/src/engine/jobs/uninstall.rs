//! The job that makes the uninstall call: it tells HubSpot that the customer has disconnected Goodword.
//!
//! An access token lives for half an hour, and an account may have been idle for longer. Then the job refreshes the
//! grant first, because HubSpot takes the call with a valid access token only.

use domain::HubId;
use hubspot::oauth::{self, GrantFailure};
use hubspot::{Failure, NoReply, Reply};
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::grant::UNUSABLE_BEFORE_END;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account, UninstallTokens};

/// Makes the uninstall call.
#[derive(Debug)]
struct Uninstall;

impl Job for Uninstall {
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
        let Some((hub_id, owed)) = portal.owed_uninstall(flight)? else {
            return Ok(());
        };
        match understood(result, |_| Ok(())) {
            Err(Failure::Wait(wait)) => {
                portal.back_off_at_least(Subject::GRANT, wait.at_least_ms, flight.now);
                Ok(())
            }
            Err(Failure::Reauthorise) if owed.refresh.is_some() && !owed.fresh => {
                let until = Timestamp::UNIX_EPOCH;
                portal.store_uninstall(&hub_id, &UninstallTokens { until, ..owed })
            }
            // HubSpot has the call, or the token is no longer valid and HubSpot knows already.
            _ => account::end_uninstall(&portal.database),
        }
    }
}

/// Gets an access token for the uninstall call.
#[derive(Debug)]
struct RefreshForUninstall;

impl Job for RefreshForUninstall {
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
        let Some((hub_id, _)) = portal.owed_uninstall(flight)? else {
            return Ok(());
        };
        match oauth::granted(result) {
            Ok(grant) => {
                portal.memory.back_off.recover(Subject::GRANT);
                let lives = i64::try_from(grant.expires_in_seconds).unwrap_or(i64::MAX);
                let until = flight.now.saturating_add(SignedDuration::from_secs(lives));
                let tokens = UninstallTokens {
                    access: grant.access_token,
                    refresh: Some(grant.refresh_token),
                    until: until.unwrap_or(flight.now),
                    fresh: true,
                };
                portal.store_uninstall(&hub_id, &tokens)
            }
            // HubSpot has ended the grant already.
            Err(GrantFailure::Refused { .. }) => account::end_uninstall(&portal.database),
            Err(GrantFailure::Misconfigured { .. } | GrantFailure::Unclear { .. }) => {
                portal.leave_grant_alone(flight.now);
                Ok(())
            }
            Err(GrantFailure::Wait(wait)) => {
                portal.back_off_at_least(Subject::GRANT, wait.at_least_ms, flight.now);
                Ok(())
            }
        }
    }
}

impl Portal {
    pub(super) fn plan_uninstall(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let Some(hub_id) = planning.account.hub_id.clone() else {
            return Ok(());
        };
        if planning.account.is_connected() || !self.is_free(Subject::GRANT, planning) {
            return Ok(());
        }
        let keys = &self.settings.sealing_keys;
        let owed = match account::uninstall_tokens(&self.database, keys, &hub_id) {
            Ok(Some(owed)) => owed,
            Ok(None) => return Ok(()),
            // No key of the settings opens the tokens: the call cannot be made.
            Err(PortalError::Unreadable(_)) => return account::end_uninstall(&self.database),
            Err(error) => return Err(error),
        };
        let left = owed.until.duration_since(planning.now);
        if let (Some(refresh), true) = (&owed.refresh, left <= UNUSABLE_BEFORE_END) {
            let call = oauth::refresh(&self.settings.client, refresh);
            self.begin_beside_limits(RefreshForUninstall, call, planning);
            return Ok(());
        }
        // This is the one call that is made without a connection.
        planning.use_token(owed.access);
        if self.has_room(planning) {
            self.begin_call(Uninstall, oauth::uninstall(), planning)?;
        }
        Ok(())
    }

    /// Returns the tokens for the uninstall call, if the customer has not connected the account again since the flight
    /// began.
    fn owed_uninstall(
        &self,
        flight: Landed,
    ) -> Result<Option<(HubId, UninstallTokens)>, PortalError> {
        let account = Account::load(&self.database)?;
        let Some(hub_id) = account.hub_id else {
            return Ok(None);
        };
        if account.grant_version != flight.grant_version {
            return Ok(None);
        }
        let keys = &self.settings.sealing_keys;
        let owed = account::uninstall_tokens(&self.database, keys, &hub_id)?;
        Ok(owed.map(|owed| (hub_id, owed)))
    }

    fn store_uninstall(&self, hub_id: &HubId, tokens: &UninstallTokens) -> Result<(), PortalError> {
        let (keys, entropy) = (&self.settings.sealing_keys, &*self.entropy);
        account::store_uninstall(&self.database, keys, entropy, hub_id, tokens)
    }
}
