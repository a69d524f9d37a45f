//! The Durable Object's shell around a portal: alarm, slices, questions, and how the process dies.

use hubspot::Secret;
use jiff::{SignedDuration, Timestamp};
use portal::{Effect, Portal, PortalError, PortalRequest, SealingKeys, Settings};
use serde_json::Value;

use super::{Event, ORIGIN, World};
use crate::chance::SeededEntropy;
use crate::judge::{Link, Rule, Violation, demand};
use crate::ops::Kind;
use crate::tenant::{Alarm, Slice};
use crate::wire;

/// Connections of one event.
const MOST_AT_ONCE: usize = 6;
/// How long a slice goes on, and how much it does.
const SLICE_MS: i64 = 60_000;
const MOST_EFFECTS: u32 = 500;
/// A wait that is longer is left to the alarm.
const LONGEST_WAIT_MS: i64 = 2000;
/// The least wait.
const LEAST_WAIT_MS: i64 = 20;
/// Word of new work is looked for this often.
const TICK_MS: i64 = 250;
/// The alarm is kept this far ahead while a slice goes on.
const LEASE_MS: i64 = 20_000;
/// How long a portal that could not be asked is left alone.
const AFTER_FAILURE_MS: i64 = 60_000;
/// The platform tries an alarm again after two seconds when its handler died.
const ALARM_AGAIN_MS: i64 = 2000;
/// The pause between the sweeps of an ongoing sync.
const SWEEP_MINUTES: i64 = 2;
/// A report that failed is made again after a minute and a quarter at the latest.
const REPORTED_WITHIN_MS: i64 = 80_000;
/// A portal that asks so often to be asked again, and has nothing to do, spins.
const MOST_IDLE_PLANS: u32 = 100;

/// Questions that are neither answered nor given up.
pub(crate) const OPEN_QUESTIONS: &str =
    "SELECT COUNT(*) FROM question WHERE answer IS NULL AND problem IS NULL";

/// What the link index does not have in its present version.
pub(crate) const UNPUBLISHED: &str = "SELECT (SELECT COUNT(*) FROM link_block WHERE published < version) \
    + (SELECT COUNT(*) FROM slug WHERE published < version) \
    + (SELECT COUNT(*) FROM link_host WHERE published < version)";

/// What the Directory has still to hear of.
pub(crate) const UNSETTLED: &str =
    "SELECT COUNT(*) FROM link_host WHERE state IN ('claiming', 'leaving')";

impl World {
    /// Puts a question to a portal, as a route of the Worker does.
    pub(crate) fn ask(
        &mut self,
        place: usize,
        request: PortalRequest,
    ) -> Result<Value, PortalError> {
        let asked = format!("{request:?}");
        let answer = self.with_portal(place, |portal, now| portal.answer(request, now));
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                self.say(format!("{place} ask {asked}: {error}"), b"");
                return Err(error);
            }
        };
        let view = serde_json::to_value(&answer.view).expect("a view is JSON");
        let content = view.to_string();
        if answer.work {
            self.say(format!("{place} ask {asked}"), content.as_bytes());
            self.stir(place);
        } else {
            self.trace.add_quietly(self.now, &asked, content.as_bytes());
        }
        self.saw_view(place, &view);
        Ok(view)
    }

    /// Puts a question of the simulator's own, which its storage never refuses.
    pub(crate) fn observe(
        &mut self,
        place: usize,
        request: PortalRequest,
    ) -> Result<Value, PortalError> {
        let suspended = self.tenants[place].storage.suspend();
        let view = self.ask(place, request);
        self.tenants[place].storage.restore(suspended);
        view
    }

    /// Does something with a portal, which is opened when it is first needed and dropped when its storage
    /// has failed.
    pub(crate) fn with_portal<T>(
        &mut self,
        place: usize,
        work: impl FnOnce(&mut Portal, Timestamp) -> Result<T, PortalError>,
    ) -> Result<T, PortalError> {
        let now = self.stamp();
        let settings = self.settings();
        let seed = self.case.seed;
        let tenant = &mut self.tenants[place];
        let mut portal = if let Some(portal) = tenant.portal.take() {
            portal
        } else {
            let whose = format!("portal {place}");
            let entropy = SeededEntropy::new(seed, &whose, tenant.life);
            let sql = Box::new(tenant.storage.clone());
            Portal::open(sql, Box::new(entropy), settings, now)?
        };
        let outcome = work(&mut portal, now);
        match &outcome {
            Err(PortalError::Storage(_) | PortalError::Unreadable(_)) => tenant.forget(self.now),
            _ => tenant.portal = Some(portal),
        }
        if let Err(error @ PortalError::Unreadable(_)) = &outcome {
            let what = error.to_string();
            self.judge(Err(Violation::of(Rule::Stuck, what)));
        }
        outcome
    }

    fn settings(&self) -> Settings {
        let key = format!("a:{}=", "A".repeat(43));
        Settings {
            client: hubspot::oauth::Client {
                secret: Secret::new(self.crm.client().secret.expose().to_owned()),
                ..self.crm.client()
            },
            sealing_keys: key.parse::<SealingKeys>().expect("a key"),
            public_origin: ORIGIN.to_owned(),
            app_origin: "https://app.hubspot.example".into(),
            sweep_interval: SignedDuration::from_mins(SWEEP_MINUTES),
            watch_interval: SignedDuration::from_secs(30),
            write_back_delay: SignedDuration::from_secs(30),
        }
    }

    /// Sees to it that new work is taken up.
    pub(crate) fn stir(&mut self, place: usize) {
        let tenant = &mut self.tenants[place];
        match &tenant.slice {
            Some(slice) => {
                tenant.stirred = true;
                let serial = slice.serial;
                let after = tenant.chance.between(1, TICK_MS);
                self.agenda
                    .note(self.now + after, Event::Turn(place, serial));
            }
            None => self.arm(place, self.now),
        }
    }

    fn arm(&mut self, place: usize, at: i64) {
        let tenant = &mut self.tenants[place];
        tenant.alarms += 1;
        let serial = tenant.alarms;
        tenant.alarm = Some(Alarm { serial });
        self.agenda
            .note(at.max(self.now), Event::Ring(place, serial));
    }

    /// The alarm rings, unless it was set to another time since.
    pub(crate) fn alarm_rings(&mut self, place: usize, serial: u64) {
        let tenant = &mut self.tenants[place];
        if tenant.alarm.is_none_or(|alarm| alarm.serial != serial) {
            return;
        }
        tenant.alarm = None;
        if std::mem::take(&mut tenant.ring_twice) {
            let after = tenant.chance.between(0, 3000);
            self.agenda.note(self.now + after, Event::RingAgain(place));
        }
        self.ring(place);
    }

    /// An alarm's handler begins: it drives a slice, unless another one does.
    pub(crate) fn ring(&mut self, place: usize) {
        let tenant = &mut self.tenants[place];
        if tenant.slice.is_some() {
            self.stir(place);
            return;
        }
        // Set again before anything else; kept ahead of the clock by the slice, and so only heard if that
        // dies. See `Self::crash`.
        tenant.alarm = None;
        tenant.slices += 1;
        tenant.slice = Some(Slice::new(tenant.slices, self.now));
        self.turn(place);
    }

    pub(crate) fn turn_of(&mut self, place: usize, serial: u64) {
        let slice = self.tenants[place].slice.as_ref();
        if slice.is_some_and(|slice| slice.serial == serial) {
            self.turn(place);
        }
    }

    /// The slice's turn: ask the portal, begin what it wants, and wait or rest.
    pub(crate) fn turn(&mut self, place: usize) {
        loop {
            self.plan(place);
            while self.begin_next(place) {}
            let now = self.now;
            let tenant = &mut self.tenants[place];
            let Some(slice) = &tenant.slice else { return };
            if self.violation.is_some() {
                return;
            }
            let wait = slice.wake_at.map(|at| (at - now).max(LEAST_WAIT_MS));
            let waits = slice.under_way > 0
                || (slice.goes_on(now) && wait.is_some_and(|wait| wait <= LONGEST_WAIT_MS));
            if waits {
                if let Some(wait) = wait {
                    self.look_again(place, now + wait);
                }
                return;
            }
            if std::mem::take(&mut tenant.stirred) {
                if let Some(slice) = &mut tenant.slice {
                    slice.news = true;
                }
                if self.tenants[place]
                    .slice
                    .as_ref()
                    .is_some_and(|slice| slice.goes_on(now))
                {
                    continue;
                }
            }
            self.rest(place);
            return;
        }
    }

    /// The slice has a turn at this time, if it has none before.
    fn look_again(&mut self, place: usize, at: i64) {
        let now = self.now;
        let Some(slice) = &mut self.tenants[place].slice else {
            return;
        };
        if slice
            .looks_at
            .is_none_or(|looks_at| looks_at <= now || at < looks_at)
        {
            slice.looks_at = Some(at);
            let serial = slice.serial;
            self.agenda.note(at, Event::Turn(place, serial));
        }
    }

    /// Asks the portal, if it may have something new to say and all that it said before has begun.
    fn plan(&mut self, place: usize) {
        let now = self.now;
        let tenant = &mut self.tenants[place];
        let stirred = tenant.stirred;
        let Some(slice) = &mut tenant.slice else {
            return;
        };
        slice.news |= stirred || slice.wake_at.is_some_and(|at| at <= now);
        if !(slice.news && slice.waiting.is_empty() && slice.goes_on(now)) {
            return;
        }
        slice.news = false;
        tenant.stirred = false;
        let plan = self.with_portal(place, Portal::plan);
        let tenant = &mut self.tenants[place];
        let Some(slice) = &mut tenant.slice else {
            return;
        };
        let Ok(plan) = plan else {
            slice.failed = true;
            return;
        };
        slice.wake_at = plan.wake_at.map(Self::moment);
        let at_once = slice.wake_at.is_some_and(|at| at <= now);
        slice.idle_plans = if plan.effects.is_empty() && at_once {
            slice.idle_plans + 1
        } else {
            0
        };
        let spins = slice.idle_plans > MOST_IDLE_PLANS;
        for (ticket, effect) in plan.effects {
            self.decided(place, &effect);
            if let Some(slice) = &mut self.tenants[place].slice {
                slice.waiting.push_back((ticket, effect));
            }
        }
        if spins {
            let what = format!("portal {place} asks again and again, and has nothing to do");
            self.judge(Err(Violation::of(Rule::Stuck, what)));
        }
    }

    /// The portal has decided upon an effect.
    fn decided(&mut self, place: usize, effect: &Effect) {
        let Effect::CallHubSpot { call, .. } = effect else {
            return;
        };
        let judgement = match wire::kind(effect) {
            Kind::Refresh => {
                let token = wire::refresh_token(call).unwrap_or_default();
                self.tenants[place].calls.refresh_begins(token)
            }
            Kind::Read | Kind::ReadBatch => {
                let asked = wire::page_asked(call);
                match self.run_that_reads(place, &asked) {
                    Some(run) => self.tenants[place].reading.asked(run, &asked.which),
                    None => Ok(()),
                }
            }
            Kind::Write => {
                let batch = wire::batch(call);
                let statuses = self.statuses(place, &batch);
                let tenant = &mut self.tenants[place];
                let (codes, reading) = (&mut self.codes, &tenant.reading);
                let batch = (batch.as_slice(), &statuses);
                let hub = tenant.hub;
                let read = |address: &str| Link::read(address, ORIGIN, hub);
                tenant.writes.decided(place, batch, codes, reading, &read)
            }
            kind @ (Kind::Look | Kind::Make) => {
                self.judge_need(place, kind, "preparing", &["catalogue"]);
                Ok(())
            }
            kind @ Kind::LookAtLists => {
                self.judge_need(place, kind, "gathering", &["catalogue", "count"]);
                Ok(())
            }
            kind @ Kind::Members => {
                self.tenants[place].reading.members_asked();
                self.judge_need(place, kind, "gathering", &["count", "preview", "dryRun"]);
                Ok(())
            }
            kind @ Kind::Search => {
                self.judge_need(place, kind, "never", &["count", "dryRun"]);
                Ok(())
            }
            kind @ Kind::Pipelines => {
                self.judge_need(place, kind, "never", &["catalogue"]);
                Ok(())
            }
            _ => Ok(()),
        };
        self.judge(judgement);
    }

    fn begin_next(&mut self, place: usize) -> bool {
        let Some(slice) = &mut self.tenants[place].slice else {
            return false;
        };
        if slice.under_way >= MOST_AT_ONCE {
            return false;
        }
        let Some((ticket, effect)) = slice.waiting.pop_front() else {
            return false;
        };
        slice.effects += 1;
        slice.under_way += 1;
        self.begin(place, ticket, effect);
        true
    }

    /// The slice ends: the alarm is set for when there is something to do again.
    fn rest(&mut self, place: usize) {
        let Some(slice) = self.tenants[place].slice.take() else {
            return;
        };
        if slice.failed {
            self.arm(place, self.now + AFTER_FAILURE_MS);
        } else if !slice.goes_on(self.now) {
            self.arm(place, self.now);
        } else if let Some(at) = slice.wake_at {
            self.arm(place, at);
            self.judge_remembered(place);
        } else {
            self.tenants[place].alarm = None;
            self.judge_idle(place);
        }
    }

    /// A portal that wants to be woken is woken by cron too, in case its alarm is lost.
    fn judge_remembered(&mut self, place: usize) {
        let failed = self.tenants[place].report_failed;
        let will_report = failed.is_some_and(|at| self.now - at < REPORTED_WITHIN_MS);
        let known = will_report || self.directory_knows(place);
        self.judge(demand(known, Rule::Stuck, || {
            format!("portal {place} would be forgotten if its alarm were lost")
        }));
    }

    /// Whether the Directory knows when a portal is due.
    pub(crate) fn directory_knows(&self, place: usize) -> bool {
        let hub = self.tenants[place].hub;
        let due =
            format!("SELECT COUNT(*) FROM due_portal WHERE hub_id = '{hub}' AND due IS NOT NULL");
        self.directory_storage.count(&due) == 1
    }

    /// A portal that does not want to be woken has nothing left to do.
    fn judge_idle(&mut self, place: usize) {
        let storage = &self.tenants[place].storage;
        let connected = storage.count("SELECT connection = 'connected' FROM portal") == 1;
        let moving = "SELECT COUNT(*) FROM run WHERE hold IS NULL AND finished_at IS NULL";
        let by_card = "SELECT COUNT(*) FROM write_batch WHERE run_id IS NULL";
        let farewell = "SELECT COUNT(*) FROM portal WHERE sealed_farewell IS NOT NULL";
        let left = [
            (true, UNPUBLISHED, "something to publish"),
            (true, UNSETTLED, "hosts to claim or give back"),
            (connected, moving, "a run that moves"),
            (connected, by_card, "a card's writes"),
            (connected, OPEN_QUESTIONS, "a question to ask"),
            (!connected, farewell, "a farewell to say"),
        ];
        let left = left
            .into_iter()
            .find(|(counts, statement, _)| *counts && storage.count(statement) > 0);
        if let Some((_, _, what)) = left {
            let what = format!("portal {place} rests for ever, and has {what}");
            self.judge(Err(Violation::of(Rule::Stuck, what)));
        }
    }

    /// A message of the queue wakes a portal.
    pub(crate) fn message(&mut self, place: usize) {
        if self.ask(place, PortalRequest::Wake).is_err() {
            self.agenda.note(self.now + 30_000, Event::Message(place));
        }
    }

    /// The process dies: what was in memory is gone, what was sent may still arrive.
    pub(crate) fn crash(&mut self, place: usize) {
        self.met("crash".into());
        self.say(format!("{place} CRASH"), b"");
        self.lose_flights(place);
        let tenant = &mut self.tenants[place];
        tenant.forget(self.now);
        tenant.stirred = false;
        if tenant.slice.take().is_some() {
            let after = tenant.chance.between(ALARM_AGAIN_MS, LEASE_MS);
            self.arm(place, self.now + after);
        }
    }
}

impl Slice {
    pub(crate) fn goes_on(&self, now: i64) -> bool {
        !self.failed && self.effects < MOST_EFFECTS && now - self.began < SLICE_MS
    }
}
