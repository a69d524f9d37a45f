//! The people who were referred, in HubSpot: looked up there, created where nobody has their address, told who referred
//! them.
//!
//! Who waits for what is in the table of referrals ([`crate::referrals::people`]). The memory here may be forgotten: then
//! everybody who waits is looked up anew. That is also how a lost answer is made good: before anything is tried again,
//! HubSpot is asked for what it has.
//!
//! Invariants: nobody is created but straight after HubSpot did not have their address, and no two of one address at a
//! time; no two writes of one contact are in flight together, those of syncs included; nothing is written that neither
//! the campaign maps nor the person answered.
//!
//! Left to others: what the contact that was found means for the referral ([`crate::referrals::identify`]).

mod creating;
mod looking_up;
mod telling;

use vecmap::{VecMap, VecSet};

use domain::{ContactId, PropertyName, ReferralId};
use hubspot::Failure;
use jiff::Timestamp;

use super::flights::Task;
use super::patience::Subject;
use super::planning::Planning;
use crate::Portal;
use crate::error::PortalError;
use crate::referrals::{Referral, people};

pub(crate) use looking_up::LookUp;

/// Referrals looked at in one round: a batch to be looked up, and those beside it that wait for other things.
const LOOKED_AT: u32 = 150;
/// Calls for people that are in flight together: syncs and people who ask have the others.
const MOST_CALLS: usize = 2;
/// How often HubSpot may leave it open what became of a person before that counts as a refusal.
const MOST_OPEN: u32 = 3;

/// What is known of those who wait, until it is forgotten.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// HubSpot has nobody with the address: to be created.
    missing: VecSet<ReferralId>,
    /// Who has the address although HubSpot did not find them by it.
    holders: VecMap<ReferralId, ContactId>,
    /// HubSpot did not speak of their contacts among others: to be asked for each.
    alone: VecSet<ReferralId>,
    /// What is to be written, and into whose contact.
    due: VecMap<ReferralId, (ContactId, Vec<PropertyName>)>,
    /// HubSpot refused a batch with these in it: they go into none that is larger than this.
    largest: VecMap<ReferralId, usize>,
    /// How often it stayed open what became of them.
    open: VecMap<ReferralId, u32>,
}

impl People {
    /// Forgets all but those who wait.
    fn keep_only(&mut self, waiting: &[Referral]) {
        let waits = |id: &ReferralId| waiting.iter().any(|referral| referral.id == *id);
        self.missing.retain(&waits);
        self.holders.retain(|id, _| waits(id));
        self.alone.retain(&waits);
        self.due.retain(|id, _| waits(id));
        self.largest.retain(|id, _| waits(id));
        self.open.retain(|id, _| waits(id));
    }

    /// The referral waits no more.
    fn forget(&mut self, id: ReferralId) {
        self.missing.remove(&id);
        self.holders.remove(&id);
        self.alone.remove(&id);
        self.due.remove(&id);
        self.largest.remove(&id);
        self.open.remove(&id);
    }

    /// HubSpot left it open what became of a referral: it is looked up again, unless that was so too often.
    fn is_open_too_often(&mut self, id: ReferralId) -> bool {
        self.missing.remove(&id);
        self.due.remove(&id);
        let times = self.open.entry(id).or_insert(0);
        *times += 1;
        *times >= MOST_OPEN
    }

    /// The largest batch in which a referral may go.
    fn largest(&self, id: ReferralId) -> usize {
        let largest = self.largest.get(&id).copied();
        largest.unwrap_or(hubspot::contacts::BATCH_LIMIT)
    }

    /// The first of these that may go together.
    fn batch<T>(&self, candidates: Vec<T>, id: impl Fn(&T) -> ReferralId) -> Vec<T> {
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
    pub(super) fn plan_people(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let waiting = people::waiting(&self.database, LOOKED_AT)?;
        self.memory.people.keep_only(&waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        self.plan_creations(&waiting, planning)?;
        self.plan_telling(&waiting, planning)?;
        self.plan_look_up(&waiting, planning)
    }

    /// Whether one more call for people may be in flight.
    fn has_room_for_people(&mut self, planning: &mut Planning) -> bool {
        let calls = self.memory.flights.count(Task::is_about_people);
        calls < MOST_CALLS && self.has_room(planning)
    }

    /// HubSpot failed a call that was for these. A batch that it refuses is parted until the one that it refuses is
    /// alone.
    fn people_failed(
        &mut self,
        ids: &[ReferralId],
        subject: Subject,
        grant_version: u32,
        failure: Failure,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        if let Failure::MissingScopes { message, .. } = &failure {
            let problem = format!("HubSpot asks for a further permission: {message}");
            return self.refuse_people(ids, &problem, now);
        }
        let Some(rejection) = self.heed(subject, None, grant_version, failure, now)? else {
            return Ok(());
        };
        self.memory.patience.forget(subject);
        if ids.len() > 1 {
            let half = ids.len().div_ceil(2);
            for id in ids {
                self.memory.people.largest.insert(*id, half);
            }
            return Ok(());
        }
        self.refuse_people(ids, &rejection.message, now)
    }

    fn refuse_people(
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
