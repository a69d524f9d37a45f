//! The jobs that claim a host for links at the Directory and that release one.
//!
//! Invariants: the claims and releases reach the Directory one after the other; a message about a host is sent again
//! only when the earlier one can no longer arrive.

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::effects::{Effect, Unavailable};
use crate::engine::job::{self, Job, Landed};
use crate::engine::memory::LATE_BY_MS;
use crate::engine::planning::Planning;
use crate::links::hosts;
use crate::storage::error::PortalError;
use crate::tables::link_hosts;

/// One subject for both: a claim and a release are never in flight together.
const SUBJECT: Subject = Subject::new("hosts");

/// Asks the Directory for a host.
#[derive(Debug)]
struct ClaimHost {
    host: String,
}

impl Job for ClaimHost {
    type Kind = job::ClaimHost;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<bool, Unavailable>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let Ok(won) = result else {
            portal.back_off_at_least(SUBJECT, Some(LATE_BY_MS), flight.now);
            return Ok(());
        };
        portal.memory.back_off.recover(SUBJECT);
        hosts::claimed(&portal.database, &self.host, won)
    }
}

/// Gives a host back to the Directory.
#[derive(Debug)]
struct ReleaseHost {
    host: String,
}

impl Job for ReleaseHost {
    type Kind = job::ReleaseHost;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<(), Unavailable>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        if result.is_err() {
            portal.back_off_at_least(SUBJECT, Some(LATE_BY_MS), flight.now);
            return Ok(());
        }
        portal.memory.back_off.recover(SUBJECT);
        hosts::released(&portal.database, &self.host)
    }
}

impl Portal {
    pub(super) fn plan_hosts(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let Some(hub_id) = planning.account.hub_id.clone() else {
            return Ok(());
        };
        if !link_hosts::are_unsettled(&self.database)? {
            return Ok(());
        }
        if planning.now < self.memory.publish_from {
            planning.wake(self.memory.publish_from);
            return Ok(());
        }
        if let Some(host) = hosts::to_be_claimed(&self.database)? {
            if self.is_free(SUBJECT, planning) {
                let host = host.as_str().to_owned();
                let job = ClaimHost { host: host.clone() };
                self.begin(job, Effect::ClaimHost { hub_id, host }, planning);
            }
        } else if let Some(host) = link_hosts::to_be_released(&self.database)?
            && self.is_free(SUBJECT, planning)
        {
            let host = host.as_str().to_owned();
            let job = ReleaseHost { host: host.clone() };
            self.begin(job, Effect::ReleaseHost { hub_id, host }, planning);
        }
        Ok(())
    }
}
