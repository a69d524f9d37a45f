//! The job that looks people up: by their addresses, or by the contacts that claims named.

use core::fmt;

use vecmap::VecSet;

use domain::{ContactId, EmailAddress, ReferralId};
use hubspot::contacts::{self, ContactRecord};
use hubspot::{Failure, NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::api_types::views::HubspotState;
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed, Pool};
use crate::engine::people::{CALLS_FOR_PEOPLE, Lacking, creation_of};
use crate::engine::planning::Planning;
use crate::referrals::{identifying, people, same_person};
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
    /// The properties that are read.
    properties: Vec<String>,
}

/// A referral's person, with the address or the id to look for.
struct Wanted {
    referral: ReferralId,
    key: String,
    /// Other forms of the address.
    aliases: Vec<String>,
}

impl Wanted {
    fn addresses(&self) -> impl Iterator<Item = &str> {
        let first = core::iter::once(self.key.as_str());
        first.chain(self.aliases.iter().map(String::as_str))
    }
}

/// Returns as many of these people as one call has room for. An address takes a place for each of its forms.
fn fitting(people: Vec<(By, Wanted)>) -> Vec<Wanted> {
    let mut room = contacts::BATCH_LIMIT;
    let fits = people.into_iter().map_while(|(_, wanted)| {
        room = room.checked_sub(1 + wanted.aliases.len())?;
        Some(wanted)
    });
    fits.collect()
}

impl fmt::Debug for LookUp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "LookUp({:?}, {})", self.by, self.people.len())
    }
}

impl LookUp {
    fn call(&self) -> Option<hubspot::Call> {
        let properties: Vec<&str> = self.properties.iter().map(String::as_str).collect();
        let properties = properties.as_slice();
        if self.by == By::Email {
            let addresses: Vec<&str> = self.people.iter().flat_map(Wanted::addresses).collect();
            return Some(contacts::read_by_email(&addresses, properties));
        }
        let keys = self.people.iter().map(|wanted| wanted.key.parse());
        let distinct: VecSet<ContactId> = keys.filter_map(Result::ok).collect();
        let ids: Vec<ContactId> = distinct.into_iter().collect();
        match (self.by, ids.as_slice()) {
            (By::ContactAlone, [only]) => Some(contacts::read(only, properties)),
            (_, []) => None,
            _ => Some(contacts::read_batch(&ids, properties)),
        }
    }

    /// Returns for each of the people, in their order, the contacts that HubSpot has: first the one with the given
    /// address, then those with its other forms.
    fn found(&self, result: Result<Reply, NoReply>) -> Result<Vec<Vec<ContactRecord>>, Failure> {
        match self.by {
            By::Email => {
                let addresses: Vec<&str> = self.people.iter().flat_map(Wanted::addresses).collect();
                let found =
                    understood(result, |reply| contacts::found_by_email(reply, &addresses))?;
                let mut found = found.into_iter();
                let people = self.people.iter().map(|wanted| {
                    let mut own: Vec<ContactRecord> = Vec::new();
                    for record in found.by_ref().take(1 + wanted.aliases.len()).flatten() {
                        if own.iter().all(|known| known.id != record.id) {
                            own.push(record);
                        }
                    }
                    own
                });
                Ok(people.collect())
            }
            By::Contact => understood(result, contacts::records).map(|records| {
                let of = |wanted: &Wanted| {
                    let mut records = records.iter();
                    records.find(|record| record.id.as_str() == wanted.key)
                };
                let people = self.people.iter();
                people
                    .map(|wanted| of(wanted).cloned().into_iter().collect())
                    .collect()
            }),
            By::ContactAlone => match understood(result, contacts::record) {
                Ok(record) => Ok(vec![vec![record]]),
                Err(Failure::Rejected(rejection)) if rejection.says_record_is_gone() => {
                    Ok(vec![Vec::new()])
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
    /// HubSpot may have the person under this contact, although not by the address.
    AskHolder(ContactId),
    AskAlone,
    Write(ContactRecord),
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
        portal.people_answered(&ids, SUBJECT, flight.now);
        let next = portal.database.atomically(|| {
            ids.into_iter()
                .zip(found)
                .map(|(id, found)| {
                    let next = portal.person_seen(id, self.by, &found, flight.now)?;
                    Ok((id, next))
                })
                .collect::<Result<Vec<_>, PortalError>>()
        })?;
        for (id, next) in next {
            let progress = portal.memory.people.at(id);
            match next {
                Next::Over => portal.memory.people.forget(id),
                Next::Create => {
                    progress.missing = true;
                    progress.holder = None;
                    progress.alone = false;
                }
                Next::AskHolder(contact) => progress.holder = Some(contact),
                Next::AskAlone => progress.alone = true,
                Next::Write(mut record) => {
                    // A property that the account does not have holds nothing.
                    for name in &self.properties {
                        record.properties.entry(name.clone()).or_insert(None);
                    }
                    progress.due = Some(Lacking {
                        record,
                        read_at: flight.now,
                    });
                }
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
            let wanted = |(by, key): (By, String)| {
                let address = Some(key.as_str()).filter(|_| by == By::Email);
                let address = address.and_then(|text| EmailAddress::parse(text).ok());
                let aliases = address.map(|address| address.aliases()).unwrap_or_default();
                let referral = id;
                (
                    by,
                    Wanted {
                        referral,
                        key,
                        aliases,
                    },
                )
            };
            candidates.extend(self.key_of(referral).map(wanted));
        }
        if candidates.len() < A_CROWD && self.any_is_created(waiting)? {
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
        let people = fitting(batch);
        let is_wanted = |referral: &&Referral| {
            let mut people = people.iter();
            people.any(|wanted| wanted.referral == referral.id)
        };
        let referrals: Vec<&Referral> = waiting.iter().filter(is_wanted).collect();
        let properties = self.properties_of(&referrals)?;
        let look_up = LookUp {
            by,
            people,
            properties,
        };
        let Some(call) = look_up.call() else {
            return Ok(());
        };
        if self.is_free(SUBJECT, planning) && self.has_room_for_people(planning) {
            self.begin_call(look_up, call, planning)?;
        }
        Ok(())
    }

    /// Returns whether any of these people waits for nothing but their creation.
    fn any_is_created(&self, waiting: &[Referral]) -> Result<bool, PortalError> {
        for referral in waiting {
            if self.memory.people.is_missing(referral.id)
                && self.referred_by(referral)?.is_published(&self.database)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns the key by which a referral's person is looked up.
    fn key_of(&self, referral: &Referral) -> Option<(By, String)> {
        let progress = self.memory.people.known.get(&referral.id);
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
        let of_person = identifying::PROPERTIES
            .into_iter()
            .chain(same_person::PROPERTIES);
        let mut names: VecSet<String> = of_person.map(str::to_owned).collect();
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
        found: &[ContactRecord],
        now: Timestamp,
    ) -> Result<Next, PortalError> {
        let referral = referrals::get(&self.database, id)?;
        let state = referral.hubspot;
        let waits = matches!(state, HubspotState::Waiting | HubspotState::Known);
        if !(waits && referral.state.status.is_lead()) {
            return Ok(Next::Over);
        }
        let Some((record, aliases)) = found.split_first() else {
            return match by {
                By::Email => Ok(match self.known_before(&referral)? {
                    Some(contact) => Next::AskHolder(contact),
                    None => Next::Create,
                }),
                By::Contact => Ok(Next::AskAlone),
                // The contact that had the address is gone: deleted, or erased at the person's wish. Only a person who
                // fills in a form by themselves is created once more.
                By::ContactAlone
                    if referral.contact.is_none() && referral.attribution.is_public() =>
                {
                    Ok(Next::Create)
                }
                By::ContactAlone => {
                    let problem = match &referral.contact {
                        Some(_) => "HubSpot has no contact with the referral's contact id.",
                        None => ERASED,
                    };
                    people::refuse(&self.database, id, problem, now)?;
                    Ok(Next::Over)
                }
            };
        };
        let referral = identifying::identify(&self.database, &referral, record, aliases, now)?;
        if !referral.counts() {
            return Ok(Next::Over);
        }
        let present = |name: &str| record.properties.get(name)?.as_deref();
        let due = self.referred_by(&referral)?.due(present);
        if due.is_empty() {
            people::written(&self.database, id)?;
            return Ok(Next::Over);
        }
        Ok(Next::Write(record.clone()))
    }

    /// Returns the contact that Goodword knew under a referral's address.
    fn known_before(&self, referral: &Referral) -> Result<Option<ContactId>, PortalError> {
        let email = referral.person.email.as_deref().map(EmailAddress::parse);
        match email {
            Some(Ok(email)) => referrals::contact_of_address(&self.database, &email),
            _ => Ok(None),
        }
    }
}

/// The problem of a person whose contact was removed from HubSpot.
const ERASED: &str = "The contact with this address was deleted in HubSpot. Goodword does not create it again; create it \
                      in HubSpot if the person agrees, and try again.";
