//! The audience of a run: the members of its lists, as snapshots hold them. The jobs that read lists, and the job that
//! reads contacts, share it.

use std::rc::Rc;

use domain::{Audience, ContactSet, RunEvent, RunId, Stage};

use super::back_off::Subject;
use crate::Portal;
use crate::storage::error::PortalError;
use crate::tables::audience_snapshots::{self, Snapshot, SnapshotId};
use crate::tables::referrers;
use crate::tables::runs::{self, Run};
use crate::tables::syncs::Sync;

/// The snapshots that were used last. The same pages give another snapshot for another audience.
#[derive(Debug, Default)]
pub(crate) struct KnownSnapshots {
    known: Vec<KnownSnapshot>,
    missing: Option<(SnapshotId, Rc<Missing>)>,
}

#[derive(Debug)]
struct KnownSnapshot {
    id: SnapshotId,
    audience: Audience,
    snapshot: Rc<Snapshot>,
}

/// The snapshots in memory: those before and after a reading, and one of another sync. A hundred thousand members take
/// about two megabytes.
const MAX_KNOWN: usize = 3;

/// The contacts that a reading misses.
#[derive(Debug, Default)]
pub(super) struct Missing {
    pub(super) contacts: ContactSet,
    /// The number of contacts that took part before.
    pub(super) took_part: usize,
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

    /// Returns the contacts that a sync covers by now; before its first run, an empty snapshot.
    pub(super) fn snapshot(&mut self, sync: &Sync) -> Result<Rc<Snapshot>, PortalError> {
        let (Some(reading), Some(audience)) = (sync.snapshot, &sync.snapshot_audience) else {
            return Ok(Rc::default());
        };
        let id = SnapshotId {
            sync: sync.id,
            reading,
        };
        self.load_snapshot(id, audience)
    }

    /// Returns a complete snapshot.
    pub(super) fn load_snapshot(
        &mut self,
        id: SnapshotId,
        audience: &Audience,
    ) -> Result<Rc<Snapshot>, PortalError> {
        let known = &mut self.memory.snapshots.known;
        let is_it = |known: &KnownSnapshot| known.id == id && known.audience == *audience;
        if let Some(known) = known.iter().find(|known| is_it(known)) {
            return Ok(Rc::clone(&known.snapshot));
        }
        let snapshot = Rc::new(audience_snapshots::load(&self.database, id, audience)?);
        if known.len() >= MAX_KNOWN {
            known.remove(0);
        }
        known.push(KnownSnapshot {
            id,
            audience: audience.clone(),
            snapshot: Rc::clone(&snapshot),
        });
        Ok(snapshot)
    }

    /// Forgets all snapshots, because one of them has changed.
    pub(super) fn forget_snapshots(&mut self) {
        self.memory.snapshots = KnownSnapshots::default();
    }

    /// Returns the contacts that the sync covered before, and does not cover by a new reading. The former are those of
    /// the audience for which they were read, whatever the audience is today.
    pub(super) fn missing(
        &mut self,
        sync: &Sync,
        reading: SnapshotId,
    ) -> Result<Rc<Missing>, PortalError> {
        if let Some((id, missing)) = &self.memory.snapshots.missing
            && *id == reading
        {
            return Ok(Rc::clone(missing));
        }
        let Some(former) = &sync.snapshot_audience else {
            return Ok(Rc::default());
        };
        let before = self.snapshot(sync)?;
        let after = self.load_snapshot(reading, &sync.audience)?;
        let covered = match former.lists {
            Some(_) => before.included.clone(),
            None => referrers::live(&self.database, sync.campaign)?.less(&before.excluded),
        };
        let missing = Rc::new(Missing {
            contacts: match sync.audience.lists {
                Some(_) => covered.less(&after.included),
                None => covered.both(&after.excluded),
            },
            took_part: covered.len(),
        });
        self.memory.snapshots.missing = Some((reading, Rc::clone(&missing)));
        Ok(missing)
    }
}

/// The subject of the jobs that read lists: no two of their calls for a run are in flight together.
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
