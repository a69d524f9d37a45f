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

use vecmap::VecMap;

use domain::{ContactId, PropertyName, ReferralId};
use hubspot::Failure;
use jiff::Timestamp;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::referrals::people;
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};

pub(crate) use crate::engine::jobs::look_up_people::LookUp;

/// Referrals looked at in one round: a batch to be looked up, and those beside it that wait for other things.
const LOOKED_AT: u32 = 150;
/// Calls for people that are in flight together: syncs and people who ask have the others.
const MOST_CALLS: usize = 2;
/// How often HubSpot may leave it open what became of a person before that counts as a refusal.
const MOST_OPEN: u32 = 3;

/// What is known of those who wait, until it is forgotten.
#[derive(Debug, Default)]
pub(crate) struct People(pub(super) VecMap<ReferralId, Known>);

/// What is known of one of them.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// HubSpot has nobody with the address: to be created.
    pub(super) missing: bool,
    /// Who has the address although HubSpot did not find them by it.
    pub(super) holder: Option<ContactId>,
    /// HubSpot did not speak of their contact among others: to be asked for by itself.
    pub(super) alone: bool,
    /// What is to be written, and into whose contact.
    pub(super) due: Option<(ContactId, Vec<PropertyName>)>,
    /// HubSpot refused a batch with them in it: they go into none that is larger than this.
    pub(super) largest: Option<usize>,
    /// How often it stayed open what became of them.
    pub(super) open: u32,
}

impl People {
    /// Forgets all but those who wait.
    pub(super) fn keep_only(&mut self, waiting: &[Referral]) {
        self.0
            .retain(|id, _| waiting.iter().any(|referral| referral.id == *id));
    }

    /// The referral waits no more.
    pub(super) fn forget(&mut self, id: ReferralId) {
        self.0.remove(&id);
    }

    pub(super) fn at(&mut self, id: ReferralId) -> &mut Known {
        self.0.entry(id).or_default()
    }

    pub(super) fn is_missing(&self, id: ReferralId) -> bool {
        self.0.get(&id).is_some_and(|known| known.missing)
    }

    pub(super) fn due(&self, id: ReferralId) -> Option<&(ContactId, Vec<PropertyName>)> {
        self.0.get(&id)?.due.as_ref()
    }

    /// HubSpot left it open what became of a referral: it is looked up again, unless that was so too often.
    pub(super) fn is_open_too_often(&mut self, id: ReferralId) -> bool {
        let known = self.at(id);
        known.missing = false;
        known.due = None;
        known.open += 1;
        known.open >= MOST_OPEN
    }

    /// The largest batch in which a referral may go.
    pub(super) fn largest(&self, id: ReferralId) -> usize {
        let largest = self.0.get(&id).and_then(|known| known.largest);
        largest.unwrap_or(hubspot::contacts::BATCH_LIMIT)
    }

    /// The first of these that may go together.
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
    pub(super) fn plan_people(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let waiting = referrals::waiting_for_hubspot(&self.database, LOOKED_AT)?;
        self.memory.people.keep_only(&waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        self.plan_creations(&waiting, planning)?;
        self.plan_telling(&waiting, planning)?;
        self.plan_look_up(&waiting, planning)
    }

    /// Whether one more call for people may be in flight.
    pub(super) fn has_room_for_people(&mut self, planning: &mut Planning) -> bool {
        let calls = self.memory.flights.count(Task::is_about_people);
        calls < MOST_CALLS && self.has_room(planning)
    }

    /// HubSpot failed a call that was for these. A batch that it refuses is parted until the one that it refuses is
    /// alone.
    pub(super) fn people_failed(
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
                self.memory.people.at(*id).largest = Some(half);
            }
            return Ok(());
        }
        self.refuse_people(ids, &rejection.message, now)
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
