//! HubSpot's work on lists in the background.
//!
//! After a change of a filter or of a contact, an active list is `PROCESSING` for a while. Until it
//! is `COMPLETE`, each change shows at a moment of its own, a rebuilt list lacks some of its members
//! for a time, and size and times are either those of the end already or still those of before. A
//! list that was paused shows no change until it goes on.
//!
//! HubSpot's segments guide (2026-09) names the three states. It does not say what members do
//! meanwhile, so a client must bear all of this.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::list::{List, Metadata};
use crate::random::Random;

/// How HubSpot works on the lists of a portal.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    /// The longest time that HubSpot works on a list, in milliseconds. 0 means that every list is
    /// complete at once.
    pub(super) longest_ms: i64,
    random: Random,
}

impl Pace {
    pub(crate) fn new(longest_ms: i64, seed: u64) -> Self {
        Self {
            longest_ms,
            random: Random::new(seed, "work on lists"),
        }
    }

    fn below(&mut self, bound: i64) -> i64 {
        let bound = u64::try_from(bound).unwrap_or(0);
        i64::try_from(self.random.below(bound)).unwrap_or(0)
    }
}

/// The work on one list.
#[derive(Clone, Debug, Default)]
pub(super) struct Work {
    /// The end of the work.
    until: i64,
    /// Whether people have paused it.
    pub(super) paused: bool,
    /// The members that differ from the list's end, each until a moment.
    late: BTreeMap<u64, Late>,
    /// Size and times, if they are still those of before.
    metadata: Option<Metadata>,
}

/// A contact that is shown as it was.
#[derive(Clone, Copy, Debug)]
struct Late {
    member: bool,
    until: i64,
}

/// The share of the members that a rebuilt list lacks for a time, in a thousand.
const LACKING: u64 = 300;

impl List {
    /// Begins work after some contacts changed. `before` says which were members, with the metadata
    /// of that time. In a rebuild, other members disappear for a time as well.
    pub(super) fn work(
        &mut self,
        pace: &mut Pace,
        before: (&BTreeMap<u64, bool>, Metadata),
        rebuilt: bool,
        now: i64,
    ) {
        let longest = pace.longest_ms;
        if !self.work.paused && longest <= 0 {
            return;
        }
        let (was, metadata) = before;
        if self.work.until <= now && !self.work.paused {
            self.work.late.clear();
            self.work.metadata = pace.random.chance(500).then_some(metadata);
        } else if self.work.paused {
            self.work.metadata.get_or_insert(metadata);
        }
        let until = now + 1 + pace.below(longest.max(1));
        self.work.until = self.work.until.max(until);
        let paused = self.work.paused;
        let at = |pace: &mut Pace| {
            if paused {
                i64::MAX
            } else {
                now + pace.below(until - now + 1)
            }
        };
        for (contact, member) in was {
            let until = at(pace);
            self.work.late.entry(*contact).or_insert(Late {
                member: *member,
                until,
            });
        }
        if rebuilt && !paused {
            let members: Vec<u64> = self.ids().collect();
            for contact in members {
                if pace.random.chance(LACKING) {
                    let (member, until) = (false, at(pace));
                    self.work
                        .late
                        .entry(contact)
                        .or_insert(Late { member, until });
                }
            }
        }
    }

    /// Forgets that a contact was ever in the list, because it no longer exists.
    pub(super) fn forget_late(&mut self, contact: u64) {
        self.work.late.remove(&contact);
    }

    /// Pauses the work, or lets it go on and end.
    pub(super) fn pause(&mut self, paused: bool) {
        self.work = Work {
            paused,
            ..Work::default()
        };
    }

    /// Returns the list as HubSpot shows it at a time.
    pub(super) fn shown(&self, now: i64) -> Cow<'_, Self> {
        let status = match (self.work.paused, now < self.work.until) {
            (true, _) => "PAUSED",
            (false, true) => "PROCESSING",
            (false, false) => return Cow::Borrowed(self),
        };
        let mut shown = self.clone();
        for (contact, late) in &self.work.late {
            if now < late.until {
                shown.show(*contact, late.member, now);
            }
        }
        shown.status = status;
        shown.metadata = self.work.metadata.or(Some(self.metadata()));
        Cow::Owned(shown)
    }
}
