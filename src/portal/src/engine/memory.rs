//! The memory of the loop: everything that it knows and may forget.
//!
//! A crash loses the memory and nothing else: the tables hold everything that must survive.

use vecmap::{VecMap, VecSet};

use domain::RunId;
use hubspot::QuotaClass;
use hubspot::quota::{
    CallWindow, GENERAL_INTERVAL_MS, GENERAL_LIMIT, SEARCH_INTERVAL_MS, SEARCH_LIMIT,
};
use jiff::{SignedDuration, Timestamp};

use super::audience::KnownSnapshots;
use super::back_off::{BackOff, Subject};
use super::changed_deals::ChangedDeals;
use super::in_flight::InFlight;
use super::jobs::{AskedLeavers, Confirming, NamedPage};
use super::people::People;
use super::preparations::Preparations;
use super::write_notes::WriteNotes;
use crate::queries::RunningQuery;
use crate::referrals::rechecking::Recheck;
use crate::tables::account::{Account, Tokens};

/// A message to our own services arrives within this time, or not at all, even if its sender has died or was told that
/// it failed. A newer message that the late one could undo waits for so long.
pub(super) const LATE_BY_MS: u64 = 5000;

/// Workers KV takes one write a second for a key. The rest is a tenth longer, because its clock is not ours.
pub(super) const KEY_RESTS_MS: u64 = 1100;

/// The things that the loop knows and may forget.
pub(crate) struct Memory {
    pub(super) in_flight: InFlight,
    pub(super) back_off: BackOff,
    /// The window of the general quota.
    pub(super) window: CallWindow,
    /// The window of the quota for searches.
    pub(super) searches: CallWindow,
    /// Before this time nothing is published, and no host is claimed or released: a publication of an earlier life may
    /// still be on its way.
    pub(super) publish_from: Timestamp,
    /// The end of the latest wait for HubSpot's limit.
    pub(super) quota_until: Option<Timestamp>,
    /// Whether this process has tried to open a grant that no key opened before.
    pub(super) tried_locked_grant: bool,
    /// The opened grant and its version.
    pub(super) tokens: Option<(u32, Tokens)>,
    pub(super) preparations: Preparations,
    /// The queries that are under way, by their ids.
    pub(super) queries: VecMap<u32, RunningQuery>,
    /// The audience snapshots that were used last.
    pub(super) snapshots: KnownSnapshots,
    /// The pages of contacts that are read by their ids, of the runs that are reading.
    pub(super) named_pages: VecMap<RunId, NamedPage>,
    /// The contacts that runs miss in their lists and that HubSpot is being asked about.
    pub(super) asked_leavers: VecMap<RunId, AskedLeavers>,
    /// The contacts to enrol that HubSpot is being asked about.
    pub(super) confirming: Confirming,
    /// The recheck of referrals that is under way.
    pub(super) recheck: Option<Recheck>,
    /// Deals that have changed, while Goodword reads which contacts they belong to.
    pub(super) changed_deals: Option<ChangedDeals>,
    /// The referred people who are on their way into HubSpot.
    pub(super) people: People,
    /// When HubSpot last told which deals have changed.
    pub(super) deals_told_at: Option<Timestamp>,
    /// What was learnt from the writes of contacts.
    pub(super) writes: WriteNotes,
    /// The subjects and runs to which HubSpot has denied a call once, without saying that a permission is missing.
    denied: VecSet<Subject>,
    /// The number of new access tokens in a row that HubSpot did not accept, and the last one's version.
    pub(super) unaccepted_tokens: (u32, u32),
    /// When HubSpot last answered a call, if only with a denial.
    pub(super) answered_at: Option<Timestamp>,
}

impl Memory {
    /// Creates the memory of a portal that was just opened. `unpublished`: whether the link index or the Directory
    /// lacks anything.
    pub(super) fn empty(account: &Account, unpublished: bool, now: Timestamp) -> Self {
        let interval = SignedDuration::from_millis(GENERAL_INTERVAL_MS);
        // Calls that were made before the restart may still be on their way.
        let arrived = when_late_ones_arrived(account.calls_until.min(now));
        let recent = now.duration_since(arrived) < interval;
        let window = |limit, interval_ms| {
            if recent {
                CallWindow::restarted(limit, interval_ms, arrived)
            } else {
                CallWindow::new(limit, interval_ms)
            }
        };
        let key_rests = SignedDuration::from_millis(KEY_RESTS_MS.cast_signed());
        let late = when_late_ones_arrived(now);
        let late = late.saturating_add(key_rests).unwrap_or(late);
        let mut memory = Self {
            in_flight: InFlight::default(),
            back_off: BackOff::default(),
            window: window(GENERAL_LIMIT, GENERAL_INTERVAL_MS),
            searches: window(SEARCH_LIMIT, SEARCH_INTERVAL_MS),
            publish_from: if unpublished { late } else { now },
            quota_until: None,
            tried_locked_grant: false,
            tokens: None,
            preparations: Preparations::default(),
            queries: VecMap::new(),
            snapshots: KnownSnapshots::default(),
            named_pages: VecMap::new(),
            asked_leavers: VecMap::new(),
            confirming: Confirming::default(),
            recheck: None,
            changed_deals: None,
            people: People::default(),
            deals_told_at: None,
            writes: WriteNotes::default(),
            denied: VecSet::new(),
            unaccepted_tokens: (0, 0),
            answered_at: None,
        };
        if account.wait_until > now {
            memory.hold_all_until(account.wait_until);
        }
        memory
    }

    /// Lets no call of the portal begin before then.
    pub(super) fn hold_all_until(&mut self, until: Timestamp) {
        self.window.hold_until(until);
        self.searches.hold_until(until);
    }

    /// Returns whether a call was denied to this subject for the first time. One answer may be that of something
    /// between here and HubSpot.
    pub(super) fn is_first_denial(&mut self, of: Subject) -> bool {
        self.denied.insert(of)
    }

    /// Forgets that a call was denied.
    pub(super) fn forget_denial(&mut self, of: Subject) {
        self.denied.remove(&of);
    }

    /// Returns the window of a quota.
    pub(super) fn window_of(&mut self, quota: QuotaClass) -> &mut CallWindow {
        match quota {
            QuotaClass::Search => &mut self.searches,
            QuotaClass::General | QuotaClass::Unmetered => &mut self.window,
        }
    }

    /// Forgets the progress of runs that are over.
    pub(super) fn keep_runs(&mut self, is_under_way: impl Fn(&RunId) -> bool) {
        self.preparations.retain(|id, _| is_under_way(id));
        self.named_pages.retain(|id, _| is_under_way(id));
        self.asked_leavers.retain(|id, _| is_under_way(id));
    }

    /// Forgets failures and progress, because a new grant makes everything worth another try. What is on its way to
    /// Goodword's own services may still arrive: those pauses stay.
    pub(crate) fn start_afresh(&mut self) {
        self.back_off.forget_hubspot();
        self.preparations = Preparations::default();
        self.people = People::default();
        self.tokens = None;
        self.tried_locked_grant = false;
        self.writes = WriteNotes::default();
        self.denied = VecSet::new();
        self.unaccepted_tokens = (0, 0);
        // The new grant may let Goodword read more than before.
        self.recheck = None;
        self.named_pages.clear();
        self.asked_leavers.clear();
        self.confirming = Confirming::default();
        self.changed_deals = None;
        self.deals_told_at = None;
    }

    /// Returns whether calls wait for HubSpot's limit.
    pub(crate) fn waits_for_quota(&self, now: Timestamp) -> bool {
        self.quota_until.is_some_and(|until| until > now)
    }

    /// Returns whether a run waits because HubSpot has failed.
    pub(crate) fn waits_for_hubspot(&self, run: RunId, now: Timestamp) -> bool {
        self.back_off
            .is_paused(|subject| subject.delays_run(run), now)
    }
}

/// Returns when everything that was sent until then has arrived, or never will.
pub(super) fn when_late_ones_arrived(sent: Timestamp) -> Timestamp {
    let late_by = SignedDuration::from_millis(LATE_BY_MS.cast_signed());
    sent.saturating_add(late_by).unwrap_or(sent)
}
