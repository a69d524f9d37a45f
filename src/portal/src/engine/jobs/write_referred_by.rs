//! The job that writes who referred people into their contacts: the values that the campaign maps, and the people's
//! answers.
//!
//! The job judges the lacking values when it writes them: by the values that were read, and by the campaign's mapping at
//! that moment. Values that may only fill an empty property are read again if the reading is old. If the mapping changes
//! while a write is under way, the contact is looked up once more.

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
use crate::engine::people::{CALLS_FOR_PEOPLE, failed_each_time};
use crate::engine::planning::Planning;
use crate::referrals::people;
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};

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
    update: ContactUpdate,
}

impl Job for WriteReferredBy {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    fn contacts(&self) -> Vec<&ContactId> {
        self.sent.iter().map(|write| &write.update.id).collect()
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
        let ids: Vec<ReferralId> = self.sent.iter().map(|write| write.referral).collect();
        let failure = match understood(result, contacts::updated) {
            Ok(answer) => return portal.take_fates(&self.sent, answer, flight.now),
            Err(failure) => failure,
        };
        let Failure::Rejected(rejection) = &failure else {
            return portal.people_failed(&ids, SUBJECT, failure, flight);
        };
        let names = |write: &&SentWrite| {
            let mut sent = write.update.properties.iter();
            sent.any(|(name, _)| rejection.properties.contains(name))
        };
        let concerned = self.sent.iter().filter(names);
        let concerned: Vec<_> = concerned.map(|write| write.referral).collect();
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
        let mut lacking = Vec::new();
        for referral in waiting {
            let Some(due) = self.memory.people.due(referral.id) else {
                continue;
            };
            let values = self.referred_by(referral)?;
            let id = due.record.id.clone();
            if busy.contains(&id) || !values.is_published(&self.database)? {
                continue;
            }
            let Some(properties) = due
                .values(&values, planning.now)
                .filter(|properties| !properties.is_empty())
            else {
                self.memory.people.at(referral.id).due = None;
                planning.wake(planning.now);
                continue;
            };
            busy.insert(id.clone());
            lacking.push(SentWrite {
                referral: referral.id,
                update: ContactUpdate { id, properties },
            });
        }
        let people = &self.memory.people;
        let sent = people.batch(lacking, |write| write.referral);
        if sent.is_empty() || !self.has_room_for_people(planning) {
            return Ok(());
        }
        let updates: Vec<ContactUpdate> = sent.iter().map(|write| write.update.clone()).collect();
        self.begin_call(
            WriteReferredBy { sent },
            contacts::update(&updates),
            planning,
        )
    }

    /// Records HubSpot's answer to a batch of people.
    fn take_fates(
        &mut self,
        sent: &[SentWrite],
        answer: BatchAnswer,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let contacts: Vec<ContactId> = sent.iter().map(|write| write.update.id.clone()).collect();
        let fates = Fates::of(&contacts, answer);
        let of = |contact: &ContactId| sent.iter().find(|write| write.update.id == *contact);
        let referral_of = |contact: &ContactId| of(contact).map(|write| write.referral);
        let heard: Vec<ReferralId> = fates.updated.iter().filter_map(referral_of).collect();
        self.people_answered(&heard, SUBJECT, now);
        for write in fates.updated.iter().filter_map(of) {
            self.written(write)?;
        }
        // A contact that another campaign has referred, too, holds other values now.
        for progress in self.memory.people.known.values_mut() {
            let due = progress.due.take();
            progress.due = due.filter(|due| !fates.updated.contains(&due.record.id));
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
        for (contact, rejection) in &fates.troubled {
            let Some(id) = referral_of(contact) else {
                continue;
            };
            self.memory.people.at(id).due = None;
            let problem = failed_each_time(&rejection.message);
            self.people_troubled(&[id], SUBJECT, &problem, now)?;
            self.back_off(SUBJECT, now);
        }
        let silent: Vec<ReferralId> = fates.silent.iter().filter_map(referral_of).collect();
        self.left_open(&silent, UNCONFIRMED, now)
    }

    /// Records that HubSpot has taken a write. If the campaign maps other values by now, the person goes on waiting.
    fn written(&mut self, write: &SentWrite) -> Result<(), PortalError> {
        let id = write.referral;
        let Some(mut due) = self.memory.people.at(id).due.take() else {
            // The look-up shows what HubSpot has.
            return Ok(());
        };
        for (name, value) in &write.update.properties {
            due.record
                .properties
                .insert(name.clone(), Some(value.clone()));
        }
        let values = self.referred_by(&referrals::get(&self.database, id)?)?;
        let present = |name: &str| due.record.value(name);
        if values.due(present).is_empty() {
            people::written(&self.database, id)?;
            self.memory.people.forget(id);
        }
        Ok(())
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
