//! The table of runs: one execution of a sync, with its cursor and its counts.
//!
//! Invariants: the cursor moves only in the transaction that decided the page before it; a run that ended takes no
//! further contact.
//!
//! Left to others: starting and ending runs ([`crate::programme::runs`]).

use domain::{Hold, Pace, RunEvent, RunId, RunState, Sample, SyncId};
use jiff::Timestamp;

use crate::storage::columns::{to_json, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::{Cells, Column, part, row};
use crate::tables::outcomes;
use crate::tables::syncs::ListRevisions;

row! {
    /// A run's row.
    #[derive(Debug, Clone)]
    pub(crate) struct Run {
        pub(crate) id: RunId = "id",
        pub(crate) sync: SyncId = "sync_id",
        /// The run whose failed contacts this run retries; `None` if it covers the whole audience.
        pub(crate) retry_of: Option<RunId> = "retry_of",
        pub(crate) state: RunState = "stage, hold",
        pub(crate) problem: Option<String> = "problem",
        pub(crate) cursor: Option<String> = "cursor",
        pub(crate) all_read: bool = "all_read",
        pub(crate) expected: Option<u32> = "expected",
        pub(crate) pace: Pace = "pace",
        /// The lists' revisions before this run read their members.
        pub(crate) lists: Option<ListRevisions> = "lists",
        pub(crate) doubts: u32 = "doubts",
        pub(crate) counts: Counts = "seen, linked, updated, unchanged, skipped, failed",
        pub(crate) costs: Costs = "hubspot_calls, kv_writes, rows_written",
        pub(crate) started_at: Timestamp = "started_at",
        pub(crate) finished_at: Option<Timestamp> = "finished_at",
    }
}

part! {
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
}

part! {
    /// The costs of a run.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub(crate) struct Costs {
        pub(crate) hubspot_calls: u32,
        pub(crate) kv_writes: u32,
        pub(crate) rows_written: u32,
    }
}

impl Column for RunState {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        let (stage, hold) = cells.read()?;
        Ok(Self { stage, hold })
    }
}

impl Run {
    /// Returns the number of seconds from the run's beginning to a moment.
    pub(crate) fn second(&self, now: Timestamp) -> u32 {
        u32::try_from(now.duration_since(self.started_at).as_secs()).unwrap_or(0)
    }
}

/// Returns one run.
pub(crate) fn get(database: &Database, id: RunId) -> Result<Run, PortalError> {
    let columns = Run::COLUMNS;
    let statement = format!("SELECT {columns} FROM run WHERE id = ?1");
    let found = database.first(&statement, &[id.into()])?;
    found.ok_or(PortalError::NotFound("run"))
}

/// Returns the newest runs before a run, newest first.
pub(crate) fn newest(
    database: &Database,
    sync: Option<SyncId>,
    before: Option<RunId>,
    most: u32,
) -> Result<Vec<Run>, PortalError> {
    let columns = Run::COLUMNS;
    let before = before.unwrap_or(RunId(u32::MAX));
    match sync {
        Some(sync) => database.all(
            &format!(
                "SELECT {columns} FROM run WHERE sync_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"
            ),
            &[sync.into(), before.into(), most.into()],
        ),
        None => database.all(
            &format!("SELECT {columns} FROM run WHERE id < ?1 ORDER BY id DESC LIMIT ?2"),
            &[before.into(), most.into()],
        ),
    }
}

/// Returns the runs that have not ended, oldest first.
pub(crate) fn under_way(database: &Database) -> Result<Vec<Run>, PortalError> {
    let columns = Run::COLUMNS;
    let statement =
        format!("SELECT {columns} FROM run WHERE stage NOT IN ('finished', 'stopped') ORDER BY id");
    database.all(&statement, &[])
}

/// Returns the run of a sync that has not ended.
pub(crate) fn under_way_of(database: &Database, sync: SyncId) -> Result<Option<Run>, PortalError> {
    let mut running = under_way(database)?.into_iter();
    Ok(running.find(|run| run.sync == sync))
}

/// Adds a run, in its first stage, and returns it.
pub(crate) fn insert(
    database: &Database,
    sync: SyncId,
    retry_of: Option<RunId>,
    expected: Option<u32>,
    now: Timestamp,
) -> Result<Run, PortalError> {
    let last = database.number("SELECT COALESCE(MAX(id), 0) FROM run", &[])?;
    let id = RunId(last.saturating_add(1));
    database.change(
        "INSERT INTO run (id, sync_id, stage, started_at, retry_of, expected) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            id.into(),
            sync.into(),
            to_name(&RunState::NEW.stage)?,
            now.into(),
            retry_of.into(),
            expected.into(),
        ],
    )?;
    get(database, id)
}

/// Applies an event to a run, and returns its new state. `problem` is the reason for a hold, in words.
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
    let problem = state.hold.and_then(|_| problem.or(run.problem.as_deref()));
    database.change(
        "UPDATE run SET stage = ?2, hold = ?3, problem = ?4 WHERE id = ?1",
        &[
            run.id.into(),
            to_name(&state.stage)?,
            state.hold.as_ref().map(to_name).transpose()?.into(),
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

/// Stores the time when a run ended.
pub(crate) fn set_finished(
    database: &Database,
    id: RunId,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE run SET finished_at = ?2 WHERE id = ?1",
        &[id.into(), now.into()],
    )
}

/// Deletes the runs of a sync that found nothing to do, except the newest and the first, because an ongoing sync has a
/// run each minute.
pub(crate) fn delete_uneventful(database: &Database, latest: &Run) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM run WHERE sync_id = ?1 AND id < ?2 AND stage = 'finished' \
         AND linked + updated + skipped + failed = 0 AND retry_of IS NULL \
         AND id > (SELECT MIN(id) FROM run WHERE sync_id = ?1)",
        &[latest.sync.into(), latest.id.into()],
    )
}

/// Deletes the run before the latest one of a sync, with its outcomes, if it changed nothing and each found the same:
/// one revoked or refused contact must not keep a run of each minute. The first run stays, and so does a run whose failed
/// contacts were retried.
pub(crate) fn delete_repeated(database: &Database, latest: &Run) -> Result<(), PortalError> {
    if latest.retry_of.is_some() {
        return Ok(());
    }
    let before: Option<RunId> = database.first(
        "SELECT id FROM run WHERE sync_id = ?1 AND id < ?2 AND retry_of IS NULL ORDER BY id DESC LIMIT 1",
        &[latest.sync.into(), latest.id.into()],
    )?;
    let Some(before) = before else { return Ok(()) };
    let repeats = database.exists(
        "SELECT 1 FROM run WHERE id = ?1 AND stage = 'finished' AND linked + updated = 0 \
         AND id > (SELECT MIN(id) FROM run WHERE sync_id = ?3) \
         AND NOT EXISTS (SELECT 1 FROM run AS retry WHERE retry.sync_id = ?3 AND retry.retry_of = ?1) \
         AND NOT EXISTS (SELECT contact_id, kind, reason FROM outcome WHERE run_id = ?1 \
         EXCEPT SELECT contact_id, kind, reason FROM outcome WHERE run_id = ?2) \
         AND NOT EXISTS (SELECT contact_id, kind, reason FROM outcome WHERE run_id = ?2 \
         EXCEPT SELECT contact_id, kind, reason FROM outcome WHERE run_id = ?1)",
        &[before.into(), latest.id.into(), latest.sync.into()],
    )?;
    if !repeats {
        return Ok(());
    }
    outcomes::delete_of_run(database, before)?;
    database.change("DELETE FROM run WHERE id = ?1", &[before.into()])
}

/// Stores the lists' revisions, before the run reads their members.
pub(crate) fn set_lists(
    database: &Database,
    id: RunId,
    lists: Option<&ListRevisions>,
) -> Result<(), PortalError> {
    let lists = lists.map(to_json).transpose()?;
    database.change(
        "UPDATE run SET lists = ?2 WHERE id = ?1",
        &[id.into(), lists.into()],
    )
}

/// Stores the number of contacts that the run will read.
pub(crate) fn set_expected(
    database: &Database,
    id: RunId,
    expected: Option<u32>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE run SET expected = ?2 WHERE id = ?1",
        &[id.into(), expected.into()],
    )
}

/// Moves the cursor to the next page, or stores that there is none, and counts the contacts that have their outcome
/// already.
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
        &[run.id.into(), next.into(), to_json(&pace)?],
    )?;
    add_counts(database, run.id, counts)
}

/// Adds contacts that have got their outcome.
pub(crate) fn add_counts(
    database: &Database,
    id: RunId,
    counts: Counts,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE run SET seen = seen + ?2, linked = linked + ?3, updated = updated + ?4, \
         unchanged = unchanged + ?5, skipped = skipped + ?6, failed = failed + ?7 WHERE id = ?1",
        &[
            id.into(),
            counts.seen.into(),
            counts.linked.into(),
            counts.updated.into(),
            counts.unchanged.into(),
            counts.skipped.into(),
            counts.failed.into(),
        ],
    )
}

/// Counts a response that found properties missing, and returns the number of such responses.
pub(crate) fn add_doubt(database: &Database, run: &Run) -> Result<u32, PortalError> {
    database.change(
        "UPDATE run SET doubts = doubts + 1 WHERE id = ?1",
        &[run.id.into()],
    )?;
    Ok(run.doubts + 1)
}

/// Adds to the costs of a run.
pub(crate) fn add_costs(database: &Database, id: RunId, costs: Costs) -> Result<(), PortalError> {
    database.change(
        "UPDATE run SET hubspot_calls = hubspot_calls + ?2, kv_writes = kv_writes + ?3, \
         rows_written = rows_written + ?4 WHERE id = ?1",
        &[
            id.into(),
            costs.hubspot_calls.into(),
            costs.kv_writes.into(),
            costs.rows_written.into(),
        ],
    )
}
