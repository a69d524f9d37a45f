//! The grant: a fresh access token ahead of time, one refresh at a time, and what to do when HubSpot says no.

use hubspot::oauth::{self, GrantFailure};
use hubspot::{Failure, NoReply, Reply, Secret};
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::engine::understood;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account, Tokens};
use crate::tables::referrals;
use crate::tables::runs;
use domain::Hold;

/// Refresh this long before the token ends: time for several tries while the present one still works.
/// HubSpot: "401 is not a valid indicator" of an expired token; its age is.
const REFRESH_AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// A token is not used any more when it could end before the call arrives: the shell gives a call 30 s.
const UNUSABLE_BEFORE_END: SignedDuration = SignedDuration::from_secs(30);

/// How long to leave HubSpot alone when it refuses the app itself: only an operator can mend it.
const MISCONFIGURED_PAUSE_MS: u64 = 60_000;

impl Portal {
    /// Sees to the grant, and gives the access token if it can be used.
    pub(in crate::engine) fn plan_grant(
        &mut self,
        account: &Account,
        planning: &mut Planning,
    ) -> Result<Option<Secret>, PortalError> {
        self.plan_farewell(account, planning)?;
        if !account.is_connected() {
            return Ok(None);
        }
        let Some(tokens) = self.opened_tokens(account)? else {
            return Ok(None);
        };
        let left = account.access_until.duration_since(planning.now);
        let wanted = left <= REFRESH_AHEAD
            && (self.has_call_to_make()? || self.is_watchful(planning.now)?);
        if wanted && self.is_free(&Task::Refresh, planning) {
            let call = oauth::refresh(&self.settings.client, &tokens.refresh);
            let version = account.grant_version;
            self.begin_unmetered(Task::Refresh, call, version, planning);
        }
        Ok((left > UNUSABLE_BEFORE_END).then_some(tokens.access))
    }

    /// An idle portal lets its token end: the refresh token does not.
    pub(in crate::engine) fn has_call_to_make(&self) -> Result<bool, PortalError> {
        let moving = runs::under_way(&self.database)?
            .iter()
            .any(|run| run.state.is_moving());
        Ok(moving
            || !crate::tables::outbox::waiting(&self.database, 1)?.is_empty()
            || !crate::tables::queries::open(&self.database)?.is_empty()
            || referrals::any_waits_for_hubspot(&self.database)?)
    }

    fn opened_tokens(&mut self, account: &Account) -> Result<Option<Tokens>, PortalError> {
        let known = self.memory.tokens.as_ref();
        if let Some((_, tokens)) = known.filter(|(version, _)| *version == account.grant_version) {
            return Ok(Some(tokens.clone()));
        }
        let Some(hub_id) = &account.hub_id else {
            return Ok(None);
        };
        let tokens = account::tokens(&self.database, &self.settings.sealing_keys, hub_id)?;
        self.memory.tokens = tokens
            .as_ref()
            .map(|tokens| (account.grant_version, tokens.clone()));
        Ok(tokens)
    }

    /// HubSpot has answered a refresh.
    pub(in crate::engine) fn refreshed(
        &mut self,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let account = Account::load(&self.database)?;
        let Some(hub_id) = account.hub_id.clone() else {
            return Ok(());
        };
        if account.grant_version != grant_version || !account.is_connected() {
            // The customer has authorised anew, or disconnected, in the meantime.
            return Ok(());
        }
        match oauth::granted(outcome) {
            Ok(grant) => {
                let tokens = Tokens {
                    access: grant.access_token,
                    refresh: grant.refresh_token,
                };
                let lives = i64::try_from(grant.expires_in_seconds).unwrap_or(i64::MAX);
                account::store_grant(
                    &self.database,
                    &self.settings.sealing_keys,
                    &*self.entropy,
                    &hub_id,
                    &tokens,
                    SignedDuration::from_secs(lives),
                    now,
                )?;
                if !grant.scopes.is_empty() {
                    account::store_scopes(&self.database, &grant.scopes)?;
                    self.keep_watches_if_deals_changed(&account, now)?;
                }
                self.memory.patience.forget(Task::Refresh.subject());
                Ok(())
            }
            Err(GrantFailure::Refused { .. }) => self.disconnected(),
            Err(GrantFailure::Misconfigured { .. }) => {
                let subject = Task::Refresh.subject();
                let pause = Some(MISCONFIGURED_PAUSE_MS);
                self.memory
                    .patience
                    .postpone(subject, now, pause, &*self.entropy);
                account::set_misconfigured(&self.database, true)
            }
            Err(GrantFailure::Wait(wait)) => {
                let subject = Task::Refresh.subject();
                self.memory
                    .patience
                    .postpone(subject, now, wait.at_least_ms, &*self.entropy);
                Ok(())
            }
        }
    }

    /// The grant is gone. Runs keep their place until the next authorisation.
    pub(crate) fn disconnected(&mut self) -> Result<(), PortalError> {
        self.memory.tokens = None;
        self.database.atomically(|| {
            account::forget_grant(&self.database)?;
            runs::hold_all(
                &self.database,
                Hold::Connection,
                "HubSpot no longer lets Goodword into this account. Connect it again; the sync goes \
                 on from where it was.",
            )
        })
    }

    fn plan_farewell(
        &mut self,
        account: &Account,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let Some(hub_id) = &account.hub_id else {
            return Ok(());
        };
        if account.is_connected() || !self.is_free(&Task::Farewell, planning) {
            return Ok(());
        }
        let farewell =
            account::uninstall_token(&self.database, &self.settings.sealing_keys, hub_id)?;
        let Some(access) = farewell else {
            return Ok(());
        };
        // The one call that is made without a connection.
        planning.use_access(access, account.grant_version, account.calls_until);
        if self.has_room(planning) {
            self.begin_call(Task::Farewell, oauth::uninstall(), planning)?;
        }
        Ok(())
    }

    /// HubSpot has answered that it was told.
    pub(in crate::engine) fn farewell_said(
        &mut self,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        match understood(outcome, |_| Ok(())) {
            Err(Failure::Wait(wait)) => {
                let subject = Task::Farewell.subject();
                self.memory
                    .patience
                    .postpone(subject, now, wait.at_least_ms, &*self.entropy);
                Ok(())
            }
            // Told, or the token is no longer good for telling: HubSpot knows better then.
            _ => account::end_uninstall(&self.database),
        }
    }
}
