//! The parts that every job of the loop has.
//!
//! A job in flight is a value that implements [`Job`]. Its file also holds the `plan_…` method that begins it, and
//! [`super::jobs::JOBS`] lists these methods in the order of planning.

use core::fmt::Debug;

use domain::host_proof::HostClaim;
use domain::{ContactId, NormalisedEmail, RunId};
use hubspot::{NoReply, Reply};
use jiff::Timestamp;

use super::back_off::Subject;
use crate::Portal;
use crate::engine::effects::{EffectResult, HostSeen, Unavailable};
use crate::storage::error::PortalError;

/// A job of the loop, with what one flight of it needs to be settled.
pub(super) trait Job: Debug + 'static {
    /// The kind of the effect that the job begins.
    type Kind: EffectKind;

    /// Returns the subject of the job's back-off. At most one flight of a subject is in the air.
    fn subject(&self) -> Subject;

    /// Returns the run that is charged for the flight.
    fn run(&self, _portal: &Portal) -> Result<Option<RunId>, PortalError> {
        Ok(None)
    }

    /// Returns the contacts that the job may be writing.
    fn contacts(&self) -> Vec<&ContactId> {
        Vec::new()
    }

    /// Returns the address of the person whom the job may be creating.
    fn created_address(&self) -> Option<&NormalisedEmail> {
        None
    }

    /// Returns the pool that limits how many such jobs are in flight together.
    fn pool(&self) -> Option<Pool> {
        None
    }

    /// Records the result of the effect, if it is still wanted.
    fn settle(
        self,
        portal: &mut Portal,
        result: <Self::Kind as EffectKind>::Result,
        flight: Landed,
    ) -> Result<(), PortalError>;
}

/// The circumstances of a flight that has ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Landed {
    /// The grant under which the flight was begun.
    pub(super) grant_version: u32,
    pub(super) now: Timestamp,
}

/// A limit that several flights share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pool {
    pub(super) name: &'static str,
    /// The most flights at the same time.
    pub(super) most: usize,
}

/// A kind of effect, and its results.
pub(super) trait EffectKind {
    type Result;

    /// Takes the result of this kind; `None` if the result is of another kind.
    fn result_of(result: EffectResult) -> Option<Self::Result>;

    /// Returns the result of an effect that the shell has lost.
    fn lost() -> EffectResult;
}

macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident: $variant:ident($result:ty) lost $lost:expr;)+) => {$(
        $(#[$about])*
        #[derive(Debug)]
        pub(super) struct $kind;

        impl EffectKind for $kind {
            type Result = $result;

            fn result_of(result: EffectResult) -> Option<Self::Result> {
                match result {
                    EffectResult::$variant(result) => Some(result),
                    _ => None,
                }
            }

            fn lost() -> EffectResult {
                EffectResult::$variant(Err($lost))
            }
        }
    )+};
}

kinds! {
    /// A call to HubSpot.
    CallHubSpot: HubSpot(Result<Reply, NoReply>) lost NoReply::TimedOut;
    /// A write of a link index record.
    Publish: Published(Result<(), Unavailable>) lost Unavailable;
    /// Block numbers from the Directory.
    TakeBlocks: BlocksTaken(Result<Vec<u32>, Unavailable>) lost Unavailable;
    /// A report to the Directory.
    ReportDue: DueReported(Result<(), Unavailable>) lost Unavailable;
    /// A claim of a host at the Directory.
    ClaimHost: HostClaimed(Result<HostClaim, Unavailable>) lost Unavailable;
    /// The return of a host to the Directory.
    ReleaseHost: HostReleased(Result<Option<Timestamp>, Unavailable>) lost Unavailable;
    /// A look at a host.
    LookAtHost: HostSeen(Result<HostSeen, Unavailable>) lost Unavailable;
}

/// A job whatever its kind of effect. Every [`Job`] is one.
pub(super) trait AnyJob: Debug {
    fn subject(&self) -> Subject;
    fn run(&self, portal: &Portal) -> Result<Option<RunId>, PortalError>;
    fn contacts(&self) -> Vec<&ContactId>;
    fn created_address(&self) -> Option<&NormalisedEmail>;
    fn pool(&self) -> Option<Pool>;
    fn lost(&self) -> EffectResult;
    fn settle(
        self: Box<Self>,
        portal: &mut Portal,
        result: EffectResult,
        flight: Landed,
    ) -> Result<(), PortalError>;
}

impl<J: Job> AnyJob for J {
    fn subject(&self) -> Subject {
        Job::subject(self)
    }

    fn run(&self, portal: &Portal) -> Result<Option<RunId>, PortalError> {
        Job::run(self, portal)
    }

    fn contacts(&self) -> Vec<&ContactId> {
        Job::contacts(self)
    }

    fn created_address(&self) -> Option<&NormalisedEmail> {
        Job::created_address(self)
    }

    fn pool(&self) -> Option<Pool> {
        Job::pool(self)
    }

    fn lost(&self) -> EffectResult {
        J::Kind::lost()
    }

    fn settle(
        self: Box<Self>,
        portal: &mut Portal,
        result: EffectResult,
        flight: Landed,
    ) -> Result<(), PortalError> {
        if let Some(result) = J::Kind::result_of(result) {
            Job::settle(*self, portal, result, flight)
        } else {
            // The shell answered with the result of another effect. The job is planned again, as if it were lost.
            portal.back_off(Job::subject(&*self), flight.now);
            Ok(())
        }
    }
}
