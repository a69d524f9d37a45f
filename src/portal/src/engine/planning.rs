//! One round of planning: the effects begun in it, and when to look again.

use hubspot::{Call, Credential, QuotaClass, Secret};
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::engine::effects::{Effect, Plan};
use crate::engine::in_flight::Task;
use crate::storage::error::PortalError;
use crate::tables::account;

/// The round.
pub(crate) struct Planning {
    pub(crate) now: Timestamp,
    plan: Plan,
    access: Option<Access>,
}

struct Access {
    token: Secret,
    grant_version: u32,
    calls_until: Timestamp,
}

/// Calls to HubSpot that may be in flight together. A Worker has six connections at once; one is left for
/// the link index.
const MOST_CALLS: usize = 5;

/// How far ahead the account's row says that calls may be made: one row written in so long.
const CALLS_AHEAD: SignedDuration = SignedDuration::from_secs(10);

impl Planning {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            now,
            plan: Plan::default(),
            access: None,
        }
    }

    /// Calls may be made with this token.
    pub(crate) fn use_access(&mut self, token: Secret, grant_version: u32, calls_until: Timestamp) {
        self.access = Some(Access {
            token,
            grant_version,
            calls_until,
        });
    }

    /// Look again at this time at the latest.
    pub(crate) fn wake(&mut self, at: Timestamp) {
        self.plan.wake_at = Some(self.plan.wake_at.map_or(at, |present| present.min(at)));
    }

    pub(crate) fn into_plan(self) -> Plan {
        self.plan
    }
}

impl Portal {
    /// Whether a task can be begun: it is not in flight and need not be left alone.
    pub(crate) fn is_free(&self, task: &Task, planning: &mut Planning) -> bool {
        if self.memory.flights.include(task.subject()) {
            return false;
        }
        match self.memory.patience.until(task.subject(), planning.now) {
            Some(until) => {
                planning.wake(until);
                false
            }
            None => true,
        }
    }

    /// Begins an effect that is no call to HubSpot.
    pub(crate) fn begin(&mut self, task: Task, effect: Effect, planning: &mut Planning) {
        let ticket = self.memory.flights.begin(task, None, 0, planning.now);
        planning.plan.effects.push((ticket, effect));
    }

    /// Begins a call that no quota counts and that authenticates itself.
    pub(crate) fn begin_unmetered(
        &mut self,
        task: Task,
        call: Call,
        grant_version: u32,
        planning: &mut Planning,
    ) {
        let access_token = None;
        let ticket = self
            .memory
            .flights
            .begin(task, None, grant_version, planning.now);
        planning
            .plan
            .effects
            .push((ticket, Effect::CallHubSpot { call, access_token }));
    }

    /// Whether the quota and the connections have room for one more call; if not, when to look again.
    pub(crate) fn has_room(&mut self, planning: &mut Planning) -> bool {
        self.has_room_in(QuotaClass::General, planning)
    }

    /// The same for a call that counts against a quota of another class.
    pub(crate) fn has_room_in(&mut self, quota: QuotaClass, planning: &mut Planning) -> bool {
        let calls = self.memory.flights.count(|task| {
            task.is_about_people()
                || matches!(
                    task,
                    Task::Prepare { .. }
                        | Task::LookAtLists { .. }
                        | Task::ReadMembers { .. }
                        | Task::ReadPage { .. }
                        | Task::Write { .. }
                        | Task::Inquire { .. }
                        | Task::Look
                        | Task::Watch { .. }
                        | Task::Farewell
                )
        });
        if planning.access.is_none() || calls >= MOST_CALLS {
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

    /// Begins a call to HubSpot, for which [`Self::has_room`] was asked.
    pub(crate) fn begin_call(
        &mut self,
        task: Task,
        call: Call,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let now = planning.now;
        let Some(access) = planning.access.as_mut() else {
            return Ok(());
        };
        // Before the first call, the tables know that there may have been calls: whoever opens this portal
        // after a crash will not spend a quota that is spent.
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
        let ticket = self
            .memory
            .flights
            .begin(task, permit, access.grant_version, now);
        planning
            .plan
            .effects
            .push((ticket, Effect::CallHubSpot { call, access_token }));
        Ok(())
    }
}
