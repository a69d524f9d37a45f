//! Hosts for links: claimed at the Directory and given back, one after the other. What is told of a host is told again
//! only when what was told before can no longer arrive.

use jiff::Timestamp;

use crate::Portal;
use crate::engine::LATE_BY_MS;
use crate::engine::back_off::Subject;
use crate::engine::effects::{Effect, Unavailable};
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::links::hosts;
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::link_hosts;

impl Portal {
    pub(in crate::engine) fn plan_hosts(
        &mut self,
        account: &Account,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let Some(hub_id) = account.hub_id.clone() else {
            return Ok(());
        };
        if !link_hosts::are_unsettled(&self.database)? {
            return Ok(());
        }
        if planning.now < self.memory.publish_from {
            planning.wake(self.memory.publish_from);
            return Ok(());
        }
        let (task, effect) = if let Some(host) = hosts::to_be_claimed(&self.database)? {
            let effect = Effect::ClaimHost {
                hub_id,
                host: host.as_str().to_owned(),
            };
            let host = host.as_str().to_owned();
            (Task::ClaimHost { host }, effect)
        } else if let Some(host) = link_hosts::to_be_released(&self.database)? {
            let effect = Effect::ReleaseHost {
                hub_id,
                host: host.as_str().to_owned(),
            };
            let host = host.as_str().to_owned();
            (Task::ReleaseHost { host }, effect)
        } else {
            return Ok(());
        };
        if self.is_free(&task, planning) {
            self.begin(task, effect, planning);
        }
        Ok(())
    }

    pub(in crate::engine) fn host_claimed(
        &mut self,
        host: &str,
        outcome: Result<bool, Unavailable>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Ok(won) = outcome else {
            self.hosts_wait(now);
            return Ok(());
        };
        self.memory.patience.forget(Subject::Hosts);
        hosts::claimed(&self.database, host, won)
    }

    pub(in crate::engine) fn host_released(
        &mut self,
        host: &str,
        outcome: Result<(), Unavailable>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        if outcome.is_err() {
            self.hosts_wait(now);
            return Ok(());
        }
        self.memory.patience.forget(Subject::Hosts);
        hosts::released(&self.database, host)
    }

    fn hosts_wait(&mut self, now: Timestamp) {
        let late = Some(LATE_BY_MS);
        let entropy = &*self.entropy;
        self.memory
            .patience
            .postpone(Subject::Hosts, now, late, entropy);
    }
}
