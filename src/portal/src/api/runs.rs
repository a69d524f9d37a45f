//! Runs: starting, controlling and showing them.

use domain::{ContactId, Hold, RunEvent, RunId, RunState, Stage};
use jiff::{SignedDuration, Timestamp};

use crate::api::outcomes_csv;
use crate::api::working;
use crate::api_types::requests::{OutcomeKind, RunAction};
use crate::api_types::views::{
    CountsView, List, RateView, Response, ResponseStatus, RunKind, RunStateView, RunView,
    TableView, View, WaitingFor,
};
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::campaigns;
use crate::tables::outbox::{self, Scope};
use crate::tables::outcomes;
use crate::tables::runs::{self, Run};
use crate::tables::syncs::{self, Sync};
use crate::{Portal, programme};

/// The number of runs on a page.
const RUNS_PER_PAGE: u32 = 50;

/// The number of outcomes on a page.
const OUTCOMES_PER_PAGE: u32 = 100;

impl Portal {
    /// Starts runs of the ongoing syncs that are due. Without a connection they stay due.
    pub(crate) fn start_due_runs(&self, now: Timestamp) -> Result<(), PortalError> {
        if !Account::load(&self.database)?.is_connected() {
            return Ok(());
        }
        for sync in syncs::due(&self.database, now)? {
            self.database
                .atomically(|| programme::runs::start(&self.database, sync, now).map(drop))?;
        }
        Ok(())
    }

    pub(crate) fn start_run(
        &self,
        sync: domain::SyncId,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        self.demand_runnable(sync)?;
        let (run, created) = self
            .database
            .atomically(|| programme::runs::start(&self.database, sync, now))?;
        Ok(Response {
            status: if created {
                ResponseStatus::Made
            } else {
                ResponseStatus::Shown
            },
            ..working(View::Run(self.run_view(run, now)?))
        })
    }

    pub(crate) fn retry_run(&self, run: RunId, now: Timestamp) -> Result<Response, PortalError> {
        let failed = runs::get(&self.database, run)?;
        self.demand_runnable(failed.sync)?;
        let run = self
            .database
            .atomically(|| programme::runs::start_retry(&self.database, &failed, now))?;
        Ok(Response {
            status: ResponseStatus::Made,
            ..working(View::Run(self.run_view(run, now)?))
        })
    }

    fn demand_runnable(&self, sync: domain::SyncId) -> Result<(), PortalError> {
        let sync = syncs::get_present(&self.database, sync)?;
        let campaign = campaigns::get(&self.database, sync.campaign)?;
        if campaign.is_archived() {
            return Err(PortalError::Conflict(
                "The campaign is archived. Goodword no longer writes anything for it.".into(),
            ));
        }
        if !Account::load(&self.database)?.is_connected() {
            return Err(PortalError::Disconnected);
        }
        Ok(())
    }

    pub(crate) fn control_run(
        &mut self,
        id: RunId,
        action: RunAction,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let run = runs::get(&self.database, id)?;
        if run.state.is_over() {
            return Err(PortalError::Conflict("The run has ended.".into()));
        }
        match action {
            RunAction::Pause => {
                runs::apply(&self.database, &run, RunEvent::Held(Hold::Person), None).map(drop)
            }
            RunAction::Resume if run.state.hold == Some(Hold::Connection) => {
                Err(PortalError::Disconnected)
            }
            RunAction::Resume if run.state.hold == Some(Hold::Leavers) => {
                let why = "The run waits for a decision about the contacts that left. Decide about their links.";
                Err(PortalError::Conflict(why.into()))
            }
            RunAction::Resume => self.database.atomically(|| {
                if run.state.hold == Some(Hold::Properties) {
                    // The person wants Goodword's own properties to be created again.
                    syncs::set_properties_made(&self.database, run.sync, false)?;
                    syncs::set_properties_seen(&self.database, run.sync, None)?;
                    runs::forget_doubts(&self.database, run.id)?;
                }
                runs::apply(&self.database, &run, RunEvent::Resumed, None)?;
                // People may have typed values while the run was held.
                outbox::forget_values(&self.database, Scope::Run(id))?;
                // The connection may have been lost while a person held the run.
                let run = runs::get(&self.database, id)?;
                if Account::load(&self.database)?.is_connected() {
                    return Ok(());
                }
                let held = RunEvent::Held(Hold::Connection);
                let problem = "The account is not connected to HubSpot. Connect it again.";
                runs::apply(&self.database, &run, held, Some(problem)).map(drop)
            }),
            RunAction::Stop => self.database.atomically(|| {
                let interval = self.settings.sweep_interval;
                let next = |_: &Sync| now.saturating_add(interval).ok();
                programme::runs::end(&self.database, &run, RunEvent::Stopped, next, now)
            }),
        }
    }

    pub(crate) fn list_runs(
        &self,
        sync: Option<domain::SyncId>,
        after: Option<RunId>,
        now: Timestamp,
    ) -> Result<View, PortalError> {
        if let Some(sync) = sync {
            syncs::get(&self.database, sync)?;
        }
        let runs = runs::newest(&self.database, sync, after, RUNS_PER_PAGE)?;
        let full = u32::try_from(runs.len()).is_ok_and(|length| length == RUNS_PER_PAGE);
        let next = runs.last().filter(|_| full).map(|run| run.id.to_string());
        let views = runs.into_iter().map(|run| self.run_view(run, now));
        Ok(View::Runs(List {
            items: views.collect::<Result<_, _>>()?,
            next,
        }))
    }

    pub(crate) fn show_rate(&self, run: RunId) -> Result<View, PortalError> {
        let run = runs::get(&self.database, run)?;
        let samples = run.pace.samples().iter().map(|sample| RateView {
            at: run
                .started_at
                .saturating_add(SignedDuration::from_secs(sample.second.into()))
                .unwrap_or(run.started_at),
            seen: sample.seen,
        });
        Ok(View::Rate(List::whole(samples.collect())))
    }

    pub(crate) fn outcome_table(
        &self,
        run: RunId,
        kind: Option<OutcomeKind>,
    ) -> Result<View, PortalError> {
        runs::get(&self.database, run)?;
        let Account {
            hub_id, ui_domain, ..
        } = Account::load(&self.database)?;
        let record = hub_id.map(|id| self.settings.record(&id, ui_domain.as_deref()));
        let record = record.unwrap_or_default();
        Ok(View::Table(TableView {
            name: "goodword-outcomes.csv",
            text: outcomes_csv::of_run(&self.database, run, kind, &record)?,
            next: None,
        }))
    }

    pub(crate) fn show_run(&self, id: RunId, now: Timestamp) -> Result<View, PortalError> {
        let run = runs::get(&self.database, id)?;
        self.run_view(run, now).map(View::Run)
    }

    pub(crate) fn show_outcomes(
        &self,
        run: RunId,
        kind: Option<OutcomeKind>,
        after: Option<&ContactId>,
    ) -> Result<View, PortalError> {
        runs::get(&self.database, run)?;
        let items = outcomes::page(&self.database, run, kind, after, OUTCOMES_PER_PAGE)?;
        let full = u32::try_from(items.len()).is_ok_and(|length| length == OUTCOMES_PER_PAGE);
        let next = if full {
            items.last().map(|last| last.contact_id.to_string())
        } else {
            None
        };
        Ok(View::Outcomes(List { items, next }))
    }

    pub(crate) fn run_view(&self, run: Run, now: Timestamp) -> Result<RunView, PortalError> {
        let second = run.second(now);
        let reads = run.state.is_moving() && run.state.stage == Stage::Reading;
        let more = run
            .expected
            .map(|expected| expected.saturating_sub(run.counts.seen))
            .filter(|_| reads);
        Ok(RunView {
            kind: match run.retry_of {
                None => RunKind::Full,
                Some(_) => RunKind::Retry,
            },
            per_minute: run.pace.per_minute(second).filter(|_| reads),
            seconds_left: more.and_then(|more| run.pace.seconds_left(more, second)),
            id: run.id,
            sync_id: run.sync,
            state: run_state_view(run.state),
            waiting_for: self.waiting_for(&run, now),
            question: self.question_of(&run)?,
            problem: run.problem,
            notice: run.notice,
            expected: run.expected,
            counts: CountsView {
                seen: run.counts.seen,
                linked: run.counts.linked,
                updated: run.counts.updated,
                unchanged: run.counts.unchanged,
                skipped: run.counts.skipped,
                failed: run.counts.failed,
            },
            started_at: run.started_at,
            finished_at: run.finished_at,
            hubspot_calls: run.costs.hubspot_calls,
            kv_writes: run.costs.kv_writes,
            rows_written: run.costs.rows_written,
        })
    }

    fn waiting_for(&self, run: &Run, now: Timestamp) -> Option<WaitingFor> {
        if run.state.is_over() {
            return None;
        }
        match run.state.hold {
            Some(Hold::Person) => Some(WaitingFor::Person),
            Some(Hold::Connection) => Some(WaitingFor::Connection),
            Some(Hold::Permission) => Some(WaitingFor::Permission),
            Some(Hold::Properties) => Some(WaitingFor::Properties),
            Some(Hold::Lists) => Some(WaitingFor::Lists),
            Some(Hold::Leavers) => Some(WaitingFor::Leavers),
            None if run.gathering.waits_since.is_some() && run.state.stage == Stage::Gathering => {
                Some(WaitingFor::ListProcessing)
            }
            None if self.memory.waits_for_hubspot(run.id, now) => Some(WaitingFor::Hubspot),
            None if self.memory.waits_for_quota(now) => Some(WaitingFor::Quota),
            None => None,
        }
    }
}

fn run_state_view(state: RunState) -> RunStateView {
    match (state.stage, state.hold) {
        (Stage::Finished, _) => RunStateView::Finished,
        (Stage::Stopped, _) => RunStateView::Stopped,
        (_, Some(_)) => RunStateView::Paused,
        (Stage::Preparing, None) => RunStateView::Preparing,
        (Stage::Gathering, None) => RunStateView::Gathering,
        (Stage::Reading, None) => RunStateView::Reading,
        (Stage::Writing, None) => RunStateView::Writing,
    }
}
