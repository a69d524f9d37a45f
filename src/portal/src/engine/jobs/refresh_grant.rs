//! The job that refreshes the grant: Goodword gets a fresh access token before the present one ends.

use std::rc::Rc;

use domain::Hold;
use hubspot::oauth::{self, GrantFailure};
use hubspot::{NoReply, Reply};
use jiff::SignedDuration;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account, Tokens};
use crate::tables::runs;

/// The refresh begins this long before the token ends. There is time for several tries while the present token works.
/// HubSpot: "401 is not a valid indicator" of an expired token; its age is.
const REFRESH_AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// A token is not used any more when it could end before the call arrives: the shell gives a call 30 s.
const UNUSABLE_BEFORE_END: SignedDuration = SignedDuration::from_secs(30);

/// How long to leave HubSpot alone when it refuses the app itself. Only an operator can repair that.
const MISCONFIGURED_PAUSE_MS: u64 = 60_000;

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
            Err(GrantFailure::Misconfigured { .. }) => {
                portal.back_off_at_least(Subject::GRANT, Some(MISCONFIGURED_PAUSE_MS), now);
                account::set_misconfigured(&portal.database, true)
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
            return Ok(());
        }
        let Some(tokens) = self.opened_tokens(&account)? else {
            return Ok(());
        };
        let left = account.access_until.duration_since(planning.now);
        let wanted = left <= REFRESH_AHEAD
            && (self.has_call_to_make()? || self.asks_regularly(planning.now)?);
        if wanted && self.is_free(Subject::GRANT, planning) {
            let call = oauth::refresh(&self.settings.client, &tokens.refresh);
            self.begin_beside_limits(RefreshGrant, call, planning);
        }
        if left > UNUSABLE_BEFORE_END {
            planning.connect(tokens.access);
        }
        Ok(())
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

    /// Forgets the grant. Runs keep their place until the next authorisation.
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
}
