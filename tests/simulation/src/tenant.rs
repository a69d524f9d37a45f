//! One portal and its surroundings: its storage, its object, and the record of what crossed its boundary.
//!
//! The object is the platform's: an alarm that has one time, the handlers of alarms that are running, and the
//! portal's loop ([`portal::slice`]), which is in memory until the process dies.

use std::collections::{BTreeMap, VecDeque};

use portal::EffectResult;
use portal::slice::{PortalLoop, Slice};

use crate::chance::Chance;
use crate::judge::{Audiences, Calls, Reading, Run, Writes};
use crate::ops::{Fault, Kind};
use crate::storage::Storage;
use crate::world::Flight;

/// A portal.
pub(crate) struct Tenant {
    pub(crate) hub: u64,
    /// Its own chance, so that it fares the same whoever else is there.
    pub(crate) chance: Chance,
    pub(crate) storage: Storage,
    pub(crate) portal_loop: PortalLoop,
    /// The number of portals that were lost so far, with their process or after a failure of the storage.
    pub(crate) life: u64,
    /// The slices that run, by their numbers.
    pub(crate) running: BTreeMap<u64, Running>,
    pub(crate) slices: u64,
    pub(crate) alarm: Option<Alarm>,
    pub(crate) alarms: u64,

    pub(crate) strikes: Vec<(Kind, Fault)>,
    /// When a report to the Directory last failed, or was lost.
    pub(crate) report_failed: Option<i64>,
    /// When the portal has given up all effects of slices that were abandoned.
    pub(crate) gives_up_by: i64,
    pub(crate) ring_twice: bool,
    pub(crate) break_after_plan: bool,
    pub(crate) repeat_message: bool,
    pub(crate) delay_message: Option<i64>,
    /// Until when everything outside of this portal crawls.
    pub(crate) crawls_until: i64,
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
    pub(crate) at: i64,
}

/// A slice of the loop, in the handler of an alarm.
pub(crate) struct Running {
    pub(crate) slice: Slice,
    /// The number of the turn that is noted in the agenda. Earlier ones are void.
    pub(crate) turn: u64,
    /// The platform has abandoned it, and will resume it.
    pub(crate) is_away: bool,
    /// The effects that have ended while it was away.
    pub(crate) late: VecDeque<(Flight, EffectResult)>,
    /// It has deleted the alarm.
    pub(crate) has_disarmed: bool,
    /// Plans in a row that gave nothing to do and asked to be asked again at once.
    pub(crate) idle_plans: u32,
}

impl Tenant {
    pub(crate) fn new(seed: u64, place: usize, hub: u64) -> Self {
        Self {
            hub,
            chance: Chance::new(seed, &format!("portal {place}")),
            storage: Storage::new(),
            portal_loop: PortalLoop::default(),
            life: 0,
            running: BTreeMap::new(),
            slices: 0,
            alarm: None,
            alarms: 0,
            strikes: Vec::new(),
            report_failed: None,
            gives_up_by: 0,
            ring_twice: false,
            break_after_plan: false,
            repeat_message: false,
            delay_message: None,
            crawls_until: 0,
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
        self.life += 1;
        self.report_failed = Some(now);
        self.calls.all_lost();
        self.reading.all_lost();
        self.writes.all_lost();
    }
}

impl Running {
    pub(crate) fn new(slice: Slice) -> Self {
        Self {
            slice,
            turn: 0,
            is_away: false,
            late: VecDeque::new(),
            has_disarmed: false,
            idle_plans: 0,
        }
    }
}
