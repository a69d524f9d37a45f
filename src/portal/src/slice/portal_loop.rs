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
    /// Whether the object has responded to a request or heard its alarm before.
    is_loaded: bool,
    pub(super) lease: Lease,
    /// True if there is new work that no slice has seen.
    has_new_work: bool,
    /// Effects that were planned and have not begun. They belong to the object and not to a slice: the slice
    /// that takes over from an abandoned one begins them.
    pub(super) waiting: VecDeque<PlannedEffect>,
}

/// The thing that the shell does after a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterResponse {
    /// Set the alarm to this time.
    Arm(Timestamp),
    /// Read the alarm, and pass it to [`PortalLoop::resume`].
    ReadAlarm,
    /// Nothing.
    Nothing,
}

impl PortalLoop {
    /// Does a part of the loop's work with the portal, which is opened when it is first needed.
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
        let result = work(self.opened(open)?);
        if matches!(
            result,
            Err(PortalError::Storage(_) | PortalError::Unreadable(_))
        ) {
            self.portal = None;
            self.generation = self.generation.next();
        }
        result.map_err(E::from)
    }

    /// Puts a request to the portal, which is opened when it is first needed.
    ///
    /// A request that fails leaves the loop as it is. It was one transaction, which was rolled back, and the portal's
    /// memory holds only what may be forgotten. So nobody can end the loop's work by a request.
    ///
    /// # Errors
    /// When the portal cannot be opened, or when the request fails.
    pub fn ask_portal<T, E: From<PortalError>>(
        &mut self,
        open: impl FnOnce() -> Result<Portal, E>,
        request: impl FnOnce(&mut Portal) -> Result<T, PortalError>,
    ) -> Result<T, E> {
        request(self.opened(open)?).map_err(E::from)
    }

    fn opened<E>(&mut self, open: impl FnOnce() -> Result<Portal, E>) -> Result<&mut Portal, E> {
        match self.portal {
            Some(ref mut portal) => Ok(portal),
            None => Ok(self.portal.insert(open()?)),
        }
    }

    /// Returns the generation of the portal that is in use, or of the one that will be opened next.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Begins a slice, because an alarm rings. While another slice holds the lease, the new one only notes that there
    /// is new work, and ends.
    #[must_use]
    pub fn alarm_rings(&mut self, now: Timestamp) -> Slice {
        self.is_loaded = true;
        let Some(holder) = self.lease.take(now) else {
            let ring_at = self.work_arrives(now);
            return Slice::new(None, Stage::Beside(ring_at), now);
        };
        // The slice plans first of all, so the new work is not new to it.
        self.has_new_work = false;
        Slice::new(Some(holder), Stage::Begins, now)
    }

    /// Decides what follows from the response to a request.
    pub fn responded(&mut self, has_work: bool, now: Timestamp) -> AfterResponse {
        let was_loaded = std::mem::replace(&mut self.is_loaded, true);
        if has_work {
            AfterResponse::Arm(self.work_arrives(now))
        } else if was_loaded {
            AfterResponse::Nothing
        } else {
            AfterResponse::ReadAlarm
        }
    }

    /// Returns when to ring, if the alarm has to be brought forward.
    ///
    /// An object that is loaded for a request while its alarm is about to ring was most likely in the middle of
    /// a slice when its process died: nobody need wait for the alarm.
    #[must_use]
    pub fn resume(&self, alarm: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        let is_near = alarm.is_some_and(|alarm| alarm <= after(now, LEASE));
        (is_near && self.lease.held_until(now).is_none()).then_some(now)
    }

    /// Notes that there is new work. Returns when the alarm has to ring.
    ///
    /// A slice that runs sees it within a tick. The alarm is set all the same, to the end of the lease:
    /// the slice may have been abandoned, or the process may die.
    pub(super) fn work_arrives(&mut self, now: Timestamp) -> Timestamp {
        self.has_new_work = true;
        self.lease.held_until(now).unwrap_or(now)
    }

    /// Returns whether there is new work, once.
    pub(super) fn take_new_work(&mut self) -> bool {
        std::mem::take(&mut self.has_new_work)
    }

    /// Drops the waiting effects of earlier generations: their portal is gone, and the present one plans anew.
    pub(super) fn drop_stale_effects(&mut self) {
        let generation = self.generation;
        self.waiting
            .retain(|effect| effect.id.generation == generation);
    }
}
