//! What a failure or a refusal of a batch says: whether it is a contact's, a property's or HubSpot's. The head of the job
//! states the rules.

use vecmap::VecSet;

use domain::{ContactId, PropertyName, RunId};
use hubspot::contacts::BatchAnswer;
use hubspot::{Failure, Rejection, WaitReason};
use jiff::Timestamp;

use super::concluding::{Back, Conclusion};
use super::sent::Sent;
use crate::Portal;
use crate::engine::batch_answers::Fates;
use crate::engine::write_notes::Failed;
use crate::storage::error::PortalError;
use crate::tables::account;
use crate::tables::outbox::{self, Batch, Item};
use crate::tables::outcomes::Outcome;
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::referrers;
use crate::tables::syncs;

/// How often HubSpot may leave a contact unmentioned before it counts as failed.
const MAX_UNCONFIRMED: u32 = 3;

/// The failures after which a batch is halved, if HubSpot has taken another write since the first. Back-off puts
/// three seconds between the first and the third.
const HALVED_AFTER: u32 = 3;

/// The failures after which a contact that is alone has failed, if HubSpot has taken another write since the one before
/// the last, or if the contact had failed before. Back-off puts half a minute between the first and the sixth.
const GIVEN_UP_AFTER: u32 = 6;

/// The same if HubSpot has taken no other write: about seven minutes.
const GIVEN_UP_UNPROVEN_AFTER: u32 = 12;

/// Contacts that are so few that each can be tried alone.
const FEW: usize = 4;

/// The contacts of failing batches that may be ill rather than HubSpot. A quiet portal has nothing else to write by which
/// to tell.
const FEW_FAILING: u32 = 10;

/// A failure that may be of the contacts of the call.
pub(super) struct Trouble {
    reason: WaitReason,
    /// HubSpot's status, if it answered.
    status: Option<u16>,
}

impl Trouble {
    pub(super) fn of(failure: &Failure, status: Option<u16>) -> Option<Self> {
        match failure {
            Failure::Wait(wait) if wait.may_be_of_the_records() => Some(Self {
                reason: wait.reason,
                status,
            }),
            _ => None,
        }
    }

    /// Returns what happened, in words. They are the same in each sweep.
    fn words(&self) -> String {
        let Self { reason, status } = self;
        match status {
            Some(status) => {
                format!("HubSpot answered {status} to each update of the contact: {reason}.")
            }
            None => "HubSpot answered no update of the contact.".into(),
        }
    }
}

impl Portal {
    /// Counts a failed look like a failed write, if HubSpot has answered another call since the batch last failed. In an
    /// outage of HubSpot nothing counts.
    pub(super) fn judge_failed_look(
        &mut self,
        batch: &Batch,
        trouble: &Trouble,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Some(failed) = self.memory.writes.failed_before(batch.id) else {
            self.memory.writes.failed(batch.id, now);
            return Ok(());
        };
        if self.memory.answered_at > Some(failed.last) {
            return self.judge_trouble(batch, trouble, now);
        }
        // Nothing else may be left to ask for. The account's details show whether HubSpot answers at all.
        account::set_details_due(&self.database, now)
    }

    /// Counts a failure against a batch. A batch with too many is halved, and a contact that is alone has failed.
    pub(super) fn judge_trouble(
        &mut self,
        batch: &Batch,
        trouble: &Trouble,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let before = self.memory.writes.failed(batch.id, now);
        let accepted_at = self.memory.writes.accepted_at;
        let accepted_since = |at: fn(Failed) -> Timestamp| {
            before.is_some_and(|before| accepted_at > Some(at(before)))
        };
        outbox::add_failure(&self.database, batch.id)?;
        let failures = batch.failures + 1;
        if let [only] = batch.items.as_slice() {
            let campaign = syncs::get(&self.database, batch.sync)?.campaign;
            let known = referrers::get(&self.database, campaign, &only.contact)?;
            let had_failed = known.is_some_and(|known| known.sync_problem.is_some());
            let limit = if had_failed || accepted_since(|before| before.last) {
                GIVEN_UP_AFTER
            } else {
                GIVEN_UP_UNPROVEN_AFTER
            };
            if failures < limit {
                return Ok(());
            }
            let failed = Outcome::troubled(only.contact.clone(), trouble.words());
            return self.conclude(batch, Conclusion::failing(vec![failed]), now);
        }
        let doublings = if accepted_since(|before| before.first) {
            0
        } else {
            let failing = outbox::failing(&self.database)?;
            // So few contacts can each be tried alone, even if HubSpot takes no write at all.
            let is_few = failing.contacts <= FEW_FAILING;
            failing.batches.saturating_sub(1) * u32::from(!is_few)
        };
        if failures < HALVED_AFTER.saturating_mul(1 << doublings.min(16)) {
            return Ok(());
        }
        self.halve(batch)
    }

    /// Concludes the contacts of a failed batch that needed no write, and counts the failure against the others.
    pub(super) fn conclude_aside(
        &mut self,
        batch: &Batch,
        sent: &Sent,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let ids = sent.ids();
        let items = batch
            .items
            .iter()
            .filter(|item| ids.contains(&item.contact));
        let back = Back {
            items: items.cloned().collect(),
            unconfirmed: batch.unconfirmed,
            failures: batch.failures + 1,
        };
        let conclusion = Conclusion {
            aside: sent.aside.clone(),
            back: vec![back],
            ..Conclusion::default()
        };
        self.conclude(batch, conclusion, now)
    }

    /// Judges the refusal of a whole call.
    pub(super) fn judge_refusal(
        &mut self,
        batch: &Batch,
        sent: &Sent,
        rejection: &Rejection,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        if rejection.names_missing_property() {
            return self.property_is_missing(batch, rejection, now);
        }
        let ids = sent.ids();
        let named: VecSet<ContactId> = ids
            .iter()
            .filter(|id| rejection.records.contains(id))
            .cloned()
            .collect();
        if let [only] = ids.as_slice() {
            if named.is_empty() && self.is_held_by_refusal(batch, rejection)? {
                return Ok(());
            }
            self.memory.writes.refused_alone(batch.sync);
            let failed = vec![Outcome::refused(only.clone(), rejection)];
            let conclusion = Conclusion {
                failed,
                aside: sent.aside.clone(),
                ..Conclusion::default()
            };
            return self.conclude(batch, conclusion, now);
        }
        if !named.is_empty() && named.len() < ids.len() {
            return self.separate(batch, &named);
        }
        if named.is_empty() && self.is_of_the_values(batch, &ids)? {
            return self.doubt_values(batch, sent, rejection, now);
        }
        self.halve(batch)
    }

    /// Returns whether the values may be refused, and not contacts: HubSpot has refused several together. Contacts that
    /// were refused before say nothing about the values.
    fn is_of_the_values(&mut self, batch: &Batch, ids: &[ContactId]) -> Result<bool, PortalError> {
        if ids.len() <= FEW {
            return Ok(false);
        }
        let campaign = syncs::get(&self.database, batch.sync)?.campaign;
        let ids: Vec<&ContactId> = ids.iter().collect();
        let referrers = referrers::among(&self.database, campaign, &ids)?;
        let all_known = referrers.values().all(|known| known.sync_problem.is_some());
        Ok(!all_known && self.memory.writes.refused_together(batch.sync))
    }

    /// Tries one contact of a batch alone, while the others wait.
    fn doubt_values(
        &mut self,
        batch: &Batch,
        sent: &Sent,
        rejection: &Rejection,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let ids = sent.ids();
        // There may be no run to hold. Then the property is refused for all, if HubSpot takes it for nobody.
        if batch.run.is_none() && self.memory.writes.takes_for_nobody(batch.sync) {
            let sent_properties = sent.contacts.iter().flat_map(|(_, properties)| properties);
            let names: Vec<&str> = sent_properties.map(PropertyName::as_str).collect();
            if !rejection.names_any_of(&names) {
                return self.halve(batch);
            }
            let refused = |id: &ContactId| Outcome::refused(id.clone(), rejection);
            let conclusion = Conclusion {
                failed: ids.iter().map(refused).collect(),
                aside: sent.aside.clone(),
                ..Conclusion::default()
            };
            return self.conclude(batch, conclusion, now);
        }
        if outbox::has_single(&self.database, batch.sync)? {
            // Another batch has given a contact to be tried.
            return Ok(());
        }
        let mut byte = [0; 1];
        self.entropy.fill(&mut byte);
        let at = usize::from(byte.first().copied().unwrap_or_default());
        let place = at.checked_rem(ids.len()).unwrap_or_default();
        let probe: VecSet<ContactId> = ids.get(place).cloned().into_iter().collect();
        self.separate(batch, &probe)
    }

    /// Holds the run if its values are doubted and HubSpot refuses them for one contact, too.
    fn is_held_by_refusal(
        &mut self,
        batch: &Batch,
        rejection: &Rejection,
    ) -> Result<bool, PortalError> {
        let Some(run) = batch.run.filter(|_| self.memory.writes.doubts(batch.sync)) else {
            return Ok(false);
        };
        self.memory.writes.forget_doubt(batch.sync);
        self.hold_for_refusal(run, rejection)?;
        Ok(true)
    }

    fn hold_for_refusal(&mut self, run: RunId, rejection: &Rejection) -> Result<(), PortalError> {
        let words = &rejection.message;
        if matches!(rejection.status, 401..=403) || rejection.category == "FORBIDDEN" {
            let problem = format!("HubSpot does not let Goodword write contacts: {words}");
            return self.hold_for_permission(Some(run), &problem);
        }
        self.hold_for_properties(run, &format!("HubSpot refused the properties: {words}"))
    }

    /// Records HubSpot's answer to a batch.
    pub(super) fn take_batch_answer(
        &mut self,
        batch: &Batch,
        sent: &Sent,
        answer: BatchAnswer,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let mut refusals = answer.refused.iter().map(|(_, rejection)| rejection);
        if let Some(rejection) = refusals.find(|rejection| rejection.names_missing_property()) {
            return self.property_is_missing(batch, &rejection.clone(), now);
        }
        let ids = sent.ids();
        let fates = Fates::of(&ids, answer);
        if !fates.updated.is_empty() {
            self.memory.writes.taken(batch.sync, now);
        }
        if let Some((_, rejection)) = fates.refused.first().filter(|_| refuses_all(&fates, &ids)) {
            if let [_] = ids.as_slice() {
                if self.is_held_by_refusal(batch, rejection)? {
                    return Ok(());
                }
            } else if self.is_of_the_values(batch, &ids)? && batch.run.is_some() {
                return self.doubt_values(batch, sent, rejection, now);
            }
        }
        let refused = fates.refused.iter();
        let mut failed: Vec<Outcome> = refused
            .map(|(contact, rejection)| Outcome::refused(contact.clone(), rejection))
            .collect();
        let items_of = |wanted: &dyn Fn(&ContactId) -> bool| -> Vec<Item> {
            let items = batch.items.iter().filter(|item| wanted(&item.contact));
            items.cloned().collect()
        };
        let failures = batch.failures + 1;
        let mut back = Vec::new();
        if failures >= GIVEN_UP_AFTER {
            let troubled = fates.troubled.iter();
            failed.extend(troubled.map(|(contact, rejection)| {
                let words = format!(
                    "HubSpot failed each time to update the contact: {}",
                    rejection.message
                );
                Outcome::troubled(contact.clone(), words)
            }));
        } else {
            let is_troubled = |id: &ContactId| fates.troubled.iter().any(|(own, _)| own == id);
            back.push(Back {
                items: items_of(&is_troubled),
                unconfirmed: batch.unconfirmed,
                failures,
            });
        }
        let silent = items_of(&|id| fates.silent.contains(id));
        let unconfirmed = batch.unconfirmed + 1;
        match silent.as_slice() {
            [only] if unconfirmed >= MAX_UNCONFIRMED => {
                failed.push(Outcome::unconfirmed(only.contact.clone()));
            }
            _ => {
                // After as many silences as one contact may have, each is asked for alone.
                let parts = if unconfirmed >= MAX_UNCONFIRMED { 2 } else { 1 };
                let size = silent.len().div_ceil(parts).max(1);
                back.extend(silent.chunks(size).map(|items| Back {
                    items: items.to_vec(),
                    unconfirmed,
                    failures: batch.failures,
                }));
            }
        }
        let written = sent.contacts.iter();
        let written = written.filter(|(contact, _)| fates.updated.contains(contact));
        let conclusion = Conclusion {
            written: written.cloned().collect(),
            failed,
            aside: sent.aside.clone(),
            back,
        };
        self.conclude(batch, conclusion, now)
    }

    /// Sends the run back to its properties, because a missing property is not the contact's fault.
    fn property_is_missing(
        &mut self,
        batch: &Batch,
        rejection: &Rejection,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        if let Some(run) = batch.run {
            return self.doubt_properties(run, &rejection.message);
        }
        // There is no run. The others of the properties are written. The sync's next run finds what is wrong with this
        // one, and its end leads to the write.
        let is_missing = |name: &PropertyName| rejection.names_any_of(&[name.as_str()]);
        let campaign = syncs::get(&self.database, batch.sync)?.campaign;
        let mut rest = Vec::new();
        self.database.atomically(|| {
            for item in &batch.items {
                let (mut missing, others): (Vec<_>, Vec<_>) =
                    item.properties.iter().cloned().partition(is_missing);
                if missing.is_empty() {
                    missing.clone_from(&others);
                } else if !others.is_empty() {
                    rest.push(Item {
                        properties: others,
                        ..item.clone()
                    });
                }
                let contact = &item.contact;
                referrers::left_unwritten(
                    &self.database,
                    ReferrerKey { campaign, contact },
                    &missing,
                )?;
            }
            Ok(())
        })?;
        let back = Back {
            items: rest,
            unconfirmed: batch.unconfirmed,
            failures: batch.failures,
        };
        let conclusion = Conclusion {
            back: vec![back],
            ..Conclusion::default()
        };
        self.conclude(batch, conclusion, now)
    }
}

/// Returns whether HubSpot refused all contacts of a call, each for the same kind of reason, and none because it is gone.
fn refuses_all(fates: &Fates, ids: &[ContactId]) -> bool {
    let mut refusals = fates.refused.iter().map(|(_, rejection)| rejection);
    let category = fates.refused.first().map(|(_, first)| &first.category);
    fates.refused.len() == ids.len()
        && refusals.all(|one| !one.says_record_is_gone() && Some(&one.category) == category)
}
