//! The table of runs: one execution of a sync, with its cursor and its counts.
//!
//! Invariants: the cursor moves only in the transaction that decided the page before it; a run that ended takes no
//! further contact.
//!
//! Left to others: starting and ending runs ([`crate::programme::runs`]).

use domain::{ContactId, Hold, Pace, RunEvent, RunId, RunState, Sample, SyncId};
use jiff::{SignedDuration, Timestamp};

use crate::storage::columns::{to_json, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::{Cells, Column, part, row};
use crate::tables::gathering::Gathering;
use crate::tables::outcomes;

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
        /// How far the run has come with its lists.
        pub(crate) gathering: Gathering = "gathering",
        /// A remark about the lists, for people.
        pub(crate) notice: Option<String> = "notice",
        pub(crate) doubts: u32 = "doubts",
        /// The last contact that was decided, if the run reads all contacts.
        pub(crate) read_to: Option<ContactId> = "read_to",
        /// How often HubSpot did not take the cursor any more.
        pub(crate) rereads: u32 = "rereads",
        /// Milliseconds for which the run was under way until `moving_since`.
        pub(crate) worked_ms: i64 = "worked_ms",
        /// Since when it is under way without a hold; `None` while it is held.
        pub(crate) moving_since: Option<Timestamp> = "moving_since",
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

    /// Returns how long the run was under way until now, without its holds.
    pub(crate) fn worked(&self, now: Timestamp) -> SignedDuration {
        let since = self.moving_since.map(|since| now.duration_since(since));
        SignedDuration::from_millis(self.worked_ms)
            .saturating_add(since.unwrap_or_default().max(SignedDuration::ZERO))
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
        "INSERT INTO run (id, sync_id, stage, started_at, retry_of, expected, moving_since) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?4)",
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
        "UPDATE run SET stage = ?2, hold = ?3, problem = ?4, \
         moving_since = CASE WHEN ?3 IS NULL THEN moving_since END WHERE id = ?1",
        &[
            run.id.into(),
            to_name(&state.stage)?,
            state.hold.as_ref().map(to_name).transpose()?.into(),
            problem.into(),
        ],
    )?;
    Ok(state)
}

/// Stores that a run is under way from now on: it is new, or its hold has ended.
pub(crate) fn set_moving(
    database: &Database,
    id: RunId,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE run SET moving_since = ?2 WHERE id = ?1",
        &[id.into(), now.into()],
    )
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

/// Stores how far the run has come with its lists.
pub(crate) fn set_gathering(
    database: &Database,
    id: RunId,
    gathering: &Gathering,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE run SET gathering = ?2 WHERE id = ?1",
        &[id.into(), to_json(gathering)?],
    )
}

/// Stores a remark about the run's lists, for people.
pub(crate) fn set_notice(
    database: &Database,
    run: &Run,
    notice: Option<&str>,
) -> Result<(), PortalError> {
    if run.notice.as_deref() == notice {
        return Ok(());
    }
    database.change(
        "UPDATE run SET notice = ?2 WHERE id = ?1",
        &[run.id.into(), notice.into()],
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

/// The end of a page of contacts.
#[derive(Debug, Default)]
pub(crate) struct PageEnd<'a> {
    /// The cursor of the next page; `None` on the last.
    pub(crate) next: Option<&'a str>,
    /// The last contact of the page, if the run reads all contacts.
    pub(crate) read_to: Option<&'a ContactId>,
}

/// Moves the cursor to the next page, or stores that there is none, and counts the contacts that have their outcome
/// already.
pub(crate) fn page_decided(
    database: &Database,
    run: &Run,
    end: &PageEnd<'_>,
    counts: Counts,
    now: Timestamp,
) -> Result<(), PortalError> {
    let pace = run.pace.clone().with(Sample {
        second: run.second(now),
        seen: run.counts.seen.saturating_add(counts.seen),
    });
    database.change(
        "UPDATE run SET cursor = COALESCE(?2, cursor), all_read = ?2 IS NULL, pace = ?3, \
         read_to = COALESCE(?4, read_to), worked_ms = ?5, moving_since = ?6 WHERE id = ?1",
        &[
            run.id.into(),
            end.next.into(),
            to_json(&pace)?,
            end.read_to.into(),
            i64::try_from(run.worked(now).as_millis())
                .unwrap_or(i64::MAX)
                .into(),
            now.into(),
        ],
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

/// Lets a run read from the first contact again, because HubSpot does not take its cursor any more. The contacts that it
/// has decided stay decided.
pub(crate) fn read_anew(database: &Database, id: RunId) -> Result<(), PortalError> {
    database.change(
        "UPDATE run SET cursor = NULL, rereads = rereads + 1 WHERE id = ?1",
        &[id.into()],
    )
}

/// Forgets the doubts about a run's properties, because a person has repaired them.
pub(crate) fn forget_doubts(database: &Database, id: RunId) -> Result<(), PortalError> {
    database.change("UPDATE run SET doubts = 0 WHERE id = ?1", &[id.into()])
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
