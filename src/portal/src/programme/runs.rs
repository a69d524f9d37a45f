//! Starting and ending runs.
//!
//! Invariant: a sync has at most one run under way.

use domain::{CampaignId, Hold, RunEvent, Stage, SyncId};
use jiff::Timestamp;

use crate::api_types::requests::OutcomeKind;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaign_rewrites;
use crate::tables::leavers;
use crate::tables::outcomes;
use crate::tables::runs::{self, Run};
use crate::tables::syncs::{self, Sync};
use crate::write_back::outbox;

/// Starts a run of a sync, or returns the one that is under way; true if the run is new. Runs inside the caller's
/// transaction.
pub(crate) fn start(
    database: &Database,
    sync: SyncId,
    now: Timestamp,
) -> Result<(Run, bool), PortalError> {
    if let Some(run) = runs::under_way_of(database, sync)? {
        return Ok((run, false));
    }
    let expected = runs::newest(database, Some(sync), None, 1)?
        .first()
        .filter(|last| last.state.stage == Stage::Finished && last.retry_of.is_none())
        .map(|last| last.counts.seen);
    let run = runs::insert(database, sync, None, expected, now)?;
    syncs::set_next_run(database, sync, None)?;
    Ok((run, true))
}

/// Starts a run that retries the failed contacts of another run. Runs inside the caller's transaction.
pub(crate) fn start_retry(
    database: &Database,
    failed: &Run,
    now: Timestamp,
) -> Result<Run, PortalError> {
    if runs::under_way_of(database, failed.sync)?.is_some() {
        let why = "A run of this sync is under way. Stop it, or wait for its end.";
        return Err(PortalError::Conflict(why.into()));
    }
    let contacts = outcomes::count(database, failed.id, OutcomeKind::Failed)?;
    if contacts == 0 {
        return Err(PortalError::Conflict(
            "No contact of this run failed.".into(),
        ));
    }
    let run = runs::insert(database, failed.sync, Some(failed.id), Some(contacts), now)?;
    syncs::set_next_run(database, failed.sync, None)?;
    Ok(run)
}

/// Replaces a held run by a new one, because a person has changed the sync: the new run reads everything by the changed
/// sync. A person's own pause and the lost connection hold the new run too; every other hold may be mended by the change.
/// Runs inside the caller's transaction.
pub(crate) fn replace(database: &Database, held: &Run, now: Timestamp) -> Result<(), PortalError> {
    end(database, held, RunEvent::Stopped, |_| None, now)?;
    let (run, _) = start(database, held.sync, now)?;
    if let Some(hold @ (Hold::Person | Hold::Connection)) = held.state.hold {
        let event = RunEvent::Held(hold);
        runs::apply(database, &run, event, held.problem.as_deref())?;
    }
    Ok(())
}

/// Applies an event that may end a run. At the end of the run, stores when an ongoing sync is next due.
pub(crate) fn end(
    database: &Database,
    run: &Run,
    event: RunEvent,
    next: impl FnOnce(&Sync) -> Option<Timestamp>,
    now: Timestamp,
) -> Result<(), PortalError> {
    let state = runs::apply(database, run, event, None)?;
    if !state.is_over() || run.state.is_over() {
        return Ok(());
    }
    runs::set_finished(database, run.id, now)?;
    leavers::clear(database, run.id)?;
    runs::delete_uneventful(database, run)?;
    let sync = syncs::get(database, run.sync)?;
    if state.stage == Stage::Finished {
        runs::delete_repeated(database, run)?;
        // The run has written its own audience. Others may have been enrolled by hand before the properties existed.
        campaign_rewrites::begin_for_unwritten(database, sync.campaign)?;
    }
    if state.stage == Stage::Stopped {
        outbox::drop_run(database, sync.campaign, run.id)?;
    }
    let next = if sync.ongoing { next(&sync) } else { None };
    syncs::set_next_run(database, sync.id, next)
}

/// Stops the runs of a campaign that is archived, and drops its writes. If the campaign is later restored, its ongoing
/// syncs are due.
pub(crate) fn stop_campaign(
    database: &Database,
    campaign: CampaignId,
    now: Timestamp,
) -> Result<(), PortalError> {
    for run in runs::under_way(database)? {
        if syncs::get(database, run.sync)?.campaign == campaign {
            end(database, &run, RunEvent::Stopped, |_| Some(now), now)?;
        }
    }
    outbox::drop_campaign(database, campaign)
}
