//! Creating people: those whose address nobody has in HubSpot.

use domain::{EmailAddress, NormalisedEmail, ReferralId};
use hubspot::contacts::{self, Creation};
use hubspot::{Failure, NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::referrals::identifying;
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};

impl Portal {
    pub(in crate::engine) fn plan_creations(
        &mut self,
        waiting: &[Referral],
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        for referral in waiting {
            if !self.memory.people.is_missing(referral.id) {
                continue;
            }
            let address = referral.person.email.as_deref().map(EmailAddress::parse);
            let Some(Ok(address)) = address else {
                continue;
            };
            let task = Task::CreatePerson {
                referral: referral.id,
                address: address.normalised(),
            };
            let is_created = self.memory.flights.create(&address.normalised());
            if is_created || !self.is_free(&task, planning) {
                continue;
            }
            let telling = self.telling(referral)?;
            if !telling.is_published(&self.database)? {
                continue;
            }
            if !self.has_room_for_people(planning) {
                return Ok(());
            }
            let call = contacts::create(&telling.draft(referral));
            self.begin_call(task, call, planning)?;
        }
        Ok(())
    }

    pub(in crate::engine) fn person_created(
        &mut self,
        id: ReferralId,
        address: &NormalisedEmail,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Subject::Person(id);
        let failure = match contacts::created(hubspot::accept(outcome)) {
            Ok(Creation::New(contact)) => {
                self.database
                    .atomically(|| identifying::created(&self.database, id, &contact))?;
                self.memory.patience.forget(subject);
                self.memory.people.forget(id);
                return self.look_up_again(address);
            }
            Ok(Creation::Existing(contact)) => {
                self.memory.patience.forget(subject);
                let known = self.memory.people.at(id);
                known.missing = false;
                known.holder = Some(contact);
                return Ok(());
            }
            Err(failure) => failure,
        };
        // It may have been created all the same: HubSpot is asked for the address before it is tried again.
        self.memory.people.at(id).missing = false;
        if let Failure::Rejected(rejection) = &failure
            && rejection.is_conflict()
        {
            if self.memory.people.is_open_too_often(id) {
                return self.refuse_people(&[id], &rejection.message, now);
            }
            let patience = &mut self.memory.patience;
            patience.postpone(subject, now, None, &*self.entropy);
            return Ok(());
        }
        self.people_failed(&[id], subject, grant_version, failure, now)
    }

    /// Somebody has this address now: others who were to be created with it, of other campaigns, are looked up again.
    fn look_up_again(&mut self, address: &NormalisedEmail) -> Result<(), PortalError> {
        for (id, known) in self
            .memory
            .people
            .0
            .iter_mut()
            .filter(|(_, known)| known.missing)
        {
            let referral = referrals::get(&self.database, *id)?;
            if referral.email_key.as_ref() == Some(address) {
                known.missing = false;
            }
        }
        Ok(())
    }
}
