//! One portal and its surroundings: its storage, its object, and the record of the calls that crossed its boundary.
//!
//! The object is part of the platform. It has an alarm with one time, the running handlers of alarms, and the
//! portal's loop ([`portal::slice`]), which is in memory until the process dies.

use std::collections::{BTreeMap, VecDeque};

use portal::EffectResult;
use portal::slice::{PortalLoop, Slice};

use crate::chance::Chance;
use crate::judge::{
    Audiences, Calls, Evidence, Gone, Reading, Referred, Repeats, Run, Truth, Writes,
};
use crate::ops::{Fault, Kind};
use crate::storage::Storage;
use crate::world::Flight;

/// A portal and its surroundings.
pub(crate) struct Tenant {
    pub(crate) hub: u64,
    /// The portal's own stream of random numbers. Other portals do not change its numbers.
    pub(crate) chance: Chance,
    pub(crate) storage: Storage,
    pub(crate) portal_loop: PortalLoop,
    /// The number of times that the portal in memory was lost, because the process died or the storage failed.
    pub(crate) life: u64,
    /// The running slices, by number.
    pub(crate) running: BTreeMap<u64, Running>,
    pub(crate) slices: u64,
    pub(crate) alarm: Option<Alarm>,
    pub(crate) alarms: u64,

    pub(crate) strikes: Vec<(Kind, Fault)>,
    /// The time at which a report to the Directory last failed or was lost.
    pub(crate) report_failed: Option<i64>,
    /// The time by which the portal has given up all effects of abandoned slices.
    pub(crate) gives_up_by: i64,
    pub(crate) ring_twice: bool,
    pub(crate) break_after_plan: bool,
    pub(crate) repeat_message: bool,
    pub(crate) delay_message: Option<i64>,
    /// The time until which everything outside of this portal is very slow.
    pub(crate) crawls_until: i64,
    pub(crate) made_contacts: u64,

    pub(crate) campaigns: Vec<Campaign>,
    pub(crate) calls: Calls,
    pub(crate) reading: Reading,
    pub(crate) writes: Writes,
    pub(crate) audiences: Audiences,
    pub(crate) evidence: Evidence,
    pub(crate) gone: Gone,
    pub(crate) referred: Referred,
    /// The time at which something last kept, or may have kept, the portal from its work.
    pub(crate) troubled_at: i64,
    pub(crate) runs: BTreeMap<u64, Run>,
    /// The runs that retry failed contacts. The key is the retry, and the value is the run with the failures.
    pub(crate) retries: BTreeMap<u64, u64>,
    /// The newest query of each kind.
    pub(crate) queries: BTreeMap<&'static str, u32>,
    pub(crate) published: u64,
    /// The time of the last write of each key of the link index.
    pub(crate) last_puts: BTreeMap<String, i64>,
    pub(crate) repeats: Repeats,
    pub(crate) truth: Truth,
    /// The numbers of the sealing keys in the settings. The first one seals.
    pub(crate) keys: Vec<u32>,
    pub(crate) newest_key: u32,
    /// The times at which people typed values, by contact and property.
    pub(crate) typed: BTreeMap<(String, String), i64>,
    /// The end of the wait for the whole portal that HubSpot has asked for.
    pub(crate) waits_until: i64,
}

/// A campaign, as the portal reports it.
#[derive(Debug, Clone)]
pub(crate) struct Campaign {
    pub(crate) id: u64,
    pub(crate) destination: String,
    pub(crate) status: String,
}

/// The present alarm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Alarm {
    pub(crate) serial: u64,
    pub(crate) at: i64,
}

/// A slice of the loop, in the handler of an alarm.
pub(crate) struct Running {
    pub(crate) slice: Slice,
    /// The number of the scheduled turn. Turns with a lower number are void.
    pub(crate) turn: u64,
    /// True if the platform has abandoned the slice and will resume it.
    pub(crate) is_away: bool,
    /// The effects that have ended while the slice was away.
    pub(crate) late: VecDeque<(Flight, EffectResult)>,
    /// True if the slice has deleted the alarm.
    pub(crate) has_disarmed: bool,
    /// The number of successive plans that had no effects and wanted another plan at once.
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
            evidence: Evidence::default(),
            gone: Gone::default(),
            referred: Referred::default(),
            troubled_at: 0,
            runs: BTreeMap::new(),
            retries: BTreeMap::new(),
            queries: BTreeMap::new(),
            published: 0,
            last_puts: BTreeMap::new(),
            repeats: Repeats::default(),
            truth: Truth::default(),
            keys: vec![0],
            newest_key: 0,
            typed: BTreeMap::new(),
            waits_until: 0,
        }
    }

    /// Removes and returns the fault for the next effect, if one fits its kind.
    pub(crate) fn take_strike(&mut self, kind: Kind) -> Option<Fault> {
        let fits = |(of, _): &(Kind, Fault)| *of == kind || *of == Kind::Any;
        let place = self.strikes.iter().position(fits)?;
        Some(self.strikes.remove(place).1)
    }

    /// Drops everything that the process knew, including its effects under way.
    pub(crate) fn forget(&mut self, now: i64) {
        self.life += 1;
        self.report_failed = Some(now);
        // Nothing tells a new life when a key was last written. The link index refuses what comes too soon, and the
        // portal tries again.
        self.last_puts.clear();
        self.calls.all_lost();
        self.reading.all_lost();
        self.writes.all_lost();
        self.referred.all_lost();
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
