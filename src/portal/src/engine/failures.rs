//! The handling of HubSpot's failures, common to all jobs: wait, authorise again, hold the run, or leave a rejection to
//! the job.

use domain::{Hold, RunEvent, RunId};
use hubspot::{Failure, NoReply, Rejection, Reply};
use jiff::{SignedDuration, Timestamp};

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
            // A wait for the whole portal is followed already, also where nobody waits for the answer any more
            // (`follow_portal_wait`). Back-off may make it longer.
            Failure::Wait(wait) => {
                let until = self.back_off_at_least(subject, wait.at_least_ms, flight.now);
                if wait.whole_portal {
                    self.hold_all_until(until)?;
                }
                Ok(None)
            }
            Failure::Reauthorise => {
                self.back_off(subject, flight.now);
                // The result of a call with an earlier token says nothing about the present one.
                let version = flight.grant_version;
                if Account::load(&self.database)?.grant_version != version {
                    return Ok(None);
                }
                account::distrust_access(&self.database)?;
                let (in_a_row, last) = self.memory.unaccepted_tokens;
                if version != last || in_a_row == 0 {
                    self.memory.unaccepted_tokens = (in_a_row + 1, version);
                }
                if self.memory.unaccepted_tokens.0 >= MAX_UNACCEPTED_TOKENS {
                    self.hold_for_permission(run, UNACCEPTED_TOKENS)?;
                }
                Ok(None)
            }
            Failure::MissingScopes {
                message,
                is_certain,
                ..
            } => {
                self.back_off(subject, flight.now);
                let who = run.map_or(subject, of_run);
                if is_certain || !self.memory.is_first_denial(who) {
                    let problem = missing_scopes(&message);
                    if run.is_none() {
                        account::deny(&self.database, subject.name(), &problem)?;
                    }
                    self.hold_for_permission(run, &problem)?;
                }
                Ok(None)
            }
            Failure::Rejected(rejection) => Ok(Some(rejection)),
        }
    }

    /// Notes that HubSpot has answered a call of this subject, so that nothing of it is denied.
    pub(super) fn permitted(&mut self, subject: Subject) -> Result<(), PortalError> {
        self.memory.forget_denial(subject);
        account::permit(&self.database, Some(subject.name()))
    }

    /// Returns whether a failure says nothing about the records of the call, because HubSpot has answered no other call
    /// since the one before: in an outage of HubSpot nothing counts against a record.
    pub(super) fn is_outage(
        &self,
        subject: Subject,
        reply: &Result<Reply, Failure>,
        now: Timestamp,
    ) -> Result<bool, PortalError> {
        if !matches!(reply, Err(Failure::Wait(wait)) if wait.may_be_of_the_records()) {
            return Ok(false);
        }
        // Nothing else may be left to ask for. The account's details show whether HubSpot answers at all.
        account::set_details_due(&self.database, now)?;
        let before = self.memory.back_off.failed_at(subject);
        Ok(before.is_some_and(|before| self.memory.answered_at <= Some(before)))
    }

    /// Lets no call of the portal begin while HubSpot wants none, even if the process dies meanwhile.
    pub(super) fn follow_portal_wait(
        &mut self,
        reply: &Reply,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Some(wait) = hubspot::portal_wait(reply) else {
            return Ok(());
        };
        let ms = wait.at_least_ms.unwrap_or(UNNAMED_WAIT_MS);
        let ms = i64::try_from(ms).unwrap_or(UNNAMED_WAIT_MS.cast_signed());
        let until = now.saturating_add(SignedDuration::from_millis(ms));
        self.hold_all_until(until.unwrap_or(now))
    }

    fn hold_all_until(&mut self, until: Timestamp) -> Result<(), PortalError> {
        self.memory.hold_all_until(until);
        account::wait(&self.database, until)
    }

    /// Holds a run until a person has given a permission.
    pub(super) fn hold_for_permission(
        &mut self,
        run: Option<RunId>,
        problem: &str,
    ) -> Result<(), PortalError> {
        let Some(run) = run else { return Ok(()) };
        self.memory.forget_denial(of_run(run));
        let run = runs::get(&self.database, run)?;
        let event = RunEvent::Held(Hold::Permission);
        runs::apply(&self.database, &run, event, Some(problem)).map(drop)
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

/// The wait for the whole portal if HubSpot names none: while it moves an account, it names one.
const UNNAMED_WAIT_MS: u64 = 10_000;

/// The calls of a run that HubSpot has denied, whatever they were.
pub(super) const fn of_run(run: RunId) -> Subject {
    Subject::new("denied").numbered(run.0)
}

/// The number of new access tokens in a row after which HubSpot's 401 is not about the token. One may end early, and the
/// network may mix up two.
const MAX_UNACCEPTED_TOKENS: u32 = 3;

/// The problem that a person reads then.
const UNACCEPTED_TOKENS: &str = "HubSpot does not accept Goodword's access to the account, although HubSpot has just renewed it.";

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
