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
//! One person at whom HubSpot fails holds up no other one: a batch that fails while HubSpot answers other calls is
//! halved, those who failed last come last, and a person who fails alone is refused in the end, with HubSpot's reason. In
//! an outage of HubSpot nothing counts, and everybody waits.
//!
//! Invariants: a person is created only straight after HubSpot did not have the address, and no two of one address at a
//! time; no two writes of one contact are in flight together, those of syncs included; Goodword writes only properties
//! that the campaign maps or the person answered.
//!
//! Left to others: what the contact means for the referral ([`crate::referrals::identifying`]).

use vecmap::VecMap;

use domain::{ContactId, ReferralId, WriteMode};
use hubspot::contacts::ContactRecord;
use hubspot::{Failure, Rejection};
use jiff::Timestamp;

use super::back_off::Subject;
use super::failures::missing_scopes;
use super::job::{Landed, Pool};
use super::planning::Planning;
use super::referred_by::ReferredByValues;
use super::write_notes::FRESH;
use crate::Portal;
use crate::referrals::people;
use crate::storage::error::PortalError;
use crate::tables::account;
use crate::tables::referrals::{self, Referral};

/// Calls for referred people that are in flight together. Syncs and queries have the other connections.
pub(super) const CALLS_FOR_PEOPLE: Pool = Pool {
    name: "calls for people",
    most: 2,
};
/// How often HubSpot may leave a write unconfirmed before that counts as a refusal.
const MAX_OPEN: u32 = 3;

/// The further failures after which a person who is alone is refused, if HubSpot has answered the same call for others
/// since the first. Back-off puts half a minute between the first and the sixth.
const REFUSED_AFTER: u32 = 5;

/// The same if HubSpot has answered other calls only: with pauses that grow to a minute, about an hour. It may be the
/// call and not the person.
const REFUSED_UNPROVEN_AFTER: u32 = 60;

/// The subject of a person's creation. The person is not looked up either while it pauses.
pub(super) const fn creation_of(referral: ReferralId) -> Subject {
    Subject::new("person").numbered(referral.0)
}

/// The progress of the people who wait. It may be forgotten.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub(super) known: VecMap<ReferralId, Progress>,
    /// When HubSpot last answered a call of each subject.
    answered: VecMap<Subject, Timestamp>,
}

/// A person's contact as it was read, which lacks some of the values about the referrer.
#[derive(Debug)]
pub(super) struct Lacking {
    pub(super) record: ContactRecord,
    pub(super) read_at: Timestamp,
}

impl Lacking {
    /// Returns the values that the contact lacks at the moment; none if it has to be read again to tell.
    pub(super) fn values(
        &self,
        wanted: &ReferredByValues,
        now: Timestamp,
    ) -> Option<Vec<(String, String)>> {
        let is_fresh = now.duration_since(self.read_at) <= FRESH;
        let due = wanted.due(|name| self.record.value(name));
        let is_known = |name: &str, mode: WriteMode| {
            self.record.properties.contains_key(name) && (is_fresh || mode != WriteMode::IfEmpty)
        };
        let mut rows = due.iter();
        let all_known = rows.all(|(name, mode, _)| is_known(name.as_str(), *mode));
        let values = due.into_iter();
        let values = values.map(|(name, _, value)| (name.to_string(), value));
        all_known.then(|| values.collect())
    }
}

/// The failures of a person's calls for one subject that may be of the person.
#[derive(Debug, Clone, Copy)]
struct Failed {
    subject: Subject,
    first: Timestamp,
    last: Timestamp,
    /// The failures after the first before which HubSpot had answered another call.
    further: u32,
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
    /// The contact to which values are to be written.
    pub(super) due: Option<Lacking>,
    /// HubSpot refused a batch with the person in it, or failed at it. The person goes into no batch that is larger than
    /// this.
    largest: Option<usize>,
    failed: Option<Failed>,
    /// The properties about the referrer that HubSpot refused: the person is created without them.
    pub(super) without: Vec<String>,
    /// How often HubSpot did not say whether it took a write.
    pub(super) open: u32,
}

impl People {
    /// Forgets all people but those who wait.
    pub(super) fn keep_only(&mut self, waiting: &[Referral]) {
        self.known
            .retain(|id, _| waiting.iter().any(|referral| referral.id == *id));
    }

    /// Puts those last at whom HubSpot failed last.
    pub(super) fn put_failed_last(&self, waiting: &mut [Referral]) {
        waiting.sort_by_key(|referral| {
            let known = self.known.get(&referral.id);
            known
                .and_then(|known| known.failed)
                .map(|failed| failed.last)
        });
    }

    /// Notes that HubSpot answered a call of this subject for these people.
    pub(super) fn answered(&mut self, ids: &[ReferralId], subject: Subject, now: Timestamp) {
        self.answered.insert(subject, now);
        for id in ids {
            let Some(known) = self.known.get_mut(id) else {
                continue;
            };
            known.largest = None;
            known.failed = known.failed.filter(|failed| failed.subject != subject);
        }
    }

    /// Counts a failure against these people, if HubSpot has answered another call since the one before. Returns those
    /// who are to be refused.
    fn fail(
        &mut self,
        ids: &[ReferralId],
        subject: Subject,
        answered_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Vec<ReferralId> {
        let proven_at = self.answered.get(&subject).copied();
        let mut refused = Vec::new();
        let mut all_further = true;
        for id in ids {
            let known = self.at(*id);
            let before = known.failed.filter(|failed| failed.subject == subject);
            let mut failed = before.unwrap_or(Failed {
                subject,
                first: now,
                last: now,
                further: 0,
            });
            if before.is_some() && answered_at > Some(failed.last) {
                failed.further += 1;
            }
            failed.last = now;
            known.failed = Some(failed);
            all_further &= failed.further > 0;
            let most = if proven_at > Some(failed.first) {
                REFUSED_AFTER
            } else {
                REFUSED_UNPROVEN_AFTER
            };
            if failed.further >= most {
                refused.push(*id);
            }
        }
        if ids.len() <= 1 {
            return refused;
        }
        if all_further {
            self.halve(ids);
        }
        Vec::new()
    }

    /// Lets these people go into no batch that is larger than half of this one.
    fn halve(&mut self, ids: &[ReferralId]) {
        for id in ids {
            let known = self.at(*id);
            known.largest = Some(ids.len().div_ceil(2));
            if let Some(failed) = &mut known.failed {
                failed.further = 0;
            }
        }
    }

    /// Forgets a person who waits no more.
    pub(super) fn forget(&mut self, id: ReferralId) {
        self.known.remove(&id);
    }

    pub(super) fn at(&mut self, id: ReferralId) -> &mut Progress {
        self.known.entry(id).or_default()
    }

    pub(super) fn is_missing(&self, id: ReferralId) -> bool {
        self.known.get(&id).is_some_and(|known| known.missing)
    }

    pub(super) fn due(&self, id: ReferralId) -> Option<&Lacking> {
        self.known.get(&id)?.due.as_ref()
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
        let largest = self.known.get(&id).and_then(|known| known.largest);
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

    /// Notes that HubSpot answered a call for these people.
    pub(super) fn people_answered(&mut self, ids: &[ReferralId], subject: Subject, now: Timestamp) {
        self.memory.back_off.recover(subject);
        self.memory.forget_denial(subject);
        self.memory.people.answered(ids, subject, now);
    }

    /// Handles a failure of a call for these people. A batch that HubSpot refuses, or at which it fails, is halved until
    /// the person who is the cause is alone.
    pub(super) fn people_failed(
        &mut self,
        ids: &[ReferralId],
        subject: Subject,
        failure: Failure,
        flight: Landed,
    ) -> Result<(), PortalError> {
        match &failure {
            Failure::MissingScopes {
                message,
                scopes,
                is_certain,
            } => {
                if !*is_certain && self.memory.is_first_denial(subject) {
                    self.back_off(subject, flight.now);
                    return Ok(());
                }
                // A refusal that names no permission may be about one of the people.
                if scopes.is_empty() && ids.len() > 1 {
                    self.memory.back_off.recover(subject);
                    self.memory.people.halve(ids);
                    return Ok(());
                }
                return self.refuse_people(ids, &missing_scopes(message), flight.now);
            }
            Failure::Wait(wait) if wait.may_be_of_the_records() => {
                let problem = failed_each_time(&wait.to_string());
                self.people_troubled(ids, subject, &problem, flight.now)?;
            }
            _ => {}
        }
        let Some(rejection) = self.handle_failure(subject, None, failure, flight)? else {
            return Ok(());
        };
        self.memory.back_off.recover(subject);
        if ids.len() > 1 {
            self.memory.people.halve(ids);
            return Ok(());
        }
        self.refuse_people(ids, &rejection.message, flight.now)
    }

    /// Counts a failure that may be of these people against them, and refuses a person who has failed too often.
    pub(super) fn people_troubled(
        &mut self,
        ids: &[ReferralId],
        subject: Subject,
        problem: &str,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let answered_at = self.memory.answered_at;
        let people = &mut self.memory.people;
        let refused = people.fail(ids, subject, answered_at, now);
        self.refuse_people(&refused, problem, now)?;
        // Nothing else may be left to ask for. The account's details show whether HubSpot answers at all.
        account::set_details_due(&self.database, now)
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

/// Returns the problem of a person at whom HubSpot failed each time.
pub(super) fn failed_each_time(reason: &str) -> String {
    format!("HubSpot failed each time that Goodword asked about this person: {reason}")
}
