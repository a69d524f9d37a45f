//! The handling of HubSpot's failures, common to all jobs: wait, authorise again, hold the run, or leave a rejection to
//! the job.

use domain::{Hold, RunEvent, RunId};
use hubspot::{Failure, NoReply, Rejection, Reply};
use jiff::Timestamp;

use super::back_off::Subject;
use super::job::Landed;
use crate::Portal;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account};
use crate::tables::runs;

impl Portal {
    /// Handles a failure of HubSpot, by its remedy. Returns a rejection to the caller, because only the job knows what
    /// HubSpot has rejected.
    pub(super) fn handle_failure(
        &mut self,
        subject: Subject,
        run: Option<RunId>,
        failure: Failure,
        flight: Landed,
    ) -> Result<Option<Rejection>, PortalError> {
        match failure {
            Failure::Wait(wait) => {
                let until = self.back_off_at_least(subject, wait.at_least_ms, flight.now);
                if wait.whole_portal {
                    self.memory.window.hold_until(until);
                }
                Ok(None)
            }
            Failure::Reauthorise => {
                self.back_off(subject, flight.now);
                // The result of a call with an earlier token says nothing about the present one.
                if Account::load(&self.database)?.grant_version == flight.grant_version {
                    account::distrust_access(&self.database)?;
                }
                Ok(None)
            }
            Failure::MissingScopes { message, .. } => {
                self.back_off(subject, flight.now);
                if let Some(run) = run {
                    let run = runs::get(&self.database, run)?;
                    let event = RunEvent::Held(Hold::Permission);
                    let problem = missing_scopes(&message);
                    runs::apply(&self.database, &run, event, Some(&problem))?;
                }
                Ok(None)
            }
            Failure::Rejected(rejection) => Ok(Some(rejection)),
        }
    }

    /// Leaves a subject alone that has failed once more.
    pub(super) fn back_off(&mut self, subject: Subject, now: Timestamp) {
        self.back_off_at_least(subject, None, now);
    }

    /// Leaves a subject alone that has failed once more, at least for so long. Returns the end of the pause.
    pub(super) fn back_off_at_least(
        &mut self,
        subject: Subject,
        at_least_ms: Option<u64>,
        now: Timestamp,
    ) -> Timestamp {
        let entropy = &*self.entropy;
        self.memory
            .back_off
            .fail(subject, now, at_least_ms, entropy)
    }
}

/// Returns the problem that a person reads when a permission is missing.
pub(super) fn missing_scopes(message: &str) -> String {
    format!("HubSpot asks for a further permission: {message}")
}

/// Reads a reply, or returns why there is none to read.
pub(super) fn understood<T>(
    result: Result<Reply, NoReply>,
    read: impl FnOnce(&Reply) -> Result<T, Failure>,
) -> Result<T, Failure> {
    hubspot::accept(result).and_then(|reply| read(&reply))
}
