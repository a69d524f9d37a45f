//! The contacts that syncs cover according to HubSpot, and the links of contacts that leave.
//!
//! Only a contact that a sync covered, or that a person enrolled, may have a code. At rest, the links of contacts
//! that left follow the sync's decision, unless a person has decided otherwise.

use std::collections::{BTreeMap, BTreeSet};

use domain::OnLeaving;

use super::writes::Sync;
use super::{Judgement, Rule, Violation, demand};

/// The contacts that the syncs of one portal cover.
#[derive(Debug, Default)]
pub(crate) struct Audiences {
    by_sync: BTreeMap<u64, Covered>,
    /// The contacts that a person enrolled, each with its campaign.
    pub enrolled: BTreeSet<(u64, String)>,
    /// The contacts whose links a person changed, each with the campaign.
    pub by_hand: BTreeSet<(u64, String)>,
}

/// The contacts that one sync covers.
#[derive(Debug)]
struct Covered {
    sync: Sync,
    /// True if the sync was ended. An ended sync does not notice who leaves.
    ended: bool,
    /// True if the sync's decision about leavers was ever changed.
    changed: bool,
    now: BTreeSet<String>,
    ever: BTreeSet<String>,
    left: BTreeSet<String>,
}

impl Audiences {
    /// Records the contacts that are in a sync's audience now.
    pub(crate) fn covers(&mut self, sync: &Sync, members: BTreeSet<String>) {
        let known = self.by_sync.entry(sync.id).or_insert_with(|| Covered {
            sync: sync.clone(),
            ended: false,
            changed: false,
            now: members.clone(),
            ever: BTreeSet::new(),
            left: BTreeSet::new(),
        });
        known.changed |= known.sync.on_leaving != sync.on_leaving;
        known.sync = sync.clone();
        known.left.extend(known.now.difference(&members).cloned());
        known.ever.extend(members.iter().cloned());
        known.now = members;
    }

    /// Records the contacts that HubSpot shows in a sync's audience, although it may not have worked off all changes.
    pub(crate) fn shown(&mut self, sync: &Sync, members: BTreeSet<String>) {
        if let Some(known) = self.by_sync.get_mut(&sync.id) {
            known.ever.extend(members);
        }
    }

    /// Records the syncs that were not ended.
    pub(crate) fn present(&mut self, syncs: &[Sync]) {
        for (id, known) in &mut self.by_sync {
            known.ended = syncs.iter().all(|sync| sync.id != *id);
        }
    }

    /// Records that two contacts became a third one. A run that read its lists before the merge does not find the
    /// new contact in them, so it may treat the contact as one outside of every list.
    pub(crate) fn merged(&mut self, survivor: &str) {
        for known in self.by_sync.values_mut() {
            known.ever.insert(survivor.to_owned());
        }
    }

    /// Returns the contacts that are in a sync's audience now.
    #[must_use]
    pub(crate) fn now(&self, sync: u64) -> Option<&BTreeSet<String>> {
        self.by_sync.get(&sync).map(|known| &known.now)
    }

    /// Returns true if a contact has ever left a sync's audience.
    #[must_use]
    pub(crate) fn has_left(&self, sync: u64, contact: &str) -> bool {
        let known = self.by_sync.get(&sync);
        known.is_some_and(|known| known.left.contains(contact))
    }

    /// Judges that a contact may have a code.
    pub(crate) fn judge_code(&self, campaign: u64, contact: &str) -> Judgement {
        let owner = (campaign, contact.to_owned());
        let covered = self
            .by_sync
            .values()
            .any(|known| known.sync.campaign == campaign && known.ever.contains(contact));
        demand(
            covered || self.enrolled.contains(&owner),
            Rule::Audience,
            || {
                format!(
                    "contact {contact} has a code in campaign {campaign}, and no sync ever covered it"
                )
            },
        )
    }

    /// Judges the status of a link at rest. `is_there` is true if HubSpot still has the contact. Returns true if
    /// there was something to judge.
    pub(crate) fn judge_link(
        &self,
        campaign: u64,
        contact: &str,
        is_there: bool,
        status: &str,
    ) -> Result<bool, Violation> {
        let owner = (campaign, contact.to_owned());
        let mut syncs = self
            .by_sync
            .values()
            .filter(|known| known.sync.campaign == campaign);
        let (Some(known), None) = (syncs.next(), syncs.next()) else {
            return Ok(false);
        };
        let decided = self.enrolled.contains(&owner) || self.by_hand.contains(&owner);
        // HubSpot does not report whether a deleted contact is excluded.
        let unknown = !is_there && known.sync.audience.lists.is_none();
        if decided || unknown || known.changed || known.ended || !known.sync.ongoing {
            return Ok(false);
        }
        let member = known.now.contains(contact);
        let left = known.left.contains(contact);
        let right = match (known.sync.on_leaving, member) {
            (OnLeaving::Keep, _) | (OnLeaving::Pause, true) => status == "live",
            (OnLeaving::Pause, false) => status == "paused",
            (OnLeaving::Revoke, true) => status == "live" || (left && status == "revoked"),
            // A contact that was deleted can be restored, so its link is paused at most.
            (OnLeaving::Revoke, false) => status == "revoked" || (!is_there && status == "paused"),
        };
        demand(right, Rule::Audience, || {
            let leaving = known.sync.on_leaving;
            format!(
                "the link of {contact} is {status} at rest (in the audience: {member}; on leaving: {leaving:?})"
            )
        })?;
        Ok(!member)
    }
}
