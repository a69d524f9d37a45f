//! The table of runs: one execution of a sync, with its cursor and its counts.
//!
//! Invariants: a sync has at most one run under way; the cursor moves only in the transaction that decided
//! the page before it; a run that ended takes no further contact.

use domain::{CampaignId, Hold, Pace, RunEvent, RunId, RunState, Sample, Stage, SyncId};
use jiff::Timestamp;

use crate::api_types::requests::OutcomeKind;
use crate::storage::database::{Database, Row, json, name};
use crate::storage::error::PortalError;
use crate::tables::outbox;
use crate::tables::outcomes;
use crate::tables::syncs;
use crate::tables::syncs::RollState;

/// A run's row.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) id: RunId,
    pub(crate) sync: SyncId,
    /// The run whose failed contacts this one tries again; `None`: it covers the whole audience.
    pub(crate) retry_of: Option<RunId>,
    pub(crate) state: RunState,
    pub(crate) problem: Option<String>,
    pub(crate) cursor: Option<String>,
    pub(crate) all_read: bool,
    pub(crate) expected: Option<u32>,
    pub(crate) pace: Pace,
    /// What HubSpot said of the audience's lists before this run read them.
    pub(crate) lists: Option<RollState>,
    pub(crate) doubts: u32,
    pub(crate) counts: Counts,
    pub(crate) costs: Costs,
    pub(crate) started_at: Timestamp,
    pub(crate) finished_at: Option<Timestamp>,
}

impl Run {
    /// How many seconds after its beginning a moment is.
    pub(crate) fn second(&self, now: Timestamp) -> u32 {
        u32::try_from(now.duration_since(self.started_at).as_secs()).unwrap_or(0)
    }
}

/// Contacts by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) seen: u32,
    pub(crate) linked: u32,
    pub(crate) updated: u32,
    pub(crate) unchanged: u32,
    pub(crate) skipped: u32,
    pub(crate) failed: u32,
}

/// What a run has spent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Costs {
    pub(crate) hubspot_calls: u32,
    pub(crate) kv_writes: u32,
    pub(crate) rows_written: u32,
}

const COLUMNS: &str = "id, sync_id, stage, hold, problem, cursor, doubts, seen, linked, updated, \
    unchanged, skipped, failed, hubspot_calls, kv_writes, rows_written, started_at, finished_at, \
    all_read, expected, lists, retry_of, pace";

fn read(row: &Row) -> Result<Run, PortalError> {
    Ok(Run {
        id: RunId(row.count(0)?),
        sync: SyncId(row.count(1)?),
        state: RunState {
            stage: row.named(2)?,
            hold: row.optional_named(3)?,
        },
        problem: row.optional_text(4)?.map(str::to_owned),
        cursor: row.optional_text(5)?.map(str::to_owned),
        doubts: row.count(6)?,
        counts: Counts {
            seen: row.count(7)?,
            linked: row.count(8)?,
            updated: row.count(9)?,
            unchanged: row.count(10)?,
            skipped: row.count(11)?,
            failed: row.count(12)?,
        },
        costs: Costs {
            hubspot_calls: row.count(13)?,
            kv_writes: row.count(14)?,
            rows_written: row.count(15)?,
        },
        started_at: row.time(16)?,
        finished_at: row.optional_time(17)?,
        all_read: row.flag(18)?,
        expected: row
            .optional_integer(19)?
            .map(|_| row.count(19))
            .transpose()?,
        lists: row.optional_json(20)?,
        retry_of: row
            .optional_integer(21)?
            .map(|_| row.count(21).map(RunId))
            .transpose()?,
        pace: row.json(22)?,
    })
}

/// One run.
pub(crate) fn get(database: &Database, id: RunId) -> Result<Run, PortalError> {
    let statement = format!("SELECT {COLUMNS} FROM run WHERE id = ?1");
    let row = database.first(&statement, &[id.0.into()])?;
    read(&row.ok_or(PortalError::NotFound("run"))?)
}

/// The newest runs, newest first, of those before a run.
pub(crate) fn newest(
    database: &Database,
    sync: Option<SyncId>,
    before: Option<RunId>,
    most: u32,
) -> Result<Vec<Run>, PortalError> {
    let before = before.map_or(u32::MAX, |run| run.0);
    let rows = match sync {
        Some(sync) => database.all(
            &format!(
                "SELECT {COLUMNS} FROM run WHERE sync_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"
            ),
            &[sync.0.into(), before.into(), most.into()],
        ),
        None => database.all(
            &format!("SELECT {COLUMNS} FROM run WHERE id < ?1 ORDER BY id DESC LIMIT ?2"),
            &[before.into(), most.into()],
        ),
    }?;
    rows.iter().map(read).collect()
}

/// The runs that have not ended, oldest first.
pub(crate) fn under_way(database: &Database) -> Result<Vec<Run>, PortalError> {
    let statement =
        format!("SELECT {COLUMNS} FROM run WHERE stage NOT IN ('finished', 'stopped') ORDER BY id");
    database.all(&statement, &[])?.iter().map(read).collect()
}

/// Starts a run of a sync, or gives the one that is under way. Runs inside the caller's transaction.
pub(crate) fn start(
    database: &Database,
    sync: SyncId,
    now: Timestamp,
) -> Result<(Run, bool), PortalError> {
    if let Some(run) = under_way_of(database, sync)? {
        return Ok((run, false));
    }
    let expected = newest(database, Some(sync), None, 1)?
        .first()
        .filter(|last| last.state.stage == Stage::Finished && last.retry_of.is_none())
        .map(|last| last.counts.seen);
    insert(database, sync, None, expected, now).map(|run| (run, true))
}

/// Starts a run that tries the failed contacts of another run again. Runs inside the caller's transaction.
pub(crate) fn start_retry(
    database: &Database,
    failed: &Run,
    now: Timestamp,
) -> Result<Run, PortalError> {
    if under_way_of(database, failed.sync)?.is_some() {
        return Err(PortalError::Conflict(
            "A run of this sync is under way. Wait for its end, or stop it.".into(),
        ));
    }
    let contacts = outcomes::count(database, failed.id, OutcomeKind::Failed)?;
    if contacts == 0 {
        return Err(PortalError::Conflict(
            "No contact of this run failed.".into(),
        ));
    }
    insert(database, failed.sync, Some(failed.id), Some(contacts), now)
}

fn under_way_of(database: &Database, sync: SyncId) -> Result<Option<Run>, PortalError> {
    let mut running = under_way(database)?.into_iter();
    Ok(running.find(|run| run.sync == sync))
}

fn insert(
    database: &Database,
    sync: SyncId,
    retry_of: Option<RunId>,
    expected: Option<u32>,
    now: Timestamp,
) -> Result<Run, PortalError> {
    let last = database
        .first("SELECT COALESCE(MAX(id), 0) FROM run", &[])?
        .map_or(Ok(0), |row| row.count(0))?;
    let id = RunId(last + 1);
    database.change(
        "INSERT INTO run (id, sync_id, stage, started_at, retry_of, expected) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            id.0.into(),
            sync.0.into(),
            name(&RunState::NEW.stage)?,
            now.into(),
            retry_of.map(|run| run.0).into(),
            expected.into(),
        ],
    )?;
    syncs::set_next_run(database, sync, None)?;
    get(database, id)
}

/// Applies an event to a run. `problem` says in words what holds it.
pub(crate) fn apply(
    database: &Database,
    run: &Run,
    event: RunEvent,
    problem: Option<&str>,
) -> Result<RunState, PortalError> {
    let state = run.state.after(event);
    if state == run.state && problem == run.problem.as_deref() {
        return Ok(state);
    }
    let problem = if state.hold.is_some() {
        problem.or(run.problem.as_deref())
    } else {
        None
    };
    database.change(
        "UPDATE run SET stage = ?2, hold = ?3, problem = ?4 WHERE id = ?1",
        &[
            run.id.0.into(),
            name(&state.stage)?,
            state
                .hold
                .as_ref()
                .map(name)
                .transpose()?
                .unwrap_or(crate::storage::ports::SqlValue::Null),
            problem.into(),
        ],
    )?;
    Ok(state)
}

/// Holds every run that has not ended.
pub(crate) fn hold_all(database: &Database, hold: Hold, problem: &str) -> Result<(), PortalError> {
    for run in under_way(database)? {
        apply(database, &run, RunEvent::Held(hold), Some(problem))?;
    }
    Ok(())
}

/// Ends a run whose time has come: writes its end, and when an ongoing sync is next due.
pub(crate) fn end(
    database: &Database,
    run: &Run,
    event: RunEvent,
    next: impl FnOnce(&syncs::Sync) -> Option<Timestamp>,
    now: Timestamp,
) -> Result<(), PortalError> {
    let state = apply(database, run, event, None)?;
    if !state.is_over() || run.state.is_over() {
        return Ok(());
    }
    database.change(
        "UPDATE run SET finished_at = ?2 WHERE id = ?1",
        &[run.id.0.into(), now.into()],
    )?;
    forget_uneventful(database, run)?;
    let sync = syncs::get(database, run.sync)?;
    if state.stage == Stage::Stopped {
        outbox::drop_run(database, sync.campaign, run.id)?;
    }
    syncs::set_next_run(
        database,
        sync.id,
        if sync.ongoing { next(&sync) } else { None },
    )
}

/// Of the runs of a sync that found nothing to do, the newest alone is kept: there is one a minute.
fn forget_uneventful(database: &Database, latest: &Run) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM run WHERE sync_id = ?1 AND id < ?2 AND stage = 'finished' \
         AND linked + updated + skipped + failed = 0 AND retry_of IS NULL \
         AND id > (SELECT MIN(id) FROM run WHERE sync_id = ?1)",
        &[latest.sync.0.into(), latest.id.0.into()],
    )
}

/// A campaign is over: nothing more is read or written for it. Should it come back, its ongoing syncs are due.
pub(crate) fn stop_campaign(
    database: &Database,
    campaign: CampaignId,
    now: Timestamp,
) -> Result<(), PortalError> {
    for run in under_way(database)? {
        if syncs::get(database, run.sync)?.campaign == campaign {
            end(database, &run, RunEvent::Stopped, |_| Some(now), now)?;
        }
    }
    outbox::drop_campaign(database, campaign)
}

/// Remembers what HubSpot says of the audience's lists, before the run reads them.
pub(crate) fn set_lists(
    database: &Database,
    id: RunId,
    lists: Option<&RollState>,
) -> Result<(), PortalError> {
    let lists = lists.map(json).transpose()?;
    database.change(
        "UPDATE run SET lists = ?2 WHERE id = ?1",
        &[
            id.0.into(),
            lists.unwrap_or(crate::storage::ports::SqlValue::Null),
        ],
    )
}

/// Sets how many contacts the run is about to see.
pub(crate) fn set_expected(
    database: &Database,
    id: RunId,
    expected: Option<u32>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE run SET expected = ?2 WHERE id = ?1",
        &[id.0.into(), expected.into()],
    )
}

/// Moves the cursor to the next page, or notes that there is none, and counts the contacts that have their
/// outcome already.
pub(crate) fn page_decided(
    database: &Database,
    run: &Run,
    next: Option<&str>,
    counts: Counts,
    now: Timestamp,
) -> Result<(), PortalError> {
    let pace = run.pace.clone().with(Sample {
        second: run.second(now),
        seen: run.counts.seen.saturating_add(counts.seen),
    });
    database.change(
        "UPDATE run SET cursor = COALESCE(?2, cursor), all_read = ?2 IS NULL, pace = ?3 WHERE id = ?1",
        &[run.id.0.into(), next.into(), json(&pace)?],
    )?;
    add_counts(database, run.id, counts)
}

/// Counts contacts that have their outcome now.
pub(crate) fn add_counts(
    database: &Database,
    id: RunId,
    counts: Counts,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE run SET seen = seen + ?2, linked = linked + ?3, updated = updated + ?4, \
         unchanged = unchanged + ?5, skipped = skipped + ?6, failed = failed + ?7 WHERE id = ?1",
        &[
            id.0.into(),
            counts.seen.into(),
            counts.linked.into(),
            counts.updated.into(),
            counts.unchanged.into(),
            counts.skipped.into(),
            counts.failed.into(),
        ],
    )
}

/// Counts a doubt about the properties, and gives how many there were.
pub(crate) fn add_doubt(database: &Database, run: &Run) -> Result<u32, PortalError> {
    database.change(
        "UPDATE run SET doubts = doubts + 1 WHERE id = ?1",
        &[run.id.0.into()],
    )?;
    Ok(run.doubts + 1)
}

/// Adds to what a run has spent.
pub(crate) fn add_costs(database: &Database, id: RunId, costs: Costs) -> Result<(), PortalError> {
    database.change(
        "UPDATE run SET hubspot_calls = hubspot_calls + ?2, kv_writes = kv_writes + ?3, \
         rows_written = rows_written + ?4 WHERE id = ?1",
        &[
            id.0.into(),
            costs.hubspot_calls.into(),
            costs.kv_writes.into(),
            costs.rows_written.into(),
        ],
    )
}
