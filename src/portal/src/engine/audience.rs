//! The audience of a run: the members of its lists, as snapshots hold them. The jobs that read lists, and the job that
//! reads contacts, share it.

use std::rc::Rc;

use domain::{Audience, Hold, RunEvent, RunId, Stage};

use super::back_off::Subject;
use crate::Portal;
use crate::storage::error::PortalError;
use crate::tables::audience_snapshots::{self, Snapshot, SnapshotId};
use crate::tables::runs::{self, Run};
use crate::tables::syncs::{self, Sync};

/// The snapshot that was used last. The same pages give another snapshot for another audience.
#[derive(Debug)]
pub(crate) struct KnownSnapshot {
    id: SnapshotId,
    audience: Audience,
    snapshot: Rc<Snapshot>,
}

impl Portal {
    /// Lets a run read its contacts, now that the members of its lists are known.
    pub(super) fn members_known(
        &self,
        run: &Run,
        expected: Option<usize>,
    ) -> Result<(), PortalError> {
        let expected = expected.map(|expected| u32::try_from(expected).unwrap_or(u32::MAX));
        if expected.is_some_and(|expected| run.expected != Some(expected)) {
            runs::set_expected(&self.database, run.id, expected)?;
        }
        let state = runs::apply(&self.database, run, RunEvent::MembersKnown, None)?;
        if run.all_read {
            // It had come further before its properties were looked at again.
            let run = Run {
                state,
                ..run.clone()
            };
            runs::apply(&self.database, &run, RunEvent::LastPageRead, None)?;
        }
        Ok(())
    }

    /// Holds a run until a person has repaired its lists. The run looks at them again when it is resumed.
    pub(super) fn hold_for_lists(&self, run: RunId, problem: &str) -> Result<(), PortalError> {
        let run = runs::get(&self.database, run)?;
        let sync = syncs::get(&self.database, run.sync)?;
        self.database.atomically(|| {
            runs::set_lists(&self.database, run.id, None)?;
            audience_snapshots::keep_only(&self.database, sync.id, sync.snapshot)?;
            let held = RunEvent::Held(Hold::Lists);
            runs::apply(&self.database, &run, held, Some(problem)).map(drop)
        })
    }

    /// Returns the sync's complete snapshot; before the first one, an empty one.
    pub(super) fn snapshot(&mut self, sync: &Sync) -> Result<Rc<Snapshot>, PortalError> {
        let Some(run) = sync.snapshot else {
            return Ok(Rc::default());
        };
        let id = SnapshotId { sync: sync.id, run };
        if let Some(known) = &self.memory.snapshot
            && known.id == id
            && known.audience == sync.audience
        {
            return Ok(Rc::clone(&known.snapshot));
        }
        let snapshot = self.load_snapshot(sync, run)?;
        self.memory.snapshot = Some(KnownSnapshot {
            id,
            audience: sync.audience.clone(),
            snapshot: Rc::clone(&snapshot),
        });
        Ok(snapshot)
    }

    /// Returns the snapshot of a sync that a run has read.
    pub(super) fn load_snapshot(
        &self,
        sync: &Sync,
        run: RunId,
    ) -> Result<Rc<Snapshot>, PortalError> {
        let id = SnapshotId { sync: sync.id, run };
        audience_snapshots::load(&self.database, id, &sync.audience).map(Rc::new)
    }
}

/// The subject of both jobs that read lists: a look at the lists and a page of members are never in flight together.
pub(super) const fn lists_of(run: RunId) -> Subject {
    Subject::new("lists").of_run(run)
}

/// Returns whether a run is at reading its lists.
pub(super) fn is_gathering(run: &Run) -> bool {
    run.state.is_moving() && run.state.stage == Stage::Gathering
}

/// Returns whether a run reads lists at all.
pub(super) fn reads_lists(run: &Run, sync: &Sync) -> bool {
    run.retry_of.is_none() && !sync.audience.lists_to_read().is_empty()
}
