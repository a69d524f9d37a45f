//! The jobs about the portal's own hosts: looking at one, claiming it at the Directory, and releasing it.
//!
//! Invariants: the claims and releases reach the Directory one after the other; a message about a host is sent again
//! only when the earlier one can no longer arrive.

use domain::LinkHost;
use domain::host_proof::{self, HostClaim, Look};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::effects::{Effect, HostSeen, Unavailable};
use crate::engine::job::{self, Job, Landed};
use crate::engine::memory::LATE_BY_MS;
use crate::engine::planning::Planning;
use crate::links::{dns, hosts};
use crate::storage::error::PortalError;
use crate::tables::link_hosts;
use crate::tables::link_hosts::Host;
use crate::write_back;

/// One subject for both: a claim and a release are never in flight together.
const SUBJECT: Subject = Subject::new("hosts");
const LOOK: Subject = Subject::new("look at a host");

/// Looks at a host.
#[derive(Debug)]
struct LookAtHost {
    host: String,
    /// The value that the record should have.
    value: String,
}

impl Job for LookAtHost {
    type Kind = job::LookAtHost;

    fn subject(&self) -> Subject {
        LOOK
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<HostSeen, Unavailable>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let seen = result.ok().and_then(|seen| {
            let record = dns::record(seen.dns_status, &seen.dns_body, &self.value)?;
            let leads = seen.leads;
            Some(Look { record, leads })
        });
        // A resolver that fails is no evidence: the trouble may be on our side of the network.
        let Some(look) = seen else {
            portal.back_off(LOOK, flight.now);
            return Ok(());
        };
        portal.memory.back_off.recover(LOOK);
        hosts::looked(&portal.database, &self.host, look, flight.now)
    }
}

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
        result: Result<HostClaim, Unavailable>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let Ok(claim) = result else {
            portal.back_off_at_least(SUBJECT, Some(LATE_BY_MS), flight.now);
            return Ok(());
        };
        portal.memory.back_off.recover(SUBJECT);
        hosts::claimed(&portal.database, &self.host, claim)
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
        result: Result<Option<Timestamp>, Unavailable>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let Ok(free_at) = result else {
            portal.back_off_at_least(SUBJECT, Some(LATE_BY_MS), flight.now);
            return Ok(());
        };
        portal.memory.back_off.recover(SUBJECT);
        hosts::released(&portal.database, &self.host, free_at)
    }
}

impl Portal {
    pub(super) fn plan_hosts(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let Some(hub_id) = planning.account.hub_id.clone() else {
            return Ok(());
        };
        let hosts = link_hosts::all(&self.database)?;
        if hosts.is_empty() {
            return Ok(());
        }
        if planning.account.is_connected() {
            link_hosts::set_release(&self.database, None)?;
        } else {
            hosts::keep_without_connection(&self.database, planning.now)?;
        }
        let moving = hosts.iter().any(Host::is_moving);
        if moving && write_back::addresses::are_written(&self.database)? {
            hosts::end_moving(&self.database)?;
            // Its record and the blocks are to be published now.
            planning.wake(planning.now);
        }
        // A look that is due and cannot begin yet wakes for its own reason.
        let next = link_hosts::next_due(&self.database)?;
        if let Some(at) = next.filter(|at| *at > planning.now) {
            planning.wake(at);
        }
        self.plan_look(planning)?;
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

    /// Looks at the wanted host if it is time.
    fn plan_look(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let due = |host: &Host| host.look_at.is_some_and(|at| at <= planning.now);
        let Some(host) = link_hosts::wanted(&self.database)?.filter(due) else {
            return Ok(());
        };
        if self.is_free(LOOK, planning) {
            let token = hosts::token(&self.database, &*self.entropy)?;
            let value = host_proof::record_value(&token);
            let record = host_proof::record_name(&host.name);
            self.look_at(&host.name, value, record, planning);
        }
        Ok(())
    }

    fn look_at(&mut self, host: &LinkHost, value: String, record: String, planning: &mut Planning) {
        let host = host.as_str().to_owned();
        let job = LookAtHost {
            host: host.clone(),
            value,
        };
        self.begin(job, Effect::LookAtHost { host, record }, planning);
    }
}
