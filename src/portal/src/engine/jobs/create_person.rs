//! The job that creates people: those whose address no contact in HubSpot has.

use core::fmt;

use domain::{EmailAddress, NormalisedEmail, ReferralId};
use hubspot::contacts::{self, Creation};
use hubspot::{Failure, NoReply, Rejection, Reply};

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::job::{CallHubSpot, Job, Landed, Pool};
use crate::engine::people::{CALLS_FOR_PEOPLE, creation_of};
use crate::engine::planning::Planning;
use crate::referrals::identifying;
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};

/// Creates the contact of a referral's person, who has this address.
struct CreatePerson {
    referral: ReferralId,
    address: NormalisedEmail,
    draft: Vec<(String, String)>,
}

impl fmt::Debug for CreatePerson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CreatePerson({:?})", self.referral)
    }
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
                let whole = portal.is_whole(id, &self.draft)?;
                portal
                    .database
                    .atomically(|| identifying::created(&portal.database, id, &contact, whole))?;
                portal.memory.back_off.recover(subject);
                portal.memory.people.forget(id);
                return portal.look_up_again(&self.address);
            }
            Ok(Creation::Existing(contact)) => {
                portal.memory.back_off.recover(subject);
                // HubSpot may name a contact that it then does not have.
                if portal.memory.people.is_open_too_often(id) {
                    return portal.refuse_people(&[id], TAKEN, flight.now);
                }
                portal.memory.people.at(id).holder = Some(contact);
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
        if let Failure::Rejected(rejection) = &failure
            && (portal.leave_properties_out(id, rejection)?
                || portal.leave_answers_out(id, rejection, flight.now)?)
        {
            portal.memory.back_off.recover(subject);
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
            let mut draft = values.draft(referral);
            let without = &self.memory.people.at(referral.id).without;
            draft.retain(|(name, _)| !without.contains(name));
            let call = contacts::create(&draft);
            let job = CreatePerson {
                referral: referral.id,
                address,
                draft,
            };
            self.begin_call(job, call, planning)?;
        }
        Ok(())
    }

    /// Returns whether a contact that was made with these values has all those that the campaign maps by now.
    fn is_whole(&self, id: ReferralId, draft: &[(String, String)]) -> Result<bool, PortalError> {
        let values = self.referred_by(&referrals::get(&self.database, id)?)?;
        let made = |name: &str| {
            let row = draft.iter().find(|(own, _)| own == name)?;
            Some(row.1.as_str())
        };
        Ok(values.due(made).is_empty())
    }

    /// Leaves the properties about the referrer out that HubSpot refused for a new person. Returns whether it named any
    /// that were sent.
    fn leave_properties_out(
        &mut self,
        id: ReferralId,
        rejection: &Rejection,
    ) -> Result<bool, PortalError> {
        let referral = referrals::get(&self.database, id)?;
        let answered = |name: &String| {
            let mut answers = referral.answers.iter();
            answers.any(|(property, _)| property.as_str() == name)
        };
        let draft = self.referred_by(&referral)?.draft(&referral);
        let sent =
            |name: &&String| name.as_str() != "email" && draft.iter().any(|(own, _)| own == *name);
        let without = &mut self.memory.people.at(id).without;
        let named: Vec<String> = rejection
            .properties
            .iter()
            .filter(sent)
            .filter(|name| !answered(name) && !without.contains(name))
            .cloned()
            .collect();
        let any = !named.is_empty();
        without.extend(named);
        Ok(any)
    }

    /// Lets people of other campaigns who were to be created with this address be looked up again, because a contact
    /// has it now.
    fn look_up_again(&mut self, address: &NormalisedEmail) -> Result<(), PortalError> {
        for (id, progress) in self
            .memory
            .people
            .known
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

/// The problem of a person whose address HubSpot ascribes to a contact that it does not have.
const TAKEN: &str =
    "HubSpot says that another contact has this address, and does not have that contact.";
