//! Connecting the account to HubSpot, disconnecting it, and the end of sessions.

use domain::RunEvent;
use hubspot::Secret;
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::api::working;
use crate::api_types::requests::Connect;
use crate::api_types::views::{Connection, ConnectionView, Response, ResponseStatus, View};
use crate::programme::change_feeds;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account, ConnectionStatus, Tokens, UninstallTokens};
use crate::tables::outbox::{self, Scope};
use crate::tables::{api_keys, referrals, runs};

impl Portal {
    pub(crate) fn show_connection(&self) -> Result<View, PortalError> {
        let account = Account::load(&self.database)?;
        Ok(View::Connection(connection_view(account)))
    }

    /// Stores a new grant. The work that waited for it continues.
    pub(crate) fn connect(
        &mut self,
        grant: Connect,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        let account = Account::load(&self.database)?;
        if account
            .hub_id
            .as_ref()
            .is_some_and(|known| *known != grant.hub_id)
        {
            return Err(PortalError::Conflict(
                "This portal belongs to another account.".into(),
            ));
        }
        let tokens = Tokens {
            access: Secret::new(grant.access_token),
            refresh: Secret::new(grant.refresh_token),
        };
        self.database.atomically(|| {
            let (domain, ui_domain) = (grant.domain, grant.ui_domain);
            account::introduce(&self.database, &grant.hub_id, domain, ui_domain)?;
            account::store_grant(
                &self.database,
                &self.settings.sealing_keys,
                &*self.entropy,
                &grant.hub_id,
                &tokens,
                SignedDuration::from_secs(i64::from(grant.expires_in_seconds)),
                now,
            )?;
            account::store_scopes(&self.database, &grant.scopes)?;
            change_feeds::keep(&self.database, now)?;
            account::end_uninstall(&self.database)?;
            for run in runs::under_way(&self.database)? {
                outbox::forget_values(&self.database, Scope::Run(run.id))?;
                runs::apply(&self.database, &run, RunEvent::Reauthorised, None)?;
            }
            account::permit(&self.database, None)?;
            referrals::try_all_again(&self.database)
        })?;
        self.memory.start_afresh();
        self.start_due_runs(now)?;
        let account = Account::load(&self.database)?;
        Ok(Response {
            status: if account.grant_version == 1 {
                ResponseStatus::Made
            } else {
                ResponseStatus::Shown
            },
            ..working(View::Connection(connection_view(account)))
        })
    }

    /// Admits a session that began in this epoch. Returns whether the loop has work.
    ///
    /// # Errors
    /// [`PortalError::SignedOut`] if everybody was signed out since.
    pub fn admit_session(&self, epoch: u32, now: Timestamp) -> Result<bool, PortalError> {
        let account = Account::load(&self.database)?;
        if account.session_epoch == epoch {
            return self.doubt_installation(&account, now);
        }
        Err(PortalError::SignedOut)
    }

    /// Lets HubSpot be asked whether the app is still installed, if no call has shown it since the access token ended.
    /// Returns whether there is anything to ask.
    pub(crate) fn doubt_installation(
        &self,
        account: &Account,
        now: Timestamp,
    ) -> Result<bool, PortalError> {
        let is_doubtful = account.is_connected() && account.access_until <= now;
        if is_doubtful && account.details_due > now {
            account::set_details_due(&self.database, now)?;
        }
        Ok(is_doubtful)
    }

    /// Ends all sessions and API keys. Keys end too because whoever was signed in could have made one.
    pub(crate) fn sign_out_everywhere(&self) -> Result<View, PortalError> {
        account::end_sessions(&self.database)?;
        api_keys::delete_all(&self.database)?;
        Ok(View::Done {})
    }

    pub(crate) fn disconnect(&mut self) -> Result<Response, PortalError> {
        let account = Account::load(&self.database)?;
        if let (Some(hub_id), true) = (&account.hub_id, account.has_tokens) {
            let keys = &self.settings.sealing_keys;
            match account::tokens(&self.database, keys, hub_id) {
                Ok(Some(tokens)) => {
                    let owed = UninstallTokens {
                        access: tokens.access,
                        refresh: Some(tokens.refresh),
                        until: account.access_until,
                        fresh: false,
                    };
                    let entropy = &*self.entropy;
                    account::store_uninstall(&self.database, keys, entropy, hub_id, &owed)?;
                }
                // No key of the settings opens the grant: HubSpot cannot be told.
                Ok(None) | Err(PortalError::Unreadable(_)) => {}
                Err(error) => return Err(error),
            }
            self.disconnected()?;
        }
        let account = Account::load(&self.database)?;
        Ok(working(View::Connection(connection_view(account))))
    }
}

fn connection_view(account: Account) -> ConnectionView {
    let connection = match account.connection {
        ConnectionStatus::Connected if account.misconfigured => Connection::Misconfigured,
        ConnectionStatus::Connected => Connection::Connected,
        ConnectionStatus::None | ConnectionStatus::Disconnected => Connection::Disconnected,
    };
    ConnectionView {
        lists_granted: account.covered_lists(),
        deals_granted: account.covered_deals(),
        session_epoch: account.session_epoch,
        id: account.hub_id,
        domain: account.domain,
        ui_domain: account.ui_domain,
        connection,
        denied: account.denied,
    }
}
