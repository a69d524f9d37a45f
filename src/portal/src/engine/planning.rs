//! One round of planning: the effects that begin in it, and the time of the next round.
//!
//! The limits that all jobs share are kept here: one flight of a subject, back-off, connections, quotas.

use std::rc::Rc;

use hubspot::{Call, Credential, QuotaClass, Secret};
use jiff::{SignedDuration, Timestamp};

use super::back_off::Subject;
use super::in_flight::Flight;
use super::job::{CallHubSpot, Job};
use crate::Portal;
use crate::engine::effects::{Effect, Plan};
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account};

/// The round.
pub(super) struct Planning {
    pub(super) now: Timestamp,
    /// The account, as it is when the round begins.
    pub(super) account: Rc<Account>,
    plan: Plan,
    access: Option<Access>,
    /// Whether the access is a connection's.
    is_connected: bool,
}

struct Access {
    token: Secret,
    calls_until: Timestamp,
}

/// The most calls to HubSpot that are in flight together. A Worker has six connections at once; one is left for the
/// link index.
const MAX_CALLS: usize = 5;

/// How far ahead the account's row says that calls may be made. One row is written in this time.
const CALLS_AHEAD: SignedDuration = SignedDuration::from_secs(10);

impl Planning {
    pub(super) fn new(account: Account, now: Timestamp) -> Self {
        Self {
            now,
            account: Rc::new(account),
            plan: Plan::default(),
            access: None,
            is_connected: false,
        }
    }

    /// Lets the jobs that need the grant call HubSpot with this token.
    pub(super) fn connect(&mut self, token: Secret) {
        self.use_token(token);
        self.is_connected = true;
    }

    /// Lets the present job call HubSpot with this token, without a connection.
    pub(super) fn use_token(&mut self, token: Secret) {
        self.access = Some(Access {
            token,
            calls_until: self.account.calls_until,
        });
    }

    /// Returns whether the jobs that need the grant can be planned.
    pub(super) const fn is_connected(&self) -> bool {
        self.is_connected
    }

    /// Plans the next round for this time at the latest.
    pub(super) fn wake(&mut self, at: Timestamp) {
        self.plan.wake_at = Some(self.plan.wake_at.map_or(at, |present| present.min(at)));
    }

    /// Asks for something for whose sake alone the portal does not wake.
    pub(super) fn without_waking<T>(&mut self, ask: impl FnOnce(&mut Self) -> T) -> T {
        let wake_at = self.plan.wake_at;
        let answer = ask(self);
        self.plan.wake_at = wake_at;
        answer
    }

    pub(super) fn into_plan(self) -> Plan {
        self.plan
    }
}

impl Portal {
    /// Returns whether a job of this subject can begin: none is in flight, and the subject does not pause.
    pub(super) fn is_free(&self, subject: Subject, planning: &mut Planning) -> bool {
        if self.memory.in_flight.include(subject) {
            return false;
        }
        match self.memory.back_off.until(subject, planning.now) {
            Some(until) => {
                planning.wake(until);
                false
            }
            None => true,
        }
    }

    /// Begins an effect on one of our own services.
    pub(super) fn begin(&mut self, job: impl Job, effect: Effect, planning: &mut Planning) {
        let flight = Flight {
            job: Box::new(job),
            takes_connection: false,
            permit: None,
            grant_version: 0,
            since: planning.now,
        };
        self.take_off(flight, effect, planning);
    }

    /// Begins a call that no quota counts and that authenticates itself. It takes no connection of the others.
    pub(super) fn begin_beside_limits(
        &mut self,
        job: impl Job<Kind = CallHubSpot>,
        call: Call,
        planning: &mut Planning,
    ) {
        let flight = Flight {
            job: Box::new(job),
            takes_connection: false,
            permit: None,
            grant_version: planning.account.grant_version,
            since: planning.now,
        };
        let access_token = None;
        self.take_off(flight, Effect::CallHubSpot { call, access_token }, planning);
    }

    fn take_off(&mut self, flight: Flight, effect: Effect, planning: &mut Planning) {
        let ticket = self.memory.in_flight.begin(flight);
        planning.plan.effects.push((ticket, effect));
    }

    /// Returns whether the general quota and the connections have room for one more call. If not, plans the next round.
    pub(super) fn has_room(&mut self, planning: &mut Planning) -> bool {
        self.has_room_in(QuotaClass::General, planning)
    }

    /// Returns the same for a call that counts against a quota of another class.
    pub(super) fn has_room_in(&mut self, quota: QuotaClass, planning: &mut Planning) -> bool {
        let calls = self.memory.in_flight.connections();
        if planning.access.is_none() || calls >= MAX_CALLS {
            return false;
        }
        let general = quota == QuotaClass::General;
        let window = self.memory.window_of(quota);
        match window.permit(planning.now) {
            Ok(permit) => {
                window.give_back(permit);
                true
            }
            Err(free_at) => {
                if general {
                    self.memory.quota_until = Some(free_at);
                }
                planning.wake(free_at);
                false
            }
        }
    }

    /// Begins a call to HubSpot. The caller has asked [`Self::has_room`].
    pub(super) fn begin_call(
        &mut self,
        job: impl Job<Kind = CallHubSpot>,
        call: Call,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let now = planning.now;
        let Some(access) = planning.access.as_mut() else {
            return Ok(());
        };
        // The tables know of calls before the first one is made, so that a portal that is opened after a crash does not
        // spend a quota that is spent already.
        if access.calls_until < now {
            let until = now.saturating_add(CALLS_AHEAD).unwrap_or(now);
            account::extend_calls(&self.database, until)?;
            access.calls_until = until;
        }
        let permit = match call.quota {
            QuotaClass::Unmetered => None,
            quota => match self.memory.window_of(quota).permit(now) {
                Ok(permit) => Some((quota, permit)),
                Err(free_at) => {
                    planning.wake(free_at);
                    return Ok(());
                }
            },
        };
        let access_token = match call.credential {
            Credential::AccessToken => Some(access.token.clone()),
            Credential::None => None,
        };
        let flight = Flight {
            job: Box::new(job),
            takes_connection: true,
            permit,
            grant_version: planning.account.grant_version,
            since: now,
        };
        self.take_off(flight, Effect::CallHubSpot { call, access_token }, planning);
        Ok(())
    }
}
