//! The course of a reading of lists, from one step to the next. The jobs that take the steps share it.
//!
//! A missing member is no evidence by itself: HubSpot works on lists in the background, and reads several lists one
//! after the other. So a reading counts only if HubSpot has finished its work on every list before and after it, the
//! lists' revisions are the same then, and every list had as many members as it says. Otherwise the run reads again.
//! After a few readings it takes the members as they are and treats nobody as having left: the missing contacts are
//! carried over, and the next run tries again. The same happens to a single contact about which HubSpot does not answer.
//!
//! Invariant: a link ends only at [`Step::End`], which a reading reaches only by such evidence.

use domain::{Hold, ListId, OnLeaving, RunEvent, RunId};
use hubspot::lists::{ListState, Processing};
use jiff::{SignedDuration, Timestamp};

use super::audience::{is_gathering, lists_of, reads_lists};
use crate::Portal;
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::audience_snapshots::{self, SnapshotId};
use crate::tables::gathering::{Gathering, ListStates, Step};
use crate::tables::leavers;
use crate::tables::runs::{self, Run};
use crate::tables::syncs::{self, Sync};

/// The readings of a run. A list whose size never agrees with its members would be read for ever.
const MAX_READINGS: u32 = 3;

/// The pauses before the second and the third reading. HubSpot's sizes follow its members by some seconds.
const PAUSES: [SignedDuration; 2] = [SignedDuration::from_secs(15), SignedDuration::from_secs(60)];

/// A run that reads its lists.
pub(super) struct Reader {
    pub(super) run: Run,
    pub(super) sync: Sync,
}

impl Reader {
    /// Returns the progress.
    pub(super) fn gathering(&self) -> Gathering {
        self.run.gathering.clone()
    }

    /// Names the snapshot that the present reading makes.
    pub(super) fn snapshot(&self) -> SnapshotId {
        SnapshotId {
            sync: self.sync.id,
            reading: self.run.gathering.reading,
        }
    }

    /// Returns whether the sync wants to know who has left, and has contacts who can have.
    pub(super) fn looks_for_leavers(&self) -> bool {
        self.sync.ongoing
            && self.sync.on_leaving != OnLeaving::Keep
            && self.sync.snapshot_audience.is_some()
    }
}

impl Portal {
    /// Returns a run that reads its lists and is at one of these steps, if it is still wanted.
    pub(super) fn reader(
        &self,
        run: RunId,
        is_at: impl FnOnce(&Step) -> bool,
    ) -> Result<Option<Reader>, PortalError> {
        let run = runs::get(&self.database, run)?;
        if !is_gathering(&run) || !is_at(&run.gathering.step) {
            return Ok(None);
        }
        let sync = syncs::get(&self.database, run.sync)?;
        Ok(reads_lists(&run, &sync).then_some(Reader { run, sync }))
    }

    /// The same for planning. A reading begins anew if a person has changed the sync since it began.
    pub(super) fn reader_to_plan(
        &mut self,
        run: &Run,
        planning: &mut Planning,
        is_at: impl FnOnce(&Step) -> bool,
    ) -> Result<Option<Reader>, PortalError> {
        let Some(reader) = self.reader(run.id, is_at)? else {
            return Ok(None);
        };
        let under_way = !matches!(reader.run.gathering.step, Step::Look | Step::Known);
        let terms = (reader.sync.audience.clone(), reader.sync.on_leaving);
        if under_way && reader.run.gathering.terms.as_ref() != Some(&terms) {
            self.begin_anew(&reader)?;
            planning.wake(planning.now);
            return Ok(None);
        }
        Ok(Some(reader))
    }

    /// Takes a step.
    pub(super) fn go_to(&self, reader: &Reader, step: Step) -> Result<(), PortalError> {
        let gathering = Gathering {
            step,
            ..reader.gathering()
        };
        runs::set_gathering(&self.database, reader.run.id, &gathering)
    }

    /// Discards a reading, and begins with another look at the lists. Decisions about leavers stay.
    pub(super) fn begin_anew(&mut self, reader: &Reader) -> Result<(), PortalError> {
        self.forget_snapshots();
        self.database.atomically(|| {
            audience_snapshots::keep_only(&self.database, reader.sync.id, reader.sync.snapshot)?;
            self.go_to(reader, Step::Look)
        })
    }

    /// Waits while HubSpot works on a list, and says so. The pauses are a quarter of the time that the run has waited:
    /// about twenty looks in the first hour, then one every ten minutes.
    pub(super) fn wait_for_list(
        &mut self,
        reader: &Reader,
        list: &ListState,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let since = reader.run.gathering.waits_since;
        let since = since.unwrap_or(now.as_millisecond());
        let pause = SignedDuration::from_millis(now.as_millisecond().saturating_sub(since) / 4);
        let pause = pause.clamp(SignedDuration::from_secs(5), SignedDuration::from_mins(10));
        let until = now.saturating_add(pause).unwrap_or(now);
        self.memory.back_off.rest(lists_of(reader.run.id), until);
        let notice = format!(
            "HubSpot is still working on the list “{}”. The run waits until its members are complete.",
            list.name
        );
        self.forget_snapshots();
        self.database.atomically(|| {
            audience_snapshots::keep_only(&self.database, reader.sync.id, reader.sync.snapshot)?;
            let gathering = Gathering {
                step: Step::Look,
                waits_since: Some(since),
                ..reader.gathering()
            };
            runs::set_gathering(&self.database, reader.run.id, &gathering)?;
            runs::set_notice(&self.database, &reader.run, Some(&notice))
        })
    }

    /// Reads again after a reading that shows nothing certain. After a few of them the run goes on with the members of
    /// the last one, and nobody leaves.
    pub(super) fn read_again(
        &mut self,
        reader: &Reader,
        why: &str,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let failed = reader.run.gathering.failed + 1;
        let place = usize::try_from(failed).unwrap_or(usize::MAX) - 1;
        let Some(pause) = PAUSES.get(place).filter(|_| failed < MAX_READINGS) else {
            return self.adopt_uncertain(reader, why, now);
        };
        let until = now.saturating_add(*pause).unwrap_or(now);
        self.memory.back_off.rest(lists_of(reader.run.id), until);
        self.forget_snapshots();
        self.database.atomically(|| {
            audience_snapshots::keep_only(&self.database, reader.sync.id, reader.sync.snapshot)?;
            let gathering = Gathering {
                step: Step::Look,
                failed,
                ..reader.gathering()
            };
            runs::set_gathering(&self.database, reader.run.id, &gathering)?;
            runs::set_notice(&self.database, &reader.run, Some(why))
        })
    }

    /// Reads again after a reading that shows no members at all: a page came twice, or was empty though the list is
    /// not. After a few of them the run goes on with the members that it knew, or waits for a person.
    pub(super) fn read_again_or_keep(
        &mut self,
        reader: &Reader,
        why: &str,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        if reader.run.gathering.failed + 1 < MAX_READINGS {
            return self.read_again(reader, why, now);
        }
        if reader.sync.snapshot_audience.as_ref() != Some(&reader.sync.audience) {
            let problem = format!("{why} Look at the list in HubSpot, then resume the run.");
            return self.hold_for_lists(reader.run.id, &problem);
        }
        let notice = format!("{why} The run goes on with the members that it knew before.");
        let known = self.snapshot(&reader.sync)?;
        let expected = reader.sync.audience.lists.is_some();
        self.forget_snapshots();
        self.database.atomically(|| {
            audience_snapshots::keep_only(&self.database, reader.sync.id, reader.sync.snapshot)?;
            leavers::clear(&self.database, reader.run.id)?;
            runs::set_notice(&self.database, &reader.run, Some(&notice))?;
            self.go_to(reader, Step::Known)?;
            self.members_known(&reader.run, expected.then(|| known.included.len()))
        })
    }

    /// Takes the members as they were read, although the reading does not show who left.
    pub(super) fn adopt_uncertain(
        &mut self,
        reader: &Reader,
        why: &str,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let carried = if reader.looks_for_leavers() {
            self.missing(&reader.sync, reader.snapshot())?
                .contacts
                .clone()
        } else {
            domain::ContactSet::default()
        };
        let notice = if carried.is_empty() {
            why.to_owned()
        } else {
            format!("{why} Nobody is treated as having left until HubSpot’s answers agree.")
        };
        self.adopt(reader, &carried, Some(&notice), now)
    }

    /// Makes the reading the sync's snapshot, together with contacts that are carried over.
    pub(super) fn adopt(
        &mut self,
        reader: &Reader,
        carried: &domain::ContactSet,
        notice: Option<&str>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Reader { run, sync } = reader;
        let id = reader.snapshot();
        self.forget_snapshots();
        self.database.atomically(|| {
            audience_snapshots::carry_over(&self.database, id, carried)?;
            // An uncertain reading is not used for a second run.
            let states = run.gathering.lists.as_ref();
            let states = states.filter(|_| notice.is_none());
            syncs::set_snapshot(&self.database, sync, Some(id.reading), states, now)?;
            audience_snapshots::keep_only(&self.database, sync.id, Some(id.reading))?;
            leavers::clear(&self.database, run.id)?;
            runs::set_notice(&self.database, run, notice)?;
            self.go_to(reader, Step::Known)?;
            let members = audience_snapshots::load(&self.database, id, &sync.audience)?;
            let listed = sync.audience.lists.is_some();
            self.members_known(run, listed.then(|| members.included.len()))
        })
    }

    /// Holds a run until a person has repaired its lists. The run looks at them again when it is resumed.
    pub(super) fn hold_for_lists(&self, run: RunId, problem: &str) -> Result<(), PortalError> {
        let run = runs::get(&self.database, run)?;
        let sync = syncs::get(&self.database, run.sync)?;
        self.database.atomically(|| {
            let gathering = Gathering {
                step: Step::Look,
                failed: 0,
                waits_since: None,
                ..run.gathering.clone()
            };
            runs::set_gathering(&self.database, run.id, &gathering)?;
            audience_snapshots::keep_only(&self.database, sync.id, sync.snapshot)?;
            let held = RunEvent::Held(Hold::Lists);
            runs::apply(&self.database, &run, held, Some(problem)).map(drop)
        })
    }

    /// Returns the lists to look at: those of the audience, and those of the campaign's other syncs if the run looks
    /// for leavers, because a contact that another sync covers has not left.
    pub(super) fn lists_to_look_at(&self, reader: &Reader) -> Result<Vec<ListId>, PortalError> {
        let mut lists = reader.sync.audience.lists_to_read();
        if reader.looks_for_leavers() {
            for other in self.other_syncs(&reader.sync)? {
                lists.extend(other.audience.lists_to_read());
            }
        }
        Ok(lists.into_iter().collect())
    }

    /// Returns the campaign's other syncs.
    pub(super) fn other_syncs(&self, sync: &Sync) -> Result<Vec<Sync>, PortalError> {
        let mut others = syncs::of_campaign(&self.database, sync.campaign)?;
        others.retain(|other| other.id != sync.id);
        Ok(others)
    }
}

/// Returns the states of lists as they are compared. `own`: the lists of the audience.
pub(super) fn states_of(
    found: &[ListState],
    own: impl Fn(&ListId) -> bool,
    now: Timestamp,
) -> ListStates {
    let mut states = ListStates {
        at: now.as_millisecond(),
        complete: true,
        ..ListStates::default()
    };
    for list in found {
        let is_complete = list.processing == Processing::Complete;
        if own(&list.id) {
            states.complete &= is_complete;
            states
                .revisions
                .insert(list.id.clone(), list.revision.clone());
            states
                .sizes
                .extend(list.size.map(|size| (list.id.clone(), size)));
        } else if is_complete {
            states.others.insert(list.id.clone(), list.revision.clone());
        }
    }
    states
}
