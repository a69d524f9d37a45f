//! The job that asks HubSpot for background queries: one call of a query at a time, after the calls that runs need.
//!
//! Left to others: which call comes next and what an answer adds ([`crate::queries`]).

use hubspot::{Failure, NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::api_types::views::WaitingFor;
use crate::engine::back_off::Subject;
use crate::engine::failures::missing_scopes;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::memory::Memory;
use crate::engine::planning::Planning;
use crate::queries::{RunningQuery, Step, Tables};
use crate::storage::error::PortalError;
use crate::tables::queries;

const fn subject(query: u32) -> Subject {
    Subject::new("query").numbered(query)
}

/// Makes the next call of a query.
#[derive(Debug)]
struct AskForQuery {
    query: u32,
}

impl Job for AskForQuery {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        subject(self.query)
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let Some(running) = portal.memory.queries.get_mut(&self.query) else {
            return Ok(());
        };
        let tables = Tables {
            database: &portal.database,
            settings: &portal.settings,
            now: flight.now,
        };
        let taken = match running.take(hubspot::accept(result), &tables) {
            // The fault is the query's own: it ends, and everything else goes on.
            Err(PortalError::Storage(error)) => return Err(error.into()),
            Err(error) => {
                let why = format!("Goodword could not read what it needs for this. ({error})");
                return portal.store_query_step(self.query, &Step::Failed(why));
            }
            Ok(taken) => taken,
        };
        let failure = match taken {
            Ok(step) => {
                portal.memory.back_off.recover(self.subject());
                return portal.store_query_step(self.query, &step);
            }
            Err(failure) => failure,
        };
        if let Failure::MissingScopes { message, .. } = &failure {
            return portal.store_query_step(self.query, &Step::Failed(missing_scopes(message)));
        }
        match portal.handle_failure(self.subject(), None, failure, flight)? {
            Some(rejection) => {
                portal.store_query_step(self.query, &Step::Failed(rejection.message))
            }
            None => Ok(()),
        }
    }
}

impl Portal {
    pub(super) fn plan_queries(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let open = queries::open(&self.database)?;
        self.memory
            .queries
            .retain(|id, _| open.iter().any(|asked| asked.id == *id));
        for asked in open {
            if !self.is_free(subject(asked.id), planning) || !self.has_room(planning) {
                continue;
            }
            let running = self
                .memory
                .queries
                .entry(asked.id)
                .or_insert_with(|| RunningQuery::begin(&asked.query));
            let call = running.call();
            self.begin_call(AskForQuery { query: asked.id }, call, planning)?;
        }
        Ok(())
    }

    /// Stores the result of a query that has ended.
    fn store_query_step(&mut self, query: u32, step: &Step) -> Result<(), PortalError> {
        let problem = match step {
            Step::Further => return Ok(()),
            Step::Done => None,
            Step::Failed(why) => Some(why.as_str()),
        };
        if let Some(running) = self.memory.queries.remove(&query) {
            queries::set_result(&self.database, query, &running.shown(), problem)?;
        }
        Ok(())
    }
}

impl Memory {
    /// Returns a query that is under way.
    pub(crate) fn query(&self, query: u32) -> Option<&RunningQuery> {
        self.queries.get(&query)
    }

    /// Forgets a query that was cancelled: the next query may get its number.
    pub(crate) fn forget_query(&mut self, query: u32) {
        self.queries.remove(&query);
    }

    /// Returns what a query waits for, if anything.
    pub(crate) fn query_waits_for(&self, query: u32, now: Timestamp) -> Option<WaitingFor> {
        let needed = |of: Subject| of == subject(query) || of.delays_everything();
        if self.back_off.is_paused(needed, now) {
            return Some(WaitingFor::Hubspot);
        }
        self.waits_for_quota(now).then_some(WaitingFor::Quota)
    }
}
