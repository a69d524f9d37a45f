//! The job that writes who referred people into their contacts: the values that the campaign maps, and the people's
//! answers.
//!
//! The properties that a contact lacks are known since it was read. Their values are taken from the tables when they
//! are sent.

use vecmap::VecSet;

use domain::{ContactId, ReferralId};
use hubspot::contacts::{self, BatchAnswer, ContactUpdate};
use hubspot::{Failure, NoReply, Rejection, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::batch_answers::Fates;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed, Pool};
use crate::engine::people::CALLS_FOR_PEOPLE;
use crate::engine::planning::Planning;
use crate::referrals::people;
use crate::storage::error::PortalError;
use crate::tables::referrals::Referral;

const SUBJECT: Subject = Subject::new("who referred");

/// Writes who referred these people.
#[derive(Debug)]
struct WriteReferredBy {
    sent: Vec<SentWrite>,
}

/// The contact of a referral's person, in the call.
#[derive(Debug)]
struct SentWrite {
    referral: ReferralId,
    contact: ContactId,
}

impl Job for WriteReferredBy {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    fn contacts(&self) -> Vec<&ContactId> {
        self.sent.iter().map(|write| &write.contact).collect()
    }

    fn pool(&self) -> Option<Pool> {
        Some(CALLS_FOR_PEOPLE)
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let failure = match understood(result, contacts::updated) {
            Ok(answer) => {
                portal.memory.back_off.recover(SUBJECT);
                return portal.take_fates(&self.sent, answer, flight.now);
            }
            Err(failure) => failure,
        };
        let ids: Vec<ReferralId> = self.sent.iter().map(|write| write.referral).collect();
        let Failure::Rejected(rejection) = &failure else {
            return portal.people_failed(&ids, SUBJECT, failure, flight);
        };
        let names = |id: &ReferralId| {
            let due = portal.memory.people.due(*id);
            let mut sent = due.into_iter().flat_map(|due| &due.properties);
            sent.any(|name| rejection.properties.iter().any(|own| own == name.as_str()))
        };
        let concerned: Vec<_> = ids.iter().filter(|id| names(id)).copied().collect();
        if rejection.names_missing_property() && !concerned.is_empty() {
            return portal.refused_by_property(&concerned, rejection, flight.now);
        }
        if let ([only], true) = (ids.as_slice(), rejection.says_record_is_gone()) {
            return portal.left_open(&[*only], &rejection.message, flight.now);
        }
        if let [only] = ids.as_slice()
            && portal.leave_answers_out(*only, rejection, flight.now)?
        {
            return Ok(());
        }
        portal.people_failed(&ids, SUBJECT, failure, flight)
    }
}

impl Portal {
    pub(super) fn plan_writing_referred_by(
        &mut self,
        waiting: &[Referral],
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let people = &self.memory.people;
        let any = waiting
            .iter()
            .any(|referral| people.due(referral.id).is_some());
        if !any || !self.is_free(SUBJECT, planning) {
            return Ok(());
        }
        let busy = self.memory.in_flight.contacts();
        let mut busy: VecSet<ContactId> = busy.into_iter().cloned().collect();
        let mut updates = Vec::new();
        for referral in waiting {
            let Some(due) = self.memory.people.due(referral.id) else {
                continue;
            };
            let values = self.referred_by(referral)?;
            if busy.contains(&due.contact) || !values.is_published(&self.database)? {
                continue;
            }
            let properties = values.values_for(&due.properties);
            let id = due.contact.clone();
            if properties.is_empty() {
                // The campaign does not map them any more.
                self.memory.people.at(referral.id).due = None;
                planning.wake(planning.now);
                continue;
            }
            busy.insert(id.clone());
            updates.push((referral.id, ContactUpdate { id, properties }));
        }
        let batch = self.memory.people.batch(updates, |(id, _)| *id);
        if batch.is_empty() || !self.has_room_for_people(planning) {
            return Ok(());
        }
        let (ids, updates): (Vec<ReferralId>, Vec<ContactUpdate>) = batch.into_iter().unzip();
        let sent = ids.into_iter().zip(&updates);
        let sent = sent.map(|(referral, update)| SentWrite {
            referral,
            contact: update.id.clone(),
        });
        let job = WriteReferredBy {
            sent: sent.collect(),
        };
        self.begin_call(job, contacts::update(&updates), planning)
    }

    /// Records HubSpot's answer to a batch of people.
    fn take_fates(
        &mut self,
        sent: &[SentWrite],
        answer: BatchAnswer,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let contacts: Vec<ContactId> = sent.iter().map(|write| write.contact.clone()).collect();
        let fates = Fates::of(&contacts, answer);
        let referral_of = |contact: &ContactId| {
            let found = sent.iter().find(|write| write.contact == *contact);
            found.map(|write| write.referral)
        };
        let written: Vec<ReferralId> = fates.updated.iter().filter_map(referral_of).collect();
        self.database.atomically(|| {
            for id in &written {
                people::written(&self.database, *id)?;
            }
            Ok(())
        })?;
        for id in written {
            self.memory.people.forget(id);
        }
        // A contact that another campaign has referred, too, holds other values now.
        for progress in self.memory.people.0.values_mut() {
            let due = progress.due.take();
            progress.due = due.filter(|due| !fates.updated.contains(&due.contact));
        }
        for (contact, rejection) in &fates.refused {
            let Some(id) = referral_of(contact) else {
                continue;
            };
            if rejection.says_record_is_gone() {
                self.left_open(&[id], &rejection.message, now)?;
            } else {
                self.refused_by_property(&[id], rejection, now)?;
            }
        }
        let troubled = fates.troubled.iter().map(|(contact, _)| contact);
        let silent = fates.silent.iter().chain(troubled);
        let silent: Vec<ReferralId> = silent.filter_map(referral_of).collect();
        self.left_open(&silent, UNCONFIRMED, now)
    }

    /// Lets people whose answers were refused go on without them. The others are refused.
    fn refused_by_property(
        &mut self,
        ids: &[ReferralId],
        rejection: &Rejection,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        for id in ids {
            if !self.leave_answers_out(*id, rejection, now)? {
                self.refuse_people(&[*id], &rejection.message, now)?;
            }
        }
        Ok(())
    }

    /// Lets these people be looked up again, which shows whether HubSpot took the write. A person for whom that
    /// happened too often counts as refused.
    fn left_open(
        &mut self,
        ids: &[ReferralId],
        problem: &str,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let people = &mut self.memory.people;
        let lost: Vec<_> = ids
            .iter()
            .filter(|id| people.is_open_too_often(**id))
            .copied()
            .collect();
        self.refuse_people(&lost, problem, now)
    }
}

/// The problem of a person whose write HubSpot never confirmed.
const UNCONFIRMED: &str = "HubSpot took the update several times without confirming it.";
