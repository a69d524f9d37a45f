//! Looking people up: by their addresses, or by the contacts that claims named.

use core::fmt;

use vecmap::VecSet;

use domain::{ContactId, PropertyName, ReferralId};
use hubspot::contacts::{self, ContactRecord};
use hubspot::{Failure, NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::api_types::views::HubspotState;
use crate::engine::back_off::Subject;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::engine::understood;
use crate::referrals::{identifying, people};
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};

/// While people wait to be created, others are looked up by so many at once: else each creation brought a look-up of
/// the next one alone.
const A_CROWD: usize = 50;

/// By what people are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// Their addresses, first or further ones.
    Email,
    /// Their contacts' ids.
    Contact,
    /// The same, one by itself: then HubSpot follows merges, and its silence means something.
    ContactAlone,
}

/// Whom HubSpot is asked for.
#[derive(Clone, PartialEq)]
pub(crate) struct LookUp {
    by: By,
    people: Vec<(ReferralId, String)>,
}

impl fmt::Debug for LookUp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "LookUp({:?}, {})", self.by, self.people.len())
    }
}

impl LookUp {
    fn call(&self, properties: &[&str]) -> Option<hubspot::Call> {
        let keys: Vec<&str> = self.people.iter().map(|(_, key)| key.as_str()).collect();
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

    /// For each of the people, in their order, whom HubSpot has.
    fn found(
        &self,
        outcome: Result<Reply, NoReply>,
    ) -> Result<Vec<Option<ContactRecord>>, Failure> {
        let keys: Vec<&str> = self.people.iter().map(|(_, key)| key.as_str()).collect();
        match self.by {
            By::Email => understood(outcome, |reply| contacts::found_by_email(reply, &keys)),
            By::Contact => understood(outcome, contacts::records).map(|records| {
                let of = |key: &&str| records.iter().find(|record| record.id.as_str() == *key);
                keys.iter().map(|key| of(key).cloned()).collect()
            }),
            By::ContactAlone => match understood(outcome, contacts::record) {
                Ok(record) => Ok(vec![Some(record)]),
                Err(Failure::Rejected(rejection)) if rejection.says_record_is_gone() => {
                    Ok(vec![None])
                }
                Err(failure) => Err(failure),
            },
        }
    }
}

/// What comes next for a person who was looked up.
enum Next {
    /// Nothing: the referral waits no more.
    Over,
    Create,
    AskAlone,
    Tell(ContactId, Vec<PropertyName>),
}

impl Portal {
    pub(in crate::engine) fn plan_look_up(
        &mut self,
        waiting: &[Referral],
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if self.memory.flights.include(Subject::LookUp) {
            return Ok(());
        }
        let mut candidates: Vec<(By, ReferralId, String)> = Vec::new();
        for referral in waiting {
            let id = referral.id;
            let people = &self.memory.people;
            if people.is_missing(id) || people.due(id).is_some() {
                continue;
            }
            // One whose creation failed is left alone for a while.
            if let Some(until) = self
                .memory
                .patience
                .until(Subject::Person(id), planning.now)
            {
                planning.wake(until);
                continue;
            }
            candidates.extend(self.key_of(referral).map(|(by, key)| (by, id, key)));
        }
        let creating = waiting
            .iter()
            .any(|referral| self.memory.people.is_missing(referral.id));
        if creating && candidates.len() < A_CROWD {
            return Ok(());
        }
        let Some((by, ..)) = candidates.first() else {
            return Ok(());
        };
        let by = *by;
        candidates.retain(|(own, ..)| *own == by);
        if by == By::ContactAlone {
            candidates.truncate(1);
        }
        let batch = self.memory.people.batch(candidates, |(_, id, _)| *id);
        let look_up = LookUp {
            by,
            people: batch.into_iter().map(|(_, id, key)| (id, key)).collect(),
        };
        let asked = |referral: &&Referral| look_up.people.iter().any(|(id, _)| *id == referral.id);
        let of: Vec<&Referral> = waiting.iter().filter(asked).collect();
        let properties = self.properties_of(&of)?;
        let names: Vec<&str> = properties.iter().map(String::as_str).collect();
        let Some(call) = look_up.call(&names) else {
            return Ok(());
        };
        let task = Task::LookUp(look_up);
        if self.is_free(&task, planning) && self.has_room_for_people(planning) {
            self.begin_call(task, call, planning)?;
        }
        Ok(())
    }

    fn key_of(&self, referral: &Referral) -> Option<(By, String)> {
        let known = self.memory.people.0.get(&referral.id);
        let holder = known.and_then(|known| known.holder.as_ref());
        if let Some(contact) = holder.or(referral.contact.as_ref()) {
            let alone = known.is_some_and(|known| known.alone);
            let by = if alone { By::ContactAlone } else { By::Contact };
            return Some((by, contact.to_string()));
        }
        let email = referral.person.email.clone();
        email.map(|email| (By::Email, email))
    }

    /// What has to be read of these people's contacts.
    fn properties_of(&self, referrals: &[&Referral]) -> Result<Vec<String>, PortalError> {
        let mut names: VecSet<String> = identifying::PROPERTIES
            .map(str::to_owned)
            .into_iter()
            .collect();
        for referral in referrals {
            let tells = self.telling(referral)?.properties();
            names.extend(tells.map(|property| property.to_string()));
        }
        Ok(names.into_iter().collect())
    }

    pub(in crate::engine) fn looked_up(
        &mut self,
        look_up: &LookUp,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let found = match look_up.found(outcome) {
            Ok(found) => found,
            Err(failure) => {
                let ids: Vec<_> = look_up.people.iter().map(|(id, _)| *id).collect();
                return self.people_failed(&ids, Subject::LookUp, grant_version, failure, now);
            }
        };
        self.memory.patience.forget(Subject::LookUp);
        let ids = look_up.people.iter().map(|(id, _)| *id);
        let next = self.database.atomically(|| {
            ids.zip(found)
                .map(|(id, found)| Ok((id, self.seen(id, look_up.by, found.as_ref(), now)?)))
                .collect::<Result<Vec<_>, PortalError>>()
        })?;
        for (id, next) in next {
            let known = self.memory.people.at(id);
            known.largest = None;
            match next {
                Next::Over => self.memory.people.forget(id),
                Next::Create => known.missing = true,
                Next::AskAlone => known.alone = true,
                Next::Tell(contact, names) => known.due = Some((contact, names)),
            }
        }
        Ok(())
    }

    /// Decides what a look-up means for a referral. Runs inside the caller's transaction.
    fn seen(
        &self,
        id: ReferralId,
        by: By,
        found: Option<&ContactRecord>,
        now: Timestamp,
    ) -> Result<Next, PortalError> {
        let referral = referrals::get(&self.database, id)?;
        let state = referral.hubspot;
        let waits = matches!(state, HubspotState::Waiting | HubspotState::Known);
        if !(waits && referral.counts()) {
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
        let due = self.telling(&referral)?.due(present);
        if due.is_empty() {
            people::written(&self.database, id)?;
            return Ok(Next::Over);
        }
        let names = due.into_iter().map(|(property, _)| property).collect();
        Ok(Next::Tell(record.id.clone(), names))
    }
}
