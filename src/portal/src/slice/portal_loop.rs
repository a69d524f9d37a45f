//! The state that all slices of one object share: the portal, the lease, and the effects that wait to begin.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::lease::Lease;
use super::limits::{LEASE, after};
use super::{Generation, PlannedEffect, Slice, Stage};
use crate::{Portal, PortalError};

/// The loop of one object, as long as the object is in memory.
#[derive(Default)]
pub struct PortalLoop {
    portal: Option<Portal>,
    generation: Generation,
    /// Whether the object has answered a question or heard its alarm before.
    is_loaded: bool,
    pub(super) lease: Lease,
    /// Whether there is word of new work that no slice has read.
    word: bool,
    /// Effects that were planned and have not begun. They belong to the object and not to a slice: the slice
    /// that takes over from an abandoned one begins them.
    pub(super) waiting: VecDeque<PlannedEffect>,
}

/// The thing that the shell does after a question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterAnswer {
    /// Set the alarm to this time.
    Arm(Timestamp),
    /// Read the alarm, and pass it to [`PortalLoop::resume`].
    ReadAlarm,
    /// Nothing.
    Nothing,
}

impl PortalLoop {
    /// Does something with the portal, which is opened when it is first needed.
    ///
    /// After a failure of the storage the portal is dropped, and opened again when it is next needed: its memory
    /// may differ from its tables.
    ///
    /// # Errors
    /// When the portal cannot be opened, or when the work fails.
    pub fn with_portal<T, E: From<PortalError>>(
        &mut self,
        open: impl FnOnce() -> Result<Portal, E>,
        work: impl FnOnce(&mut Portal) -> Result<T, PortalError>,
    ) -> Result<T, E> {
        let mut portal = match self.portal.take() {
            Some(portal) => portal,
            None => open()?,
        };
        let result = work(&mut portal);
        match &result {
            Err(PortalError::Storage(_) | PortalError::Unreadable(_)) => {
                self.generation = self.generation.next();
            }
            _ => self.portal = Some(portal),
        }
        result.map_err(E::from)
    }

    /// Returns the generation of the portal that is in use, or of the one that will be opened next.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Begins a slice, because an alarm rings. While another slice holds the lease, the new one only leaves word
    /// for it and ends.
    #[must_use]
    pub fn alarm_rings(&mut self, now: Timestamp) -> Slice {
        self.is_loaded = true;
        let Some(holder) = self.lease.take(now) else {
            let ring_at = self.work_arrives(now);
            return Slice::new(None, Stage::Beside(ring_at), now);
        };
        // The slice plans first of all, so the word brings nothing new.
        self.word = false;
        Slice::new(Some(holder), Stage::Begins, now)
    }

    /// Decides what follows from the answer to a question.
    pub fn answered(&mut self, has_work: bool, now: Timestamp) -> AfterAnswer {
        let was_loaded = std::mem::replace(&mut self.is_loaded, true);
        if has_work {
            AfterAnswer::Arm(self.work_arrives(now))
        } else if was_loaded {
            AfterAnswer::Nothing
        } else {
            AfterAnswer::ReadAlarm
        }
    }

    /// Returns when to ring, if the alarm has to be brought forward.
    ///
    /// An object that is loaded for a question while its alarm is about to ring was most likely in the middle of
    /// a slice when its process died: nobody need wait for the alarm.
    #[must_use]
    pub fn resume(&self, alarm: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        let is_near = alarm.is_some_and(|alarm| alarm <= after(now, LEASE));
        (is_near && self.lease.held_until(now).is_none()).then_some(now)
    }

    /// Leaves word of new work. Returns when the alarm has to ring.
    ///
    /// A slice that runs reads the word within a tick. The alarm is set all the same, to the end of the lease:
    /// the slice may have been abandoned, or the process may die.
    pub(super) fn work_arrives(&mut self, now: Timestamp) -> Timestamp {
        self.word = true;
        self.lease.held_until(now).unwrap_or(now)
    }

    /// Reads the word of new work, once.
    pub(super) fn take_word(&mut self) -> bool {
        std::mem::take(&mut self.word)
    }

    /// Drops the waiting effects of earlier generations: their portal is gone, and the present one plans anew.
    pub(super) fn drop_stale_effects(&mut self) {
        let generation = self.generation;
        self.waiting
            .retain(|effect| effect.id.generation == generation);
    }
}
