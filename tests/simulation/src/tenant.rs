//! One portal and what stands around it: its storage, its shell, and the record of what crossed its
//! boundary.
//!
//! The shell is the Durable Object's, as far as a portal can tell: an alarm that has but one time, a slice of
//! the loop that it begins, at most six effects at once, and a portal that is opened when it is first needed.

use std::collections::{BTreeMap, VecDeque};

use portal::{Effect, Portal, Ticket};

use crate::chance::Chance;
use crate::judge::{Audiences, Calls, Reading, Run, Writes};
use crate::ops::{Fault, Kind};
use crate::storage::Storage;

/// A portal.
pub(crate) struct Tenant {
    pub(crate) hub: u64,
    /// Its own chance, so that it fares the same whoever else is there.
    pub(crate) chance: Chance,
    pub(crate) storage: Storage,
    pub(crate) portal: Option<Portal>,
    /// How often it was opened.
    pub(crate) life: u64,
    pub(crate) slice: Option<Slice>,
    pub(crate) slices: u64,
    pub(crate) alarm: Option<Alarm>,
    pub(crate) alarms: u64,
    /// Word of new work for the slice that runs.
    pub(crate) stirred: bool,

    pub(crate) strikes: Vec<(Kind, Fault)>,
    /// When a report to the Directory last failed, or was lost.
    pub(crate) report_failed: Option<i64>,
    pub(crate) ring_twice: bool,
    pub(crate) repeat_message: bool,
    pub(crate) delay_message: Option<i64>,
    pub(crate) made_contacts: u64,

    pub(crate) campaigns: Vec<Campaign>,
    pub(crate) calls: Calls,
    pub(crate) reading: Reading,
    pub(crate) writes: Writes,
    pub(crate) audiences: Audiences,
    pub(crate) runs: BTreeMap<u64, Run>,
    /// The runs whose failed contacts others try again, by these.
    pub(crate) retries: BTreeMap<u64, u64>,
    /// The newest question of each kind.
    pub(crate) questions: BTreeMap<&'static str, u32>,
    pub(crate) published: u64,
}

/// A campaign, as the portal has answered it.
#[derive(Debug, Clone)]
pub(crate) struct Campaign {
    pub(crate) id: u64,
    pub(crate) destination: String,
    pub(crate) status: String,
}

/// The time that the alarm is set to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Alarm {
    pub(crate) serial: u64,
}

/// A slice of the loop.
pub(crate) struct Slice {
    pub(crate) serial: u64,
    pub(crate) began: i64,
    pub(crate) effects: u32,
    pub(crate) waiting: VecDeque<(Ticket, Effect)>,
    pub(crate) under_way: usize,
    pub(crate) news: bool,
    pub(crate) wake_at: Option<i64>,
    /// When the slice looks again at the latest.
    pub(crate) looks_at: Option<i64>,
    pub(crate) failed: bool,
    /// Plans in a row that gave nothing to do and asked to be asked again at once.
    pub(crate) idle_plans: u32,
}

impl Tenant {
    pub(crate) fn new(seed: u64, place: usize, hub: u64) -> Self {
        Self {
            hub,
            chance: Chance::new(seed, &format!("portal {place}")),
            storage: Storage::new(),
            portal: None,
            life: 0,
            slice: None,
            slices: 0,
            alarm: None,
            alarms: 0,
            stirred: false,
            strikes: Vec::new(),
            report_failed: None,
            ring_twice: false,
            repeat_message: false,
            delay_message: None,
            made_contacts: 0,
            campaigns: Vec::new(),
            calls: Calls::default(),
            reading: Reading::default(),
            writes: Writes::default(),
            audiences: Audiences::default(),
            runs: BTreeMap::new(),
            retries: BTreeMap::new(),
            questions: BTreeMap::new(),
            published: 0,
        }
    }

    /// The accident that befalls the next effect, which is of this kind.
    pub(crate) fn take_strike(&mut self, kind: Kind) -> Option<Fault> {
        let fits = |(of, _): &(Kind, Fault)| *of == kind || *of == Kind::Any;
        let place = self.strikes.iter().position(fits)?;
        Some(self.strikes.remove(place).1)
    }

    /// The portal's value is gone, and with it all that it knew of effects under way.
    pub(crate) fn forget(&mut self, now: i64) {
        self.portal = None;
        self.life += 1;
        self.report_failed = Some(now);
        self.calls.all_lost();
        self.reading.all_lost();
        self.writes.all_lost();
    }
}

impl Slice {
    pub(crate) fn new(serial: u64, now: i64) -> Self {
        Self {
            serial,
            began: now,
            effects: 0,
            waiting: VecDeque::new(),
            under_way: 0,
            news: true,
            wake_at: None,
            looks_at: None,
            failed: false,
            idle_plans: 0,
        }
    }
}
