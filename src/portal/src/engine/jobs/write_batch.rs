//! The job that writes a batch of the outbox, and records an outcome for each of its contacts.
//!
//! Where the values in HubSpot matter, the job reads them first ([`rendering`]): for the write mode "only if empty" unless
//! they were read within ten seconds, and for a batch that has failed or that HubSpot has not confirmed.
//!
//! A fault is one of these ([`judging`]):
//!
//! - **A contact's.** HubSpot names it, or refuses or fails the batch with it and takes the others. A batch that HubSpot
//!   refuses or fails again and again is halved until the contact is alone. Then it has failed, with HubSpot's words.
//! - **A property's, or a rule of the account.** HubSpot refuses several contacts together and names none, and then
//!   refuses one of them alone, and has taken none meanwhile. The run is held with HubSpot's words. Beside the runs, the
//!   property is refused for all after three contacts were refused alone.
//! - **HubSpot's.** A failure counts against a batch only if HubSpot has answered another call since the batch's last
//!   failure: usually the reading of the contacts just before. So an outage halves nothing, and nobody fails by it. If
//!   HubSpot takes no write at all meanwhile, the failures that a batch is allowed double with each failing batch, unless
//!   the contacts of all failing batches are few.
//!
//! Invariants: the values, the mapping and the write mode are those of the moment when a batch is sent; no two writes of
//! one contact are in flight together; a link is written only once the link index has it; for a revoked link, its status
//! alone is written; a refusal that names nobody refuses nobody but a contact that was sent alone.

mod concluding;
mod judging;
mod rendering;
mod sent;

use domain::{ContactId, RunId};
use hubspot::contacts::{self, Answer};
use hubspot::{Failure, NoReply, Reply};

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::failures::{of_run, understood};
use crate::engine::job::{CallHubSpot, Job, Landed, Pool};
use crate::engine::planning::Planning;
use crate::engine::write_notes::Looked;
use crate::storage::error::PortalError;
use crate::tables::number_changes;
use crate::tables::outbox::{self, Batch};
use crate::tables::outcomes::Outcome;
use concluding::Conclusion;
use judging::Trouble;
use rendering::Step;
use sent::Sent;

/// Calls for writes in flight together. A page can be read beside them.
const WRITES: Pool = Pool {
    name: "writes",
    most: 4,
};

/// All writes, while HubSpot denies them to Goodword.
const DENIED: Subject = Subject::new("writes");

/// The pause after a write beside the runs was denied. A person has to give the permission first.
const DENIED_MS: u64 = 10 * 60 * 1000;

const fn subject(batch: u32, run: Option<RunId>) -> Subject {
    let subject = Subject::new("batch").numbered(batch);
    match run {
        Some(run) => subject.of_run(run),
        None => subject,
    }
}

/// Writes a batch.
#[derive(Debug)]
struct WriteBatch {
    batch: u32,
    run: Option<RunId>,
    sent: Sent,
}

impl Job for WriteBatch {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        subject(self.batch, self.run)
    }

    fn run(&self, _: &Portal) -> Result<Option<RunId>, PortalError> {
        Ok(self.run)
    }

    fn contacts(&self) -> Vec<&ContactId> {
        let contacts = self.sent.contacts.iter();
        contacts.map(|(contact, _)| contact).collect()
    }

    fn pool(&self) -> Option<Pool> {
        Some(WRITES)
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let (subject, now) = (self.subject(), flight.now);
        let Some(batch) = outbox::get(&portal.database, self.batch)? else {
            portal.memory.writes.forget(self.batch);
            return Ok(());
        };
        let status = result.as_ref().ok().map(|reply| reply.status);
        let failure = match understood(result, contacts::updated) {
            Ok(answer) => {
                portal.memory.back_off.recover(subject);
                portal.memory.back_off.recover(DENIED);
                portal.permitted(subject)?;
                if let Some(run) = batch.run {
                    portal.memory.forget_denial(of_run(run));
                }
                return portal.take_batch_answer(&batch, &self.sent, answer, now);
            }
            Err(failure) => failure,
        };
        let trouble = Trouble::of(&failure, status);
        let is_denied = matches!(failure, Failure::MissingScopes { .. });
        let rejection = portal.handle_failure(subject, batch.run, failure, flight)?;
        if is_denied && batch.run.is_none() {
            portal.back_off_at_least(DENIED, Some(DENIED_MS), now);
        }
        match (rejection, trouble) {
            (Some(rejection), _) => {
                portal.memory.back_off.recover(subject);
                portal.judge_refusal(&batch, &self.sent, &rejection, now)
            }
            (None, Some(_)) if !self.sent.aside.is_empty() => {
                portal.conclude_aside(&batch, &self.sent, now)
            }
            (None, Some(trouble)) => portal.judge_trouble(&batch, &trouble, now),
            (None, None) => Ok(()),
        }
    }
}

/// Reads the contacts of a batch before it is written.
#[derive(Debug)]
struct LookFirst {
    batch: u32,
    run: Option<RunId>,
    asked: Vec<ContactId>,
}

impl Job for LookFirst {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        subject(self.batch, self.run)
    }

    fn run(&self, _: &Portal) -> Result<Option<RunId>, PortalError> {
        Ok(self.run)
    }

    fn pool(&self) -> Option<Pool> {
        Some(WRITES)
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let (subject, now) = (self.subject(), flight.now);
        let Some(batch) = outbox::get(&portal.database, self.batch)? else {
            return Ok(());
        };
        let status = result.as_ref().ok().map(|reply| reply.status);
        let answers = match self.asked.as_slice() {
            [_] => answer_alone(result),
            asked => understood(result, |reply| contacts::answers(reply, asked)),
        };
        let failure = match answers {
            Ok(answers) if answers.contains(&None) => {
                // HubSpot says nothing about a contact. Read alone, each contact gets an answer of its own.
                return portal.halve(&batch);
            }
            Ok(answers) => {
                // The back-off stays: the next failure to write is not the first one.
                let answers = self.asked.into_iter().zip(answers.into_iter().flatten());
                let answers = answers.collect();
                let looked = Looked { at: now, answers };
                portal.memory.writes.looked.insert(batch.id, looked);
                return Ok(());
            }
            Err(failure) => failure,
        };
        let trouble = Trouble::of(&failure, status);
        if matches!(failure, Failure::MissingScopes { .. }) && batch.run.is_none() {
            portal.back_off_at_least(DENIED, Some(DENIED_MS), now);
        }
        let rejection = portal.handle_failure(subject, batch.run, failure, flight)?;
        match (rejection, trouble, self.asked.as_slice()) {
            (Some(rejection), _, [only]) => {
                let failed = vec![Outcome::refused(only.clone(), &rejection)];
                portal.conclude(&batch, Conclusion::failing(failed), now)
            }
            (Some(_), ..) => portal.halve(&batch),
            (None, Some(trouble), _) => portal.judge_failed_look(&batch, &trouble, now),
            (None, None, _) => Ok(()),
        }
    }
}

/// Reads the answer to a call for one contact. HubSpot follows merges.
fn answer_alone(result: Result<Reply, NoReply>) -> Result<Vec<Option<Answer>>, Failure> {
    match understood(result, contacts::record) {
        Ok(record) => Ok(vec![Some(Answer::Found(record))]),
        Err(Failure::Rejected(rejection)) if rejection.says_record_is_gone() => {
            Ok(vec![Some(Answer::Gone)])
        }
        Err(failure) => Err(failure),
    }
}

impl Portal {
    pub(super) fn plan_writing(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        if !self.is_free(DENIED, planning) {
            return Ok(());
        }
        for (id, run) in outbox::waiting(&self.database)? {
            if self.memory.in_flight.room_in(WRITES) == 0 {
                return Ok(());
            }
            if !self.is_free(subject(id, run), planning) {
                continue;
            }
            if !self.has_room(planning) {
                return Ok(());
            }
            let Some(batch) = outbox::get(&self.database, id)? else {
                continue;
            };
            if self.waits_for_probe(&batch)? {
                continue;
            }
            match self.next_step(&batch, planning.now)? {
                Step::Wait => {}
                Step::Look(asked, properties) => {
                    let properties: Vec<&str> = properties.iter().map(String::as_str).collect();
                    let call = match asked.as_slice() {
                        [only] => contacts::read(only, &properties),
                        asked => contacts::read_batch(asked, &properties),
                    };
                    let batch = id;
                    self.begin_call(LookFirst { batch, run, asked }, call, planning)?;
                }
                Step::Write(updates, sent) if updates.is_empty() => {
                    self.conclude(&batch, Conclusion::without_call(&sent), planning.now)?;
                    planning.wake(planning.now);
                }
                Step::Write(updates, sent) => {
                    let contacts: Vec<_> = sent.contacts.iter().map(|(id, _)| id).collect();
                    number_changes::overtake(&self.database, &contacts)?;
                    let job = WriteBatch {
                        batch: id,
                        run,
                        sent,
                    };
                    self.begin_call(job, contacts::update(&updates), planning)?;
                }
            }
        }
        Ok(())
    }

    /// Returns whether the values of a batch are doubted, and one contact is tried alone first.
    fn waits_for_probe(&mut self, batch: &Batch) -> Result<bool, PortalError> {
        if batch.items.len() < 2 || !self.memory.writes.doubts(batch.sync) {
            return Ok(false);
        }
        let waits = outbox::has_single(&self.database, batch.sync)?;
        if !waits && batch.run.is_some() {
            self.memory.writes.forget_doubt(batch.sync);
        }
        Ok(waits)
    }
}
