//! The referred people on their way into HubSpot, as far as the jobs for them share it: looking them up, creating those
//! whose address no contact has, and writing who referred them.
//!
//! The table of referrals says who waits for what ([`crate::referrals::people`]). The progress here may be forgotten:
//! then every person who waits is looked up again. The same repairs a lost answer: before anything is tried again,
//! Goodword asks HubSpot what it has.
//!
//! A bad answer loses no lead: a property that HubSpot refuses is left out, and the person is created all the same. An
//! answer that was left out is shown at the referral; a property about the referrer is tried again once the contact is
//! there.
//!
//! Invariants: a person is created only straight after HubSpot did not have the address, and no two of one address at a
//! time; no two writes of one contact are in flight together, those of syncs included; Goodword writes only properties
//! that the campaign maps or the person answered.
//!
//! Left to others: what the contact means for the referral ([`crate::referrals::identifying`]).

use vecmap::VecMap;

use domain::{ContactId, PropertyName, ReferralId};
use hubspot::{Failure, Rejection};
use jiff::Timestamp;

use super::back_off::Subject;
use super::failures::missing_scopes;
use super::job::{Landed, Pool};
use super::planning::Planning;
use crate::Portal;
use crate::referrals::people;
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};

/// Calls for referred people that are in flight together. Syncs and queries have the other connections.
pub(super) const CALLS_FOR_PEOPLE: Pool = Pool {
    name: "calls for people",
    most: 2,
};
/// How often HubSpot may leave a write unconfirmed before that counts as a refusal.
const MAX_OPEN: u32 = 3;

/// The subject of a person's creation. The person is not looked up either while it pauses.
pub(super) const fn creation_of(referral: ReferralId) -> Subject {
    Subject::new("person").numbered(referral.0)
}

/// The progress of the people who wait. It may be forgotten.
#[derive(Debug, Default)]
pub(crate) struct People(pub(super) VecMap<ReferralId, Progress>);

/// The write that a person's contact lacks.
#[derive(Debug)]
pub(super) struct DueWrite {
    pub(super) contact: ContactId,
    pub(super) properties: Vec<PropertyName>,
}

/// The progress of one person.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// HubSpot has no contact with the address: the person is to be created.
    pub(super) missing: bool,
    /// The contact that has the address, although HubSpot did not find it by the address.
    pub(super) holder: Option<ContactId>,
    /// HubSpot did not mention the contact among others: it is to be read alone.
    pub(super) alone: bool,
    /// The properties that are to be written.
    pub(super) due: Option<DueWrite>,
    /// HubSpot refused a batch with the person in it. The person goes into no batch that is larger than this.
    pub(super) largest: Option<usize>,
    /// The properties about the referrer that HubSpot refused: the person is created without them.
    pub(super) without: Vec<String>,
    /// How often HubSpot did not say whether it took a write.
    pub(super) open: u32,
}

impl People {
    /// Forgets all people but those who wait.
    pub(super) fn keep_only(&mut self, waiting: &[Referral]) {
        self.0
            .retain(|id, _| waiting.iter().any(|referral| referral.id == *id));
    }

    /// Forgets a person who waits no more.
    pub(super) fn forget(&mut self, id: ReferralId) {
        self.0.remove(&id);
    }

    pub(super) fn at(&mut self, id: ReferralId) -> &mut Progress {
        self.0.entry(id).or_default()
    }

    pub(super) fn is_missing(&self, id: ReferralId) -> bool {
        self.0.get(&id).is_some_and(|known| known.missing)
    }

    pub(super) fn due(&self, id: ReferralId) -> Option<&DueWrite> {
        self.0.get(&id)?.due.as_ref()
    }

    /// Lets a person be looked up again, because HubSpot did not say whether it took a write. Returns true if that
    /// happened too often.
    pub(super) fn is_open_too_often(&mut self, id: ReferralId) -> bool {
        let known = self.at(id);
        known.missing = false;
        known.due = None;
        known.open += 1;
        known.open >= MAX_OPEN
    }

    /// Returns the size of the largest batch in which a person may go.
    pub(super) fn largest(&self, id: ReferralId) -> usize {
        let largest = self.0.get(&id).and_then(|known| known.largest);
        largest.unwrap_or(hubspot::contacts::BATCH_LIMIT)
    }

    /// Returns the first of these that may go together.
    pub(super) fn batch<T>(&self, candidates: Vec<T>, id: impl Fn(&T) -> ReferralId) -> Vec<T> {
        let mut most = hubspot::contacts::BATCH_LIMIT;
        let fits = |(at, candidate): &(usize, T)| {
            most = most.min(self.largest(id(candidate)));
            *at < most
        };
        let fitting = candidates.into_iter().enumerate().take_while(fits);
        fitting.map(|(_, candidate)| candidate).collect()
    }
}

impl Portal {
    /// Returns whether one more call for referred people may be in flight.
    pub(super) fn has_room_for_people(&mut self, planning: &mut Planning) -> bool {
        self.memory.in_flight.room_in(CALLS_FOR_PEOPLE) > 0 && self.has_room(planning)
    }

    /// Handles a failure of a call for these people. A batch that HubSpot refuses is halved until the person that it
    /// refuses is alone.
    pub(super) fn people_failed(
        &mut self,
        ids: &[ReferralId],
        subject: Subject,
        failure: Failure,
        flight: Landed,
    ) -> Result<(), PortalError> {
        if let Failure::MissingScopes {
            message,
            is_certain,
            ..
        } = &failure
        {
            if !*is_certain && self.memory.is_first_denial(subject) {
                self.back_off(subject, flight.now);
                return Ok(());
            }
            return self.refuse_people(ids, &missing_scopes(message), flight.now);
        }
        let Some(rejection) = self.handle_failure(subject, None, failure, flight)? else {
            return Ok(());
        };
        self.memory.back_off.recover(subject);
        if ids.len() > 1 {
            let half = ids.len().div_ceil(2);
            for id in ids {
                self.memory.people.at(*id).largest = Some(half);
            }
            return Ok(());
        }
        self.refuse_people(ids, &rejection.message, flight.now)
    }

    /// Keeps the answers of a person back that HubSpot refused: those that it names, or all if it names no property.
    /// Returns whether there were any; the person is then looked up again, and goes on without them.
    pub(super) fn leave_answers_out(
        &mut self,
        id: ReferralId,
        rejection: &Rejection,
        now: Timestamp,
    ) -> Result<bool, PortalError> {
        // Only a refusal of the values can be about an answer.
        if !matches!(rejection.status, 207 | 400 | 422) {
            return Ok(false);
        }
        let referral = referrals::get(&self.database, id)?;
        let names = rejection.properties.iter().map(String::as_str);
        let mut refused: Vec<&str> = names.collect();
        if refused.is_empty() {
            let own = referral.answers.iter();
            refused.extend(own.map(|(property, _)| property.as_str()));
        }
        let problem = &rejection.message;
        let any = self
            .database
            .atomically(|| people::refuse_answers(&self.database, id, &refused, problem, now))?;
        if any {
            let progress = self.memory.people.at(id);
            progress.missing = false;
            progress.due = None;
        }
        Ok(any)
    }

    pub(super) fn refuse_people(
        &mut self,
        ids: &[ReferralId],
        problem: &str,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        self.database.atomically(|| {
            for id in ids {
                people::refuse(&self.database, *id, problem, now)?;
            }
            Ok(())
        })?;
        for id in ids {
            self.memory.people.forget(*id);
        }
        Ok(())
    }
}
