//! Telling HubSpot who referred people: what the campaign maps, and what the people answered.
//!
//! Which properties a contact lacks is known from when it was read; their values are taken from the tables when they are
//! sent.

use vecmap::VecSet;

use domain::{
    ContactId, PropertyName, ReferralCode, ReferralId, ReferredBy, ReferredByField,
    ReferredByMapping, Slug, WriteMode,
};
use hubspot::contacts::{self, BatchAnswer, ContactUpdate};
use hubspot::{Failure, NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::batch_answers::Fates;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::engine::understood;
use crate::referrals::people;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::link_blocks;
use crate::tables::referrals::Referral;
use crate::tables::referrers;
use crate::tables::slugs;
use crate::write_back::values;

/// What there is to tell of a referral.
pub(in crate::engine) struct Telling {
    mappings: Vec<ReferredByMapping>,
    answers: Vec<(PropertyName, String)>,
    values: ReferredBy,
    code: ReferralCode,
    /// Its slug, if the link shows one.
    slug: Option<Slug>,
}

impl Telling {
    /// The properties that it concerns.
    pub(in crate::engine) fn properties(self) -> impl Iterator<Item = PropertyName> {
        let mapped = self.mappings.into_iter().map(|row| row.property);
        mapped.chain(self.answers.into_iter().map(|(property, _)| property))
    }

    /// What a contact lacks of it.
    pub(in crate::engine) fn due<'p>(
        &self,
        present: impl Fn(&str) -> Option<&'p str>,
    ) -> Vec<(PropertyName, String)> {
        self.values.due(&self.mappings, &self.answers, present)
    }

    /// What these properties are to hold, as far as it concerns them still.
    fn values_of(&self, names: &[PropertyName]) -> Vec<(String, String)> {
        self.values
            .wanted(&self.mappings, &self.answers)
            .filter(|(property, mode, _)| *mode != WriteMode::Never && names.contains(property))
            .map(|(property, _, value)| (property.to_string(), value.to_owned()))
            .collect()
    }

    /// A new contact for the referral's person.
    pub(in crate::engine) fn draft(&self, referral: &Referral) -> Vec<(String, String)> {
        let person = &referral.person;
        let known = [
            ("email", &person.email),
            ("firstname", &person.first_name),
            ("lastname", &person.last_name),
        ];
        let known = known
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
        let mut properties: Vec<(String, String)> = known.collect();
        for (property, value) in self.due(|_| None) {
            if properties.iter().all(|(name, _)| name != property.as_str()) {
                properties.push((property.to_string(), value));
            }
        }
        properties
    }

    /// Whether the link that it shows works.
    pub(in crate::engine) fn is_published(&self, database: &Database) -> Result<bool, PortalError> {
        let mut rows = self.mappings.iter();
        let shows =
            rows.any(|row| row.field == ReferredByField::Link && row.mode != WriteMode::Never);
        if !shows {
            return Ok(true);
        }
        let slugs: Vec<&Slug> = self.slug.as_ref().into_iter().collect();
        Ok(link_blocks::are_published(database, &[self.code.block()])?
            && slugs::are_published(database, &slugs)?)
    }
}

impl Portal {
    /// What there is to tell of a referral; nothing any more once the campaign is over.
    pub(in crate::engine) fn telling(&self, referral: &Referral) -> Result<Telling, PortalError> {
        let campaign = campaigns::get(&self.database, referral.campaign)?;
        let referrer = referrers::get(&self.database, referral.campaign, &referral.referrer)?;
        let referrer = referrer.ok_or(PortalError::Unreadable("a referrer"))?;
        let known = values::of(&referrer, &self.addresses()?, &campaign);
        let over = campaign.is_archived();
        let (mappings, answers) = if over {
            (Vec::new(), Vec::new())
        } else {
            (campaign.terms.referred_by, referral.answers.clone())
        };
        Ok(Telling {
            mappings,
            answers,
            values: ReferredBy {
                code: known.code,
                name: referrer.person.name().unwrap_or_default(),
                link: known.link,
                campaign: known.campaign_name,
            },
            code: referrer.code,
            slug: referrer.slug,
        })
    }

    pub(in crate::engine) fn plan_telling(
        &mut self,
        waiting: &[Referral],
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let people = &self.memory.people;
        let any = waiting
            .iter()
            .any(|referral| people.due(referral.id).is_some());
        if !any || !self.is_free(&Task::Tell(Vec::new()), planning) {
            return Ok(());
        }
        let mut busy: VecSet<ContactId> = self
            .memory
            .flights
            .contacts()
            .into_iter()
            .cloned()
            .collect();
        let mut updates = Vec::new();
        for referral in waiting {
            let Some((contact, names)) = self.memory.people.due(referral.id) else {
                continue;
            };
            let telling = self.telling(referral)?;
            if busy.contains(contact) || !telling.is_published(&self.database)? {
                continue;
            }
            let properties = telling.values_of(names);
            let contact = contact.clone();
            if properties.is_empty() {
                // The campaign maps otherwise by now.
                self.memory.people.at(referral.id).due = None;
                planning.wake(planning.now);
                continue;
            }
            busy.insert(contact.clone());
            let id = contact;
            updates.push((referral.id, ContactUpdate { id, properties }));
        }
        let batch = self.memory.people.batch(updates, |(id, _)| *id);
        if batch.is_empty() || !self.has_room_for_people(planning) {
            return Ok(());
        }
        let (ids, updates): (Vec<ReferralId>, Vec<ContactUpdate>) = batch.into_iter().unzip();
        let contacts = updates.iter().map(|update| update.id.clone());
        let task = Task::Tell(ids.into_iter().zip(contacts).collect());
        self.begin_call(task, contacts::update(&updates), planning)
    }

    pub(in crate::engine) fn told(
        &mut self,
        sent: &[(ReferralId, ContactId)],
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let failure = match understood(outcome, contacts::updated) {
            Ok(answer) => {
                self.memory.patience.forget(Subject::Telling);
                return self.take_fates(sent, answer, now);
            }
            Err(failure) => failure,
        };
        let ids: Vec<ReferralId> = sent.iter().map(|(id, _)| *id).collect();
        let Failure::Rejected(rejection) = &failure else {
            return self.people_failed(&ids, Subject::Telling, grant_version, failure, now);
        };
        if rejection.names_missing_property() {
            let lacks = |id: &ReferralId| {
                let (_, names) = self.memory.people.due(*id)?;
                let mut names = names.iter();
                names.find(|name| rejection.properties.iter().any(|own| own == name.as_str()))
            };
            let concerned: Vec<_> = ids
                .iter()
                .filter(|id| lacks(id).is_some())
                .copied()
                .collect();
            if !concerned.is_empty() {
                return self.refuse_people(&concerned, &rejection.message, now);
            }
        }
        if let ([only], true) = (ids.as_slice(), rejection.says_record_is_gone()) {
            return self.left_open(&[*only], &rejection.message, now);
        }
        self.people_failed(&ids, Subject::Telling, grant_version, failure, now)
    }

    fn take_fates(
        &mut self,
        sent: &[(ReferralId, ContactId)],
        answer: BatchAnswer,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let contacts: Vec<ContactId> = sent.iter().map(|(_, contact)| contact.clone()).collect();
        let fates = Fates::of(&contacts, answer);
        let referral_of = |contact: &ContactId| {
            let found = sent.iter().find(|(_, own)| own == contact);
            found.map(|(id, _)| *id)
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
        // Whom another campaign has referred too holds something else now.
        for known in self.memory.people.0.values_mut() {
            let due = known.due.take();
            known.due = due.filter(|(contact, _)| !fates.updated.contains(contact));
        }
        for (contact, rejection) in &fates.refused {
            let Some(id) = referral_of(contact) else {
                continue;
            };
            if rejection.says_record_is_gone() {
                self.left_open(&[id], &rejection.message, now)?;
            } else {
                self.refuse_people(&[id], &rejection.message, now)?;
            }
        }
        let silent: Vec<ReferralId> = fates.silent.iter().filter_map(referral_of).collect();
        self.left_open(&silent, UNCONFIRMED, now)
    }

    /// These people's contacts are read again, which shows what became of them; those of whom that was tried too often
    /// count as refused.
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

/// What is said of a person of whom HubSpot keeps silent.
const UNCONFIRMED: &str = "HubSpot took the update several times without confirming it.";
