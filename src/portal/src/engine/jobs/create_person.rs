//! The job that creates people: those whose address no contact in HubSpot has.

use domain::{EmailAddress, NormalisedEmail, ReferralId};
use hubspot::contacts::{self, Creation};
use hubspot::{Failure, NoReply, Reply};

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::job::{CallHubSpot, Job, Landed, Pool};
use crate::engine::people::{CALLS_FOR_PEOPLE, creation_of};
use crate::engine::planning::Planning;
use crate::referrals::identifying;
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};

/// Creates the contact of a referral's person, who has this address.
#[derive(Debug)]
struct CreatePerson {
    referral: ReferralId,
    address: NormalisedEmail,
}

impl Job for CreatePerson {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        creation_of(self.referral)
    }

    fn created_address(&self) -> Option<&NormalisedEmail> {
        Some(&self.address)
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
        let (id, subject) = (self.referral, self.subject());
        let failure = match contacts::created(hubspot::accept(result)) {
            Ok(Creation::New(contact)) => {
                portal
                    .database
                    .atomically(|| identifying::created(&portal.database, id, &contact))?;
                portal.memory.back_off.recover(subject);
                portal.memory.people.forget(id);
                return portal.look_up_again(&self.address);
            }
            Ok(Creation::Existing(contact)) => {
                portal.memory.back_off.recover(subject);
                let progress = portal.memory.people.at(id);
                progress.missing = false;
                progress.holder = Some(contact);
                return Ok(());
            }
            Err(failure) => failure,
        };
        // HubSpot may have created the person all the same. The address is looked up before the next try.
        portal.memory.people.at(id).missing = false;
        if let Failure::Rejected(rejection) = &failure
            && rejection.is_conflict()
        {
            if portal.memory.people.is_open_too_often(id) {
                return portal.refuse_people(&[id], &rejection.message, flight.now);
            }
            portal.back_off(subject, flight.now);
            return Ok(());
        }
        portal.people_failed(&[id], subject, failure, flight)
    }
}

impl Portal {
    pub(super) fn plan_creations(
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
            let address = address.normalised();
            if self.memory.in_flight.is_creating(&address)
                || !self.is_free(creation_of(referral.id), planning)
            {
                continue;
            }
            let values = self.referred_by(referral)?;
            if !values.is_published(&self.database)? {
                continue;
            }
            if !self.has_room_for_people(planning) {
                return Ok(());
            }
            let call = contacts::create(&values.draft(referral));
            let job = CreatePerson {
                referral: referral.id,
                address,
            };
            self.begin_call(job, call, planning)?;
        }
        Ok(())
    }

    /// Lets people of other campaigns who were to be created with this address be looked up again, because a contact
    /// has it now.
    fn look_up_again(&mut self, address: &NormalisedEmail) -> Result<(), PortalError> {
        for (id, progress) in self
            .memory
            .people
            .0
            .iter_mut()
            .filter(|(_, progress)| progress.missing)
        {
            let referral = referrals::get(&self.database, *id)?;
            if referral.email_key.as_ref() == Some(address) {
                progress.missing = false;
            }
        }
        Ok(())
    }
}
