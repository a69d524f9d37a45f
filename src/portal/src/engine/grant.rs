//! The grant, as the jobs that use it share it: when a token is usable, what follows from its loss, and how long HubSpot
//! is left alone after it refuses the app.

use domain::{Hold, RunEvent};
use jiff::{SignedDuration, Timestamp};

use super::back_off::Subject;
use super::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account, Tokens};
use crate::tables::{api_keys, runs};
use crate::{Portal, programme};

/// A token is not used any more when it could end before the call arrives: the shell gives a call 30 s.
pub(super) const UNUSABLE_BEFORE_END: SignedDuration = SignedDuration::from_secs(30);

/// How long to leave HubSpot alone when it refuses the app itself: a minute first, then twice as long each time, up to
/// an hour. Only an operator can repair that; new settings open the portal anew, and it asks at once.
const REFUSED_PAUSE_MS: u64 = 60_000;
const LONGEST_REFUSED_PAUSE_MS: u64 = 60 * 60_000;

/// The words of a hold after HubSpot ended the grant, or the customer disconnected.
const ENDED: &str = "HubSpot no longer lets Goodword into this account. Connect it again; the sync goes on from where it was.";

/// The words of a hold after a key was taken out of the settings.
const LOCKED: &str = "Goodword cannot open the connection that it stored, because its key is no longer in SEALING_KEYS. \
    Connect the account again; the sync goes on from where it was.";

impl Portal {
    /// Returns the opened grant of a connected account.
    pub(super) fn opened_tokens(
        &mut self,
        account: &Account,
    ) -> Result<Option<Tokens>, PortalError> {
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

    /// Forgets the grant, and ends all API keys: HubSpot tells of an uninstallation in no other way. Runs keep their place
    /// until the next authorisation.
    pub(crate) fn disconnected(&mut self) -> Result<(), PortalError> {
        self.memory.tokens = None;
        self.database.atomically(|| {
            account::forget_grant(&self.database)?;
            api_keys::delete_all(&self.database)?;
            runs::hold_all(&self.database, Hold::Connection, ENDED)
        })
    }

    /// Counts the connection as lost, because no key of the settings opens the grant. The grant is kept: an operator may
    /// put the key back.
    pub(super) fn grant_is_locked(&mut self) -> Result<(), PortalError> {
        self.memory.tokens = None;
        self.memory.tried_locked_grant = true;
        self.database.atomically(|| {
            account::lock_grant(&self.database)?;
            runs::hold_all(&self.database, Hold::Connection, LOCKED)
        })
    }

    /// Uses a locked grant again, if a key of the settings opens it. The settings change only with a new process, so
    /// that one try is enough.
    pub(super) fn try_locked_grant(
        &mut self,
        account: &Account,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if !account.is_locked() || std::mem::replace(&mut self.memory.tried_locked_grant, true) {
            return Ok(());
        }
        match self.opened_tokens(account) {
            Ok(Some(_)) => {}
            Ok(None) | Err(PortalError::Unreadable(_)) => return Ok(()),
            Err(error) => return Err(error),
        }
        planning.wake(planning.now);
        self.database.atomically(|| {
            account::unlock_grant(&self.database)?;
            programme::change_feeds::keep(&self.database, planning.now)?;
            for run in runs::under_way(&self.database)? {
                runs::apply(&self.database, &run, RunEvent::Reauthorised, None)?;
            }
            Ok(())
        })
    }

    /// Leaves HubSpot's token endpoint alone after it refused the app.
    pub(super) fn leave_grant_alone(&mut self, now: Timestamp) {
        let doubled = self.memory.back_off.failures(Subject::GRANT).min(6);
        let pause = (REFUSED_PAUSE_MS << doubled).min(LONGEST_REFUSED_PAUSE_MS);
        self.back_off_at_least(Subject::GRANT, Some(pause), now);
    }
}
