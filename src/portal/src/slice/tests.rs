//! The slice, step by step, with plans made by hand.

use domain::HubId;
use jiff::{SignedDuration, Timestamp};

use super::limits::{
    AFTER_FAILURE, LEASE, LONGEST_WAIT, MAX_AT_ONCE, MAX_EFFECTS, MIN_WAIT, PUSH_EVERY, SLICE, TICK,
};
use super::{AfterResponse, EffectId, Ending, PlannedEffect, PortalLoop, Slice, Step};
use crate::native::NativeSql;
use crate::{Effect, Entropy, Plan, Portal, PortalError, SealingKeys, Settings, SqlError, Ticket};

fn ms(milliseconds: i64) -> SignedDuration {
    SignedDuration::from_millis(milliseconds)
}

/// An object with its clock.
struct Object {
    portal_loop: PortalLoop,
    now: Timestamp,
    tickets: u64,
}

struct Zero;

impl Entropy for Zero {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

fn open(now: Timestamp) -> Result<Portal, PortalError> {
    let settings = Settings {
        client: hubspot::oauth::Client {
            id: "client".into(),
            secret: hubspot::Secret::from("secret"),
        },
        key_signer: crate::KeySigner::new([3; 32]),
        sealing_keys: format!("a:{}=", "A".repeat(43))
            .parse::<SealingKeys>()
            .unwrap(),
        public_origin: "https://go.example.com".into(),
        app_origin: "https://app.hubspot.example".into(),
        sweep_interval: SignedDuration::from_hours(1),
        feed_interval: SignedDuration::from_hours(1),
        write_back_delay: SignedDuration::from_secs(30),
    };
    let sql = Box::new(NativeSql::in_memory().unwrap());
    Portal::open(sql, Box::new(Zero), settings, now)
}

impl Object {
    fn new() -> Self {
        Self {
            portal_loop: PortalLoop::default(),
            now: Timestamp::from_second(1000).unwrap(),
            tickets: 0,
        }
    }

    fn pass(&mut self, time: SignedDuration) {
        self.now = self.now.checked_add(time).unwrap();
    }

    fn later(&self, time: SignedDuration) -> Timestamp {
        self.now.checked_add(time).unwrap()
    }

    fn ring(&mut self) -> Slice {
        self.portal_loop.alarm_rings(self.now)
    }

    fn step(&mut self, slice: &mut Slice) -> Step {
        slice.step(&mut self.portal_loop, self.now)
    }

    /// Rings, and takes the first two steps of a slice: the alarm ahead of the clock, and the request for a plan.
    fn begin(&mut self) -> Slice {
        let mut slice = self.ring();
        let ahead = self.later(LEASE);
        assert!(matches!(self.step(&mut slice), Step::Arm(at) if at == ahead));
        assert!(matches!(self.step(&mut slice), Step::Plan));
        slice
    }

    /// Passes a plan of so many effects.
    fn plan(&mut self, slice: &mut Slice, effects: usize, wake_at: Option<Timestamp>) {
        let effects = (0..effects)
            .map(|_| {
                self.tickets += 1;
                let hub_id = HubId::from(1);
                (
                    Ticket(self.tickets),
                    Effect::ReportDue { hub_id, due: None },
                )
            })
            .collect();
        slice.planned(&mut self.portal_loop, Plan { effects, wake_at });
    }

    fn begun(&mut self, slice: &mut Slice) -> Vec<EffectId> {
        let step = self.step(slice);
        let Step::Begin(effects) = step else {
            panic!("{step:?} instead of effects");
        };
        effects.iter().map(|PlannedEffect { id, .. }| *id).collect()
    }

    fn waits(&mut self, slice: &mut Slice) -> SignedDuration {
        let step = self.step(slice);
        let Step::Wait(until) = step else {
            panic!("{step:?} instead of a wait");
        };
        until.duration_since(self.now)
    }

    /// A request meets a storage that fails: the portal is dropped.
    fn storage_fails(&mut self) {
        let now = self.now;
        let failed: Result<(), PortalError> = self.portal_loop.with_portal(
            || open(now),
            |_| Err(PortalError::Storage(SqlError("no".into()))),
        );
        assert!(failed.is_err());
    }

    /// A request has work for the loop. Returns when the alarm is set to ring.
    fn work_arrives(&mut self) -> Timestamp {
        match self.portal_loop.responded(true, self.now) {
            AfterResponse::Arm(at) => at,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_slice_performs_a_plan_and_sets_the_alarm_for_the_next_one() {
    let mut object = Object::new();
    let mut slice = object.begin();
    let wake_at = object.later(SignedDuration::from_secs(30));
    object.plan(&mut slice, 1, Some(wake_at));
    let effects = object.begun(&mut slice);
    assert_eq!(object.waits(&mut slice), TICK);
    assert_eq!(
        slice.ended(&object.portal_loop, effects[0]),
        Some(Ticket(1))
    );
    assert!(matches!(object.step(&mut slice), Step::Plan));
    object.plan(&mut slice, 0, Some(wake_at));
    assert!(matches!(object.step(&mut slice), Step::Arm(at) if at == wake_at));
    assert_eq!(slice.ended_as(), Ending::GoesOn);
    assert!(matches!(object.step(&mut slice), Step::End));
    assert_eq!(slice.ended_as(), Ending::Rested);
    assert!(matches!(object.step(&mut slice), Step::End));
    // The lease is free again.
    object.begin();
}

#[test]
fn a_portal_that_wants_nothing_deletes_the_alarm() {
    let mut object = Object::new();
    let mut slice = object.begin();
    object.plan(&mut slice, 0, None);
    assert!(matches!(object.step(&mut slice), Step::Disarm));
    assert!(matches!(object.step(&mut slice), Step::End));
}

#[test]
fn six_effects_are_under_way_and_the_portal_plans_when_the_last_has_begun() {
    let mut object = Object::new();
    let mut slice = object.begin();
    object.plan(&mut slice, MAX_AT_ONCE + 2, None);
    let first = object.begun(&mut slice);
    assert_eq!(first.len(), MAX_AT_ONCE);
    assert_eq!(object.waits(&mut slice), TICK);
    assert!(slice.ended(&object.portal_loop, first[0]).is_some());
    assert_eq!(object.begun(&mut slice).len(), 1);
    assert_eq!(object.waits(&mut slice), TICK);
    assert!(slice.ended(&object.portal_loop, first[1]).is_some());
    assert_eq!(object.begun(&mut slice).len(), 1);
    assert!(matches!(object.step(&mut slice), Step::Plan));
}

#[test]
fn short_waits_belong_to_the_slice_and_long_ones_to_the_alarm() {
    let mut object = Object::new();
    let mut slice = object.begin();
    object.plan(&mut slice, 0, Some(object.now));
    assert_eq!(object.waits(&mut slice), MIN_WAIT);
    object.pass(MIN_WAIT);
    assert!(matches!(object.step(&mut slice), Step::Plan));
    let wake_at = object.later(LONGEST_WAIT);
    object.plan(&mut slice, 0, Some(wake_at));
    assert_eq!(object.waits(&mut slice), TICK);
    object.pass(LONGEST_WAIT);
    assert!(matches!(object.step(&mut slice), Step::Plan));
    let wake_at = object.later(LONGEST_WAIT + ms(1));
    object.plan(&mut slice, 0, Some(wake_at));
    assert!(matches!(object.step(&mut slice), Step::Arm(at) if at == wake_at));
}

#[test]
fn the_alarm_stays_ahead_of_a_slice_that_goes_on() {
    let mut object = Object::new();
    let mut slice = object.begin();
    object.plan(&mut slice, 1, None);
    object.begun(&mut slice);
    let mut pushes = 0;
    let turns = SLICE.as_millis() / TICK.as_millis();
    for _ in 0..turns {
        object.pass(TICK);
        if let Step::Arm(at) = object.step(&mut slice) {
            assert_eq!(at, object.later(LEASE));
            pushes += 1;
            assert_eq!(object.waits(&mut slice), TICK);
        }
    }
    assert_eq!(pushes, SLICE.as_secs() / PUSH_EVERY.as_secs());
}

#[test]
fn a_slice_that_has_done_its_part_plans_no_more_and_rings_at_once() {
    let mut object = Object::new();
    let mut slice = object.begin();
    object.plan(&mut slice, 1, None);
    let effects = object.begun(&mut slice);
    object.pass(SLICE);
    assert!(matches!(object.step(&mut slice), Step::Arm(_)));
    assert!(slice.ended(&object.portal_loop, effects[0]).is_some());
    let now = object.now;
    assert!(matches!(object.step(&mut slice), Step::Arm(at) if at == now));
    assert!(matches!(object.step(&mut slice), Step::End));
    assert_eq!(slice.ended_as(), Ending::Spent);

    let mut slice = object.begin();
    let most = usize::try_from(MAX_EFFECTS).unwrap();
    object.plan(&mut slice, most, None);
    for _ in 0..most {
        match object.step(&mut slice) {
            Step::Begin(effects) => {
                for effect in effects {
                    assert!(slice.ended(&object.portal_loop, effect.id).is_some());
                }
            }
            Step::Arm(at) => {
                assert_eq!(at, now);
                assert_eq!(slice.effects(), MAX_EFFECTS);
                return;
            }
            other => panic!("{other:?}"),
        }
    }
    panic!("it never ends");
}

#[test]
fn a_portal_that_fails_is_left_alone_for_a_minute() {
    let mut object = Object::new();
    let mut slice = object.begin();
    slice.failed();
    let at = object.later(AFTER_FAILURE);
    assert!(matches!(object.step(&mut slice), Step::Arm(armed) if armed == at));
    assert!(matches!(object.step(&mut slice), Step::End));
    assert_eq!(slice.ended_as(), Ending::Failed);
}

#[test]
fn an_alarm_beside_a_running_slice_leaves_word_and_ends() {
    let mut object = Object::new();
    let mut slice = object.begin();
    object.plan(&mut slice, 1, None);
    object.begun(&mut slice);
    object.pass(TICK);
    assert_eq!(object.waits(&mut slice), TICK);
    let runs_out = object.later(LEASE);
    object.pass(ms(100));
    let mut beside = object.ring();
    assert!(matches!(object.step(&mut beside), Step::Arm(at) if at == runs_out));
    assert!(matches!(object.step(&mut beside), Step::End));
    assert_eq!(beside.ended_as(), Ending::BesideAnother);
    // The running slice sees the new work once.
    assert!(matches!(object.step(&mut slice), Step::Plan));
    object.plan(&mut slice, 0, None);
    assert_eq!(object.waits(&mut slice), TICK);
}

#[test]
fn word_that_comes_while_the_alarm_is_deleted_keeps_the_slice_going() {
    let mut object = Object::new();
    let mut slice = object.begin();
    object.plan(&mut slice, 0, None);
    assert!(matches!(object.step(&mut slice), Step::Disarm));
    object.work_arrives();
    let ahead = object.later(LEASE);
    assert!(matches!(object.step(&mut slice), Step::Arm(at) if at == ahead));
    assert!(matches!(object.step(&mut slice), Step::Plan));
}

#[test]
fn word_that_comes_while_the_alarm_of_a_spent_slice_is_set_is_not_lost() {
    let mut object = Object::new();
    let mut slice = object.begin();
    object.plan(&mut slice, 0, None);
    assert!(matches!(object.step(&mut slice), Step::Disarm));
    object.work_arrives();
    object.pass(SLICE - TICK);
    // The lease is its own until another slice takes it.
    assert!(matches!(object.step(&mut slice), Step::Arm(_)));
    object.pass(TICK);
    let now = object.now;
    assert!(matches!(object.step(&mut slice), Step::Arm(at) if at == now));
    assert!(matches!(object.step(&mut slice), Step::End));
}

#[test]
fn an_abandoned_slice_is_replaced_when_its_lease_runs_out_and_ends_when_it_comes_back() {
    let mut object = Object::new();
    let mut abandoned = object.begin();
    object.plan(&mut abandoned, MAX_AT_ONCE + 1, None);
    let under_way = object.begun(&mut abandoned);
    assert_eq!(object.work_arrives(), object.later(LEASE));
    object.pass(LEASE);
    let mut next = object.ring();
    assert!(matches!(object.step(&mut next), Step::Arm(_)));
    // The effect that waited for a connection begins in the slice that took over.
    let taken_over = object.begun(&mut next);
    assert_eq!(taken_over.len(), 1);
    assert!(matches!(object.step(&mut next), Step::Plan));
    object.plan(&mut next, 0, None);
    assert_eq!(object.waits(&mut next), TICK);
    // The abandoned slice comes back with a result: the portal records it, the other slice hears of it, and the
    // abandoned one ends.
    assert!(abandoned.ended(&object.portal_loop, under_way[0]).is_some());
    let runs_out = object.later(LEASE);
    assert!(matches!(object.step(&mut abandoned), Step::Arm(at) if at == runs_out));
    assert!(matches!(object.step(&mut abandoned), Step::End));
    assert_eq!(abandoned.ended_as(), Ending::LeaseLost);
    assert!(matches!(object.step(&mut next), Step::Plan));
}

#[test]
fn an_effect_belongs_to_the_portal_that_planned_it() {
    let mut object = Object::new();
    let mut slice = object.begin();
    object.plan(&mut slice, MAX_AT_ONCE + 1, None);
    let under_way = object.begun(&mut slice);
    object.storage_fails();
    // The seventh waits, planned by a portal that is gone: it never begins. The new portal does not plan while
    // effects of the old one may still act.
    for id in under_way {
        assert_eq!(object.waits(&mut slice), TICK);
        assert_eq!(slice.ended(&object.portal_loop, id), None);
    }
    assert!(matches!(object.step(&mut slice), Step::Plan));
    object.plan(&mut slice, 1, None);
    let planned_anew = object.begun(&mut slice);
    assert_eq!(
        slice.ended(&object.portal_loop, planned_anew[0]),
        Some(Ticket(8))
    );
}

#[test]
fn a_request_that_loads_the_object_brings_a_near_alarm_forward() {
    let mut object = Object::new();
    let now = object.now;
    assert_eq!(
        object.portal_loop.responded(false, now),
        AfterResponse::ReadAlarm
    );
    let near = object.later(LEASE);
    let far = object.later(LEASE + ms(1));
    assert_eq!(object.portal_loop.resume(Some(near), now), Some(now));
    assert_eq!(object.portal_loop.resume(Some(far), now), None);
    assert_eq!(object.portal_loop.resume(None, now), None);
    assert_eq!(
        object.portal_loop.responded(false, now),
        AfterResponse::Nothing
    );
    object.begin();
    assert_eq!(object.portal_loop.resume(Some(near), now), None);
}

#[test]
fn the_limits_fit_together() {
    assert!(MIN_WAIT < TICK);
    assert!(TICK < PUSH_EVERY);
    assert!(PUSH_EVERY + TICK < LEASE);
    assert!(LONGEST_WAIT < LEASE);
    assert!(LEASE < SLICE);
}
