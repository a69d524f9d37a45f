//! The job that looks people up: by their addresses, or by the contacts that claims named.

use core::fmt;

use vecmap::VecSet;

use domain::{ContactId, ReferralId};
use hubspot::contacts::{self, ContactRecord};
use hubspot::{Failure, NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::api_types::views::HubspotState;
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed, Pool};
use crate::engine::people::{CALLS_FOR_PEOPLE, DueWrite, creation_of};
use crate::engine::planning::Planning;
use crate::referrals::{identifying, people};
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};

/// While people wait to be created, others are looked up only by so many at once. Otherwise each creation would bring a
/// look-up of the next person alone.
const A_CROWD: usize = 50;

const SUBJECT: Subject = Subject::new("look-up");

/// The keys by which people are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Their addresses, first or further ones.
    Email,
    /// Their contacts' ids.
    Contact,
    /// The id of one contact alone. HubSpot follows merges then, and a contact that it does not find is gone.
    ContactAlone,
}

/// Looks these people up.
struct LookUp {
    by: By,
    people: Vec<Wanted>,
}

/// A referral's person, with the address or the id to look for.
struct Wanted {
    referral: ReferralId,
    key: String,
}

impl fmt::Debug for LookUp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "LookUp({:?}, {})", self.by, self.people.len())
    }
}

impl LookUp {
    fn call(&self, properties: &[&str]) -> Option<hubspot::Call> {
        let keys: Vec<&str> = self
            .people
            .iter()
            .map(|wanted| wanted.key.as_str())
            .collect();
        if self.by == By::Email {
            return Some(contacts::read_by_email(&keys, properties));
        }
        let distinct: VecSet<ContactId> = keys.iter().filter_map(|id| id.parse().ok()).collect();
        let ids: Vec<ContactId> = distinct.into_iter().collect();
        match (self.by, ids.as_slice()) {
            (By::ContactAlone, [only]) => Some(contacts::read(only, properties)),
            (_, []) => None,
            _ => Some(contacts::read_batch(&ids, properties)),
        }
    }

    /// Returns for each of the people, in their order, the contact that HubSpot has.
    fn found(&self, result: Result<Reply, NoReply>) -> Result<Vec<Option<ContactRecord>>, Failure> {
        let keys: Vec<&str> = self
            .people
            .iter()
            .map(|wanted| wanted.key.as_str())
            .collect();
        match self.by {
            By::Email => understood(result, |reply| contacts::found_by_email(reply, &keys)),
            By::Contact => understood(result, contacts::records).map(|records| {
                let of = |key: &&str| records.iter().find(|record| record.id.as_str() == *key);
                keys.iter().map(|key| of(key).cloned()).collect()
            }),
            By::ContactAlone => match understood(result, contacts::record) {
                Ok(record) => Ok(vec![Some(record)]),
                Err(Failure::Rejected(rejection)) if rejection.says_record_is_gone() => {
                    Ok(vec![None])
                }
                Err(failure) => Err(failure),
            },
        }
    }
}

/// The next step for a person who was looked up.
enum Next {
    /// The referral waits no more.
    Over,
    Create,
    AskAlone,
    Write(DueWrite),
}

impl Job for LookUp {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        SUBJECT
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
        let ids: Vec<_> = self.people.iter().map(|wanted| wanted.referral).collect();
        let found = match self.found(result) {
            Ok(found) => found,
            Err(failure) => return portal.people_failed(&ids, SUBJECT, failure, flight),
        };
        portal.memory.back_off.recover(SUBJECT);
        let next = portal.database.atomically(|| {
            ids.into_iter()
                .zip(found)
                .map(|(id, found)| {
                    let next = portal.person_seen(id, self.by, found.as_ref(), flight.now)?;
                    Ok((id, next))
                })
                .collect::<Result<Vec<_>, PortalError>>()
        })?;
        for (id, next) in next {
            let progress = portal.memory.people.at(id);
            progress.largest = None;
            match next {
                Next::Over => portal.memory.people.forget(id),
                Next::Create => progress.missing = true,
                Next::AskAlone => progress.alone = true,
                Next::Write(due) => progress.due = Some(due),
            }
        }
        Ok(())
    }
}

impl Portal {
    pub(super) fn plan_look_up(
        &mut self,
        waiting: &[Referral],
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if self.memory.in_flight.include(SUBJECT) {
            return Ok(());
        }
        let mut candidates: Vec<(By, Wanted)> = Vec::new();
        for referral in waiting {
            let id = referral.id;
            let people = &self.memory.people;
            if people.is_missing(id) || people.due(id).is_some() {
                continue;
            }
            // A person whose creation failed is left alone for a while.
            if let Some(until) = self.memory.back_off.until(creation_of(id), planning.now) {
                planning.wake(until);
                continue;
            }
            let wanted = |key| Wanted { referral: id, key };
            candidates.extend(self.key_of(referral).map(|(by, key)| (by, wanted(key))));
        }
        let creating = waiting
            .iter()
            .any(|referral| self.memory.people.is_missing(referral.id));
        if creating && candidates.len() < A_CROWD {
            return Ok(());
        }
        let Some((by, _)) = candidates.first() else {
            return Ok(());
        };
        let by = *by;
        candidates.retain(|(own, _)| *own == by);
        if by == By::ContactAlone {
            candidates.truncate(1);
        }
        let batch = self
            .memory
            .people
            .batch(candidates, |(_, wanted)| wanted.referral);
        let look_up = LookUp {
            by,
            people: batch.into_iter().map(|(_, wanted)| wanted).collect(),
        };
        let is_wanted = |referral: &&Referral| {
            let mut people = look_up.people.iter();
            people.any(|wanted| wanted.referral == referral.id)
        };
        let referrals: Vec<&Referral> = waiting.iter().filter(is_wanted).collect();
        let properties = self.properties_of(&referrals)?;
        let names: Vec<&str> = properties.iter().map(String::as_str).collect();
        let Some(call) = look_up.call(&names) else {
            return Ok(());
        };
        if self.is_free(SUBJECT, planning) && self.has_room_for_people(planning) {
            self.begin_call(look_up, call, planning)?;
        }
        Ok(())
    }

    /// Returns the key by which a referral's person is looked up.
    fn key_of(&self, referral: &Referral) -> Option<(By, String)> {
        let progress = self.memory.people.0.get(&referral.id);
        let holder = progress.and_then(|progress| progress.holder.as_ref());
        if let Some(contact) = holder.or(referral.contact.as_ref()) {
            let alone = progress.is_some_and(|progress| progress.alone);
            let by = if alone { By::ContactAlone } else { By::Contact };
            return Some((by, contact.to_string()));
        }
        let email = referral.person.email.clone();
        email.map(|email| (By::Email, email))
    }

    /// Returns the properties to read of these people's contacts.
    fn properties_of(&self, referrals: &[&Referral]) -> Result<Vec<String>, PortalError> {
        let mut names: VecSet<String> = identifying::PROPERTIES
            .map(str::to_owned)
            .into_iter()
            .collect();
        for referral in referrals {
            let written = self.referred_by(referral)?.properties();
            names.extend(written.map(|property| property.to_string()));
        }
        Ok(names.into_iter().collect())
    }

    /// Decides what a look-up means for a referral. Runs inside the caller's transaction.
    fn person_seen(
        &self,
        id: ReferralId,
        by: By,
        found: Option<&ContactRecord>,
        now: Timestamp,
    ) -> Result<Next, PortalError> {
        let referral = referrals::get(&self.database, id)?;
        let state = referral.hubspot;
        let waits = matches!(state, HubspotState::Waiting | HubspotState::Known);
        if !(waits && referral.state.status.is_lead()) {
            return Ok(Next::Over);
        }
        let Some(record) = found else {
            return match by {
                By::Email => Ok(Next::Create),
                By::Contact => Ok(Next::AskAlone),
                By::ContactAlone => {
                    let problem = "HubSpot has no contact with the referral's contact id.";
                    people::refuse(&self.database, id, problem, now)?;
                    Ok(Next::Over)
                }
            };
        };
        let referral = identifying::identify(&self.database, &referral, record, now)?;
        if !referral.counts() {
            return Ok(Next::Over);
        }
        let present = |name: &str| record.properties.get(name)?.as_deref();
        let due = self.referred_by(&referral)?.due(present);
        if due.is_empty() {
            people::written(&self.database, id)?;
            return Ok(Next::Over);
        }
        Ok(Next::Write(DueWrite {
            contact: record.id.clone(),
            properties: due.into_iter().map(|(property, _)| property).collect(),
        }))
    }
}
