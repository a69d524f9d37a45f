//! The loop of a portal: what to do next, and what an answer changes.
//!
//! [`Portal::plan`] looks at the tables and at what is in flight, and gives the effects that may begin now.
//! [`Portal::settle`] takes the answer of one of them. Everything that must survive is in the tables when
//! either returns; the memory here holds only what may be forgotten: which calls are in flight, how long to
//! be patient with whom, and the quota's window.
//!
//! Invariants: at most one performance of a task is in flight; an answer is recorded only if what it answers
//! is still wanted (the run's cursor, the grant's version, the batch); every step can be repeated.

mod back_off;
mod batch_answers;
pub(crate) mod effects;
mod in_flight;
mod jobs;
mod people;
mod planning;

use vecmap::VecMap;

use hubspot::quota::{
    CallWindow, GENERAL_INTERVAL_MS, GENERAL_LIMIT, SEARCH_INTERVAL_MS, SEARCH_LIMIT,
};
use hubspot::{Failure, NoReply, QuotaClass, Reply};
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::api_types::views::WaitingFor;
use crate::engine::effects::{Outcome, Plan, Ticket};
use crate::queries::RunningQuery;
use crate::referrals::rechecking::Recheck;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account, DueReport, Tokens};
use crate::tables::runs::{self, Costs};
use domain::{Hold, RunEvent, RunId, Stage};

pub(crate) use back_off::{Patience, Subject};
pub(crate) use in_flight::{Flights, Task};
use jobs::follow_changes::ChangedDeals;
pub(crate) use jobs::prepare_properties::Preparations;
use jobs::read_members::{Asked, KnownRoll};
use people::People;
use planning::Planning;

/// What reached our own house's network before its sender died, or was told that it had failed, arrives
/// within so long or not at all. What it could undo if it came later than something newer, waits for that.
const LATE_BY_MS: u64 = 5000;

/// What the loop knows and may forget.
pub(crate) struct Memory {
    flights: Flights,
    patience: Patience,
    window: CallWindow,
    /// The same for searches, which have a quota of their own.
    searches: CallWindow,
    /// Nothing is published before, and no host claimed or given back: an earlier life's publication may still be on its way.
    publish_from: Timestamp,
    /// When HubSpot's limit last made us wait, until when.
    quota_until: Option<Timestamp>,
    /// The opened grant and its version.
    tokens: Option<(u32, Tokens)>,
    preparations: Preparations,
    /// Questions under way, by their ids.
    inquiries: VecMap<u32, RunningQuery>,
    /// The roll that was last looked at.
    roll: Option<KnownRoll>,
    /// The referrals that are looked at.
    look: Option<Recheck>,
    /// Deals that have changed, while it is found out whose they are.
    changed_deals: Option<ChangedDeals>,
    /// People who were referred, on their way into HubSpot.
    people: People,
}

impl Memory {
    /// The memory of a portal that was just opened, with something to be published or told to the Directory, or
    /// without.
    pub(crate) fn new(account: &Account, unpublished: bool, now: Timestamp) -> Self {
        let interval = SignedDuration::from_millis(GENERAL_INTERVAL_MS);
        let late_by = SignedDuration::from_millis(LATE_BY_MS.cast_signed());
        let late = now.saturating_add(late_by).unwrap_or(now);
        // Calls that were made before the restart may still be on their way.
        let last_call = account.calls_until.min(now);
        let arrived = last_call.saturating_add(late_by).unwrap_or(now);
        let recent = now.duration_since(arrived) < interval;
        let window = |limit, interval_ms| {
            if recent {
                CallWindow::restarted(limit, interval_ms, arrived)
            } else {
                CallWindow::new(limit, interval_ms)
            }
        };
        let mut patience = Patience::default();
        if account.due_reported == DueReport::Unknown {
            patience.rest(Subject::Due, late);
        }
        Self {
            flights: Flights::default(),
            patience,
            window: window(GENERAL_LIMIT, GENERAL_INTERVAL_MS),
            searches: window(SEARCH_LIMIT, SEARCH_INTERVAL_MS),
            publish_from: if unpublished { late } else { now },
            quota_until: None,
            tokens: None,
            preparations: Preparations::default(),
            inquiries: VecMap::new(),
            roll: None,
            look: None,
            changed_deals: None,
            people: People::default(),
        }
    }

    /// The window of a quota.
    fn window_of(&mut self, quota: QuotaClass) -> &mut CallWindow {
        match quota {
            QuotaClass::Search => &mut self.searches,
            QuotaClass::General | QuotaClass::Unmetered => &mut self.window,
        }
    }

    /// A new grant makes everything worth a new try.
    pub(crate) fn start_afresh(&mut self) {
        self.patience = Patience::default();
        self.preparations = Preparations::default();
        self.people = People::default();
        self.tokens = None;
        // More may be read than before.
        self.look = None;
        self.changed_deals = None;
    }

    /// A question under way.
    pub(crate) fn query(&self, question: u32) -> Option<&RunningQuery> {
        self.inquiries.get(&question)
    }

    /// A question was taken back: what is asked next may have its number.
    pub(crate) fn forget_query(&mut self, question: u32) {
        self.inquiries.remove(&question);
    }

    /// What a question waits for, if for anything.
    pub(crate) fn query_waits_for(&self, question: u32, now: Timestamp) -> Option<WaitingFor> {
        let own = |subject| subject == Subject::Question(question) || subject == Subject::Grant;
        if self.patience.is_tried(own, now) {
            return Some(WaitingFor::Hubspot);
        }
        self.waits_for_quota(now).then_some(WaitingFor::Quota)
    }

    /// Whether HubSpot's limit is what calls wait for.
    pub(crate) fn waits_for_quota(&self, now: Timestamp) -> bool {
        self.quota_until.is_some_and(|until| until > now)
    }

    /// Whether HubSpot's trouble is what a run waits for.
    pub(crate) fn waits_for_hubspot(&self, run: RunId, now: Timestamp) -> bool {
        self.patience.is_tried(|subject| subject.concerns(run), now)
    }
}

impl Portal {
    /// What may begin now. Effects given are in flight until [`Self::settle`] is told of them.
    ///
    /// # Errors
    /// When the storage fails; then nothing was begun.
    pub fn plan(&mut self, now: Timestamp) -> Result<Plan, PortalError> {
        self.give_up_lost_flights(now)?;
        let mut planning = Planning::new(now);
        self.plan_publishing(&mut planning)?;
        let account = Account::load(&self.database)?;
        self.plan_hosts(&account, &mut planning)?;
        self.plan_holds(&mut planning)?;
        self.plan_housekeeping(&account, &mut planning);
        self.plan_write_backs(&account, &mut planning)?;
        if let Some(access) = self.plan_grant(&account, &mut planning)? {
            planning.use_access(access, account.grant_version, account.calls_until);
            self.plan_looking(&account, &mut planning)?;
            self.plan_watching(&mut planning)?;
            for run in runs::under_way(&self.database)? {
                match run.state.stage {
                    _ if !run.state.is_moving() => {}
                    Stage::Preparing => self.plan_preparing(&run, &mut planning)?,
                    Stage::Gathering => self.plan_gathering(&run, &mut planning)?,
                    Stage::Reading => self.plan_reading(&run, &account, &mut planning)?,
                    Stage::Writing => self.end_if_all_written(&run, now)?,
                    Stage::Finished | Stage::Stopped => {}
                }
            }
            self.plan_people(&mut planning)?;
            self.plan_writing(&mut planning)?;
            self.plan_inquiries(&mut planning)?;
        }
        self.plan_due_report(&mut planning)?;
        Ok(planning.into_plan())
    }

    /// Takes the answer of an effect. One whose ticket is unknown (of an earlier life) is passed over.
    ///
    /// # Errors
    /// When the storage fails; then the answer is lost, and the effect will be planned again.
    pub fn settle(
        &mut self,
        ticket: Ticket,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Some(flight) = self.memory.flights.land(ticket) else {
            return Ok(());
        };
        if let Some((quota, permit)) = flight.permit {
            let window = self.memory.window_of(quota);
            match &outcome {
                Outcome::HubSpot(Ok(reply)) => {
                    window.learn(&permit, reply, now);
                    window.settle(permit, now);
                }
                // What was sent may still arrive.
                _ => window.give_up(permit, now),
            }
        }
        let spent = Costs {
            hubspot_calls: u32::from(matches!(outcome, Outcome::HubSpot(_))),
            kv_writes: u32::from(matches!(outcome, Outcome::Published(Ok(())))),
            rows_written: 0,
        };
        let run = match flight.task.run() {
            Some(run) => Some(run),
            None => self.run_of_batch_or_first(&flight.task)?,
        };
        self.record(flight.task, flight.grant_version, outcome, now)?;
        self.charge(run, spent)
    }

    fn record(
        &mut self,
        task: Task,
        grant_version: u32,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        match (task, outcome) {
            (Task::Refresh, Outcome::HubSpot(outcome)) => {
                self.refreshed(grant_version, outcome, now)
            }
            (Task::Farewell, Outcome::HubSpot(outcome)) => self.farewell_said(outcome, now),
            (Task::Prepare { run, step }, Outcome::HubSpot(outcome)) => {
                self.prepared(run, &step, grant_version, outcome, now)
            }
            (Task::LookAtLists { run }, Outcome::HubSpot(outcome)) => {
                self.lists_seen(run, grant_version, outcome, now)
            }
            (
                Task::ReadMembers {
                    run,
                    list,
                    page,
                    after,
                },
                Outcome::HubSpot(outcome),
            ) => {
                let asked = Asked {
                    run,
                    list,
                    page,
                    after,
                };
                self.members_read(&asked, grant_version, outcome, now)
            }
            (Task::Inquire { question }, Outcome::HubSpot(outcome)) => {
                self.inquired(question, grant_version, outcome, now)
            }
            (Task::Look, Outcome::HubSpot(outcome)) => self.looked(grant_version, outcome, now),
            (Task::Watch { objects, since }, Outcome::HubSpot(outcome)) => {
                self.watched(objects, since.as_ref(), grant_version, outcome, now)
            }
            (Task::ReadPage { run, cursor }, Outcome::HubSpot(outcome)) => {
                self.page_read(run, cursor.as_deref(), grant_version, outcome, now)
            }
            (Task::Write { batch, sent }, Outcome::HubSpot(outcome)) => {
                self.written(batch, &sent, grant_version, outcome, now)
            }
            (Task::LookUp(look_up), Outcome::HubSpot(outcome)) => {
                self.looked_up(&look_up, grant_version, outcome, now)
            }
            (Task::CreatePerson { referral, address }, Outcome::HubSpot(outcome)) => {
                self.person_created(referral, &address, grant_version, outcome, now)
            }
            (Task::Tell(sent), Outcome::HubSpot(outcome)) => {
                self.told(&sent, grant_version, outcome, now)
            }
            (Task::Publish { entry, version }, Outcome::Published(outcome)) => {
                self.published(entry, version, outcome, now)
            }
            (Task::ClaimHost { host }, Outcome::HostClaimed(outcome)) => {
                self.host_claimed(&host, outcome, now)
            }
            (Task::ReleaseHost { host }, Outcome::HostReleased(outcome)) => {
                self.host_released(&host, outcome, now)
            }
            (Task::TakeBlocks, Outcome::BlocksTaken(outcome)) => self.blocks_taken(outcome, now),
            (Task::ReportDue(due), Outcome::DueReported(outcome)) => {
                self.due_reported(due, outcome, now)
            }
            // A shell that answers with another effect's outcome: planned again, as if it were lost.
            (task, _) => {
                self.memory
                    .patience
                    .postpone(task.subject(), now, None, &*self.entropy);
                Ok(())
            }
        }
    }

    /// The run that a flight without one is charged to.
    fn run_of_batch_or_first(&self, task: &Task) -> Result<Option<RunId>, PortalError> {
        match task {
            Task::Write { batch, .. } => {
                Ok(crate::tables::outbox::get(&self.database, *batch)?.and_then(|batch| batch.run))
            }
            Task::Publish { .. } => Ok(runs::under_way(&self.database)?.first().map(|run| run.id)),
            _ => Ok(None),
        }
    }

    fn charge(&self, run: Option<RunId>, spent: Costs) -> Result<(), PortalError> {
        let rows = u32::try_from(self.database.take_written()).unwrap_or(u32::MAX);
        match run {
            Some(run) => runs::add_costs(
                &self.database,
                run,
                Costs {
                    rows_written: rows,
                    ..spent
                },
            ),
            None => Ok(()),
        }
    }

    fn give_up_lost_flights(&mut self, now: Timestamp) -> Result<(), PortalError> {
        for ticket in self.memory.flights.lost(now) {
            let outcome = match self.memory.flights.task(ticket) {
                Some(Task::Publish { .. }) => Outcome::Published(Err(effects::Unavailable)),
                Some(Task::TakeBlocks) => Outcome::BlocksTaken(Err(effects::Unavailable)),
                Some(Task::ReportDue(_)) => Outcome::DueReported(Err(effects::Unavailable)),
                Some(Task::ClaimHost { .. }) => Outcome::HostClaimed(Err(effects::Unavailable)),
                Some(Task::ReleaseHost { .. }) => Outcome::HostReleased(Err(effects::Unavailable)),
                _ => Outcome::HubSpot(Err(NoReply::TimedOut)),
            };
            self.settle(ticket, outcome, now)?;
        }
        Ok(())
    }

    /// Does what a failure asks for. What is left to the caller, because only it knows what was refused,
    /// is a rejection.
    fn heed(
        &mut self,
        subject: Subject,
        run: Option<RunId>,
        grant_version: u32,
        failure: Failure,
        now: Timestamp,
    ) -> Result<Option<hubspot::Rejection>, PortalError> {
        match failure {
            Failure::Wait(wait) => {
                let until =
                    self.memory
                        .patience
                        .postpone(subject, now, wait.at_least_ms, &*self.entropy);
                if wait.whole_portal {
                    self.memory.window.hold_until(until);
                }
                Ok(None)
            }
            Failure::Reauthorise => {
                self.memory
                    .patience
                    .postpone(subject, now, None, &*self.entropy);
                // The answer to a call made with an earlier token says nothing of the present one.
                if Account::load(&self.database)?.grant_version == grant_version {
                    account::distrust_access(&self.database)?;
                }
                Ok(None)
            }
            Failure::MissingScopes { message, .. } => {
                self.memory
                    .patience
                    .postpone(subject, now, None, &*self.entropy);
                if let Some(run) = run {
                    let run = runs::get(&self.database, run)?;
                    let event = RunEvent::Held(Hold::Permission);
                    let problem = format!("HubSpot asks for a further permission: {message}");
                    runs::apply(&self.database, &run, event, Some(&problem))?;
                }
                Ok(None)
            }
            Failure::Rejected(rejection) => Ok(Some(rejection)),
        }
    }
}

/// Reads a reply, or says why there is none to read.
fn understood<T>(
    outcome: Result<Reply, NoReply>,
    read: impl FnOnce(&Reply) -> Result<T, Failure>,
) -> Result<T, Failure> {
    hubspot::accept(outcome).and_then(|reply| read(&reply))
}
