//! The object around a portal: requests, alarms, and the steps of the portal's loop, in virtual time.
//! [`portal::slice`] makes every decision.

use hubspot::Secret;
use jiff::{SignedDuration, Timestamp};
use portal::slice::{AfterResponse, Ending, PortalLoop, Step};
use portal::{Effect, Portal, PortalError, PortalRequest, Response, SealingKeys, Settings};
use serde_json::Value;

use super::flights::GIVEN_UP_MS;
use super::runs::sealing_keys;
use super::{Event, ORIGIN, World};
use crate::chance::SeededEntropy;
use crate::judge::{Link, Rule, Violation, demand};
use crate::ops::Kind;
use crate::tenant::{Alarm, Running};
use crate::wire;

/// The shortest time until the platform repeats an alarm whose handler died.
const ALARM_AGAIN_MS: i64 = 2000;
/// The longest time until the platform repeats an alarm whose handler died.
const ALARM_AGAIN_WITHIN_MS: i64 = 20_000;
/// The longest time that the platform needs to set an alarm.
const ALARM_SET_WITHIN_MS: i64 = 3;
/// The pause between the sweeps of an ongoing sync.
const SWEEP_MINUTES: i64 = 2;
/// The same in a world of days. It allows for three sweeps while the world comes to rest.
const RARE_SWEEP_MINUTES: i64 = 30;
/// The pause between two searches for HubSpot's changes.
const FEED_MINUTES: i64 = 4;
/// The same in a world of days.
const RARE_FEED_MINUTES: i64 = 20;
/// The longest time until a portal repeats a report that failed: a minute and a quarter, and a little more.
const REPORTED_WITHIN_MS: i64 = 80_000;
/// The number of successive empty plans after which a portal counts as spinning.
const MAX_IDLE_PLANS: u32 = 100;

/// Counts the queries that have neither a result nor a problem.
pub(crate) const OPEN_QUERIES: &str =
    "SELECT COUNT(*) FROM query WHERE result IS NULL AND problem IS NULL";

/// Counts the records whose present version is not yet in the link index.
pub(crate) const UNPUBLISHED: &str = "SELECT (SELECT COUNT(*) FROM link_block WHERE published < version) \
    + (SELECT COUNT(*) FROM slug WHERE published < version) \
    + (SELECT COUNT(*) FROM link_host WHERE published < version)";

/// Counts the hosts that the portal has still to claim or release at the Directory.
pub(crate) const UNSETTLED: &str = "SELECT (SELECT COUNT(*) FROM link_host WHERE state IN ('claiming', 'leaving')) \
     + (SELECT COUNT(*) FROM link_host WHERE state = 'moving' AND release_at IS NULL) \
     + (SELECT COUNT(*) FROM campaign_rewrite, account WHERE connection = 'connected')";

/// Counts the referred people who wait for HubSpot.
pub(crate) const PEOPLE_WAITING: &str = "SELECT COUNT(*) FROM referral WHERE hubspot IN ('waiting', 'known') \
    AND status IN ('pending', 'qualified')";

/// Opens a portal.
type Open = Box<dyn FnOnce() -> Result<Portal, PortalError>>;

impl World {
    /// Sends a request to a portal, as a route of the Worker does.
    pub(crate) fn ask(
        &mut self,
        place: usize,
        request: PortalRequest,
    ) -> Result<Value, PortalError> {
        let asked = format!("{request:?}");
        let answer = self.ask_portal(place, |portal, now| portal.answer(request, now));
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                self.say(format!("{place} ask {asked}: {error}"), b"");
                return Err(error);
            }
        };
        let view = self.read(place, &answer);
        let content = view.to_string();
        if answer.work {
            self.say(format!("{place} ask {asked}"), content.as_bytes());
        } else {
            self.trace.add_quietly(self.now, &asked, content.as_bytes());
        }
        Ok(view)
    }

    /// Sends a request of the simulation itself, which the storage never refuses and the trace does not show.
    pub(crate) fn observe(
        &mut self,
        place: usize,
        request: PortalRequest,
    ) -> Result<Value, PortalError> {
        let suspended = self.tenants[place].storage.suspend();
        let answer = self.ask_portal(place, |portal, now| portal.answer(request, now));
        self.tenants[place].storage.restore(suspended);
        Ok(self.read(place, &answer?))
    }

    fn read(&mut self, place: usize, answer: &Response) -> Value {
        self.attend_to_loop(place, answer.work);
        let view = serde_json::to_value(&answer.view).expect("a view is JSON");
        self.saw_view(place, &view);
        view
    }

    /// Does a part of the loop's work with a portal. Opens the portal if it is not open, and drops it if its storage has
    /// failed.
    pub(crate) fn with_portal<T>(
        &mut self,
        place: usize,
        work: impl FnOnce(&mut Portal, Timestamp) -> Result<T, PortalError>,
    ) -> Result<T, PortalError> {
        self.in_loop(place, |portal_loop, open, now| {
            portal_loop.with_portal(open, |portal| work(portal, now))
        })
    }

    /// Puts a request to a portal. Opens the portal if it is not open.
    fn ask_portal<T>(
        &mut self,
        place: usize,
        request: impl FnOnce(&mut Portal, Timestamp) -> Result<T, PortalError>,
    ) -> Result<T, PortalError> {
        self.in_loop(place, |portal_loop, open, now| {
            portal_loop.ask_portal(open, |portal| request(portal, now))
        })
    }

    fn in_loop<T>(
        &mut self,
        place: usize,
        work: impl FnOnce(&mut PortalLoop, Open, Timestamp) -> Result<T, PortalError>,
    ) -> Result<T, PortalError> {
        let now = self.stamp();
        let settings = self.settings(place);
        let seed = self.case.seed;
        let tenant = &mut self.tenants[place];
        let generation = tenant.portal_loop.generation();
        let (storage, life) = (&tenant.storage, tenant.life);
        let sql = Box::new(storage.clone());
        let open: Open = Box::new(move || {
            let entropy = SeededEntropy::new(seed, &format!("portal {place}"), life);
            Portal::open(sql, Box::new(entropy), settings, now)
        });
        let outcome = work(&mut tenant.portal_loop, open, now);
        if tenant.portal_loop.generation() != generation {
            tenant.forget(self.now);
        }
        if let Err(error @ PortalError::Unreadable(_)) = &outcome {
            let what = error.to_string();
            self.judge(Err(Violation::of(Rule::Stuck, what)));
        }
        outcome
    }

    fn settings(&self, place: usize) -> Settings {
        let keys = sealing_keys(&self.tenants[place].keys);
        let (sweep_minutes, feed_minutes) = if self.case.shape.runs.has_days {
            (RARE_SWEEP_MINUTES, RARE_FEED_MINUTES)
        } else {
            (SWEEP_MINUTES, FEED_MINUTES)
        };
        Settings {
            client: hubspot::oauth::Client {
                secret: Secret::new(self.crm.client().secret.expose().to_owned()),
                ..self.crm.client()
            },
            key_signer: portal::KeySigner::new([3; 32]),
            sealing_keys: keys.parse::<SealingKeys>().expect("a key"),
            public_origin: ORIGIN.to_owned(),
            app_origin: "https://app.hubspot.example".into(),
            sweep_interval: SignedDuration::from_mins(sweep_minutes),
            feed_interval: SignedDuration::from_mins(feed_minutes),
            write_back_delay: SignedDuration::from_secs(30),
        }
    }

    /// Performs the steps that the loop wants after a response.
    fn attend_to_loop(&mut self, place: usize, has_work: bool) {
        let now = self.stamp();
        let tenant = &mut self.tenants[place];
        let ring_at = match tenant.portal_loop.responded(has_work, now) {
            AfterResponse::Arm(at) => Some(at),
            AfterResponse::ReadAlarm => {
                let alarm = tenant.alarm.map(|alarm| Self::stamp_at(alarm.at));
                tenant.portal_loop.resume(alarm, now)
            }
            AfterResponse::Nothing => None,
        };
        if let Some(at) = ring_at {
            self.arm(place, Self::moment(at));
        }
    }

    fn arm(&mut self, place: usize, at: i64) {
        let at = at.max(self.now);
        let tenant = &mut self.tenants[place];
        tenant.alarms += 1;
        let serial = tenant.alarms;
        tenant.alarm = Some(Alarm { serial, at });
        self.agenda.note(at, Event::Ring(place, serial));
    }

    /// Rings an alarm, unless it was set to another time since.
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

    /// Begins the handler of an alarm.
    pub(crate) fn ring(&mut self, place: usize) {
        let now = self.stamp();
        let tenant = &mut self.tenants[place];
        tenant.slices += 1;
        let id = tenant.slices;
        let slice = tenant.portal_loop.alarm_rings(now);
        tenant.running.insert(id, Running::new(slice));
        self.perform(place, id);
    }

    /// Continues a slice that has waited long enough.
    pub(crate) fn turn(&mut self, place: usize, id: u64, turn: u64) {
        let running = self.tenants[place].running.get(&id);
        if running.is_some_and(|running| running.turn == turn) {
            self.perform(place, id);
        }
    }

    /// Performs the steps of a slice until it waits or ends.
    pub(crate) fn perform(&mut self, place: usize, id: u64) {
        while self.violation.is_none() {
            let now = self.stamp();
            let tenant = &mut self.tenants[place];
            let Some(running) = tenant.running.get_mut(&id) else {
                return;
            };
            if running.is_away {
                return;
            }
            match running.slice.step(&mut tenant.portal_loop, now) {
                Step::Arm(at) => {
                    running.has_disarmed = false;
                    self.arm(place, Self::moment(at));
                    if self.waits_for_alarm(place, id) {
                        return;
                    }
                }
                Step::Disarm => {
                    running.has_disarmed = true;
                    tenant.alarm = None;
                    if self.waits_for_alarm(place, id) {
                        return;
                    }
                }
                Step::Plan => self.plan(place, id),
                Step::Begin(effects) => {
                    let life = tenant.life;
                    for effect in effects {
                        // An abandoned slice begins all of its effects. A process that dies begins no more.
                        if self.tenants[place].life == life {
                            self.begin(place, id, effect);
                        }
                    }
                }
                Step::Wait(until) => {
                    let Some((flight, outcome)) = running.late.pop_front() else {
                        self.note_turn(place, id, Self::moment(until));
                        return;
                    };
                    self.hear(&flight, outcome);
                }
                Step::End => {
                    self.end_slice(place, id);
                    return;
                }
            }
        }
    }

    /// Returns true if the platform needs some time to set the alarm. Other events may happen in between.
    fn waits_for_alarm(&mut self, place: usize, id: u64) -> bool {
        let takes = self.tenants[place].chance.between(0, ALARM_SET_WITHIN_MS);
        if takes > 0 {
            self.note_turn(place, id, self.now + takes);
        }
        takes > 0
    }

    fn note_turn(&mut self, place: usize, id: u64, at: i64) {
        if let Some(running) = self.tenants[place].running.get_mut(&id) {
            running.turn += 1;
            self.agenda.note(at, Event::Turn(place, id, running.turn));
        }
    }

    fn plan(&mut self, place: usize, id: u64) {
        let plan = self.with_portal(place, Portal::plan);
        let now = self.stamp();
        let tenant = &mut self.tenants[place];
        let Some(running) = tenant.running.get_mut(&id) else {
            return;
        };
        let Ok(plan) = plan else {
            running.slice.failed();
            return;
        };
        let is_idle = plan.effects.is_empty() && plan.wake_at.is_some_and(|at| at <= now);
        running.idle_plans = if is_idle { running.idle_plans + 1 } else { 0 };
        let spins = running.idle_plans > MAX_IDLE_PLANS;
        for (_, effect) in &plan.effects {
            self.decided(place, effect);
        }
        let breaks = !plan.effects.is_empty();
        let tenant = &mut self.tenants[place];
        if let Some(running) = tenant.running.get_mut(&id) {
            running.slice.planned(&mut tenant.portal_loop, plan);
        }
        if breaks && std::mem::take(&mut self.tenants[place].break_after_plan) {
            self.met("the storage failed between planning and beginning".into());
            self.tenants[place].storage.refuse_after(0);
            let _ = self.with_portal(place, |portal, now| {
                portal.answer(PortalRequest::Connection, now)
            });
        }
        if spins {
            let what = format!("portal {place} asks again and again, and has nothing to do");
            self.judge(Err(Violation::of(Rule::Stuck, what)));
        }
    }

    fn end_slice(&mut self, place: usize, id: u64) {
        let Some(running) = self.tenants[place].running.remove(&id) else {
            return;
        };
        let ending = running.slice.ended_as();
        self.met(format!("a slice ended: {ending:?}"));
        for (flight, _) in &running.late {
            self.unheard(flight);
        }
        match ending {
            Ending::Rested if running.has_disarmed => self.judge_idle(place),
            Ending::Rested => self.judge_remembered(place),
            _ => {}
        }
    }

    /// Abandons the slice that holds the lease, or another one.
    pub(crate) fn abandon_any(&mut self, place: usize, seconds: u8) {
        let running = &self.tenants[place].running;
        let id = running.iter().find(|(_, running)| !running.is_away);
        if let Some(id) = id.map(|(id, _)| *id) {
            self.abandon(place, id, seconds);
        }
    }

    /// Abandons a slice in the middle of its work, and resumes it after this number of seconds. 0 means never.
    pub(crate) fn abandon(&mut self, place: usize, id: u64, seconds: u8) {
        let Some(running) = self.tenants[place].running.get_mut(&id) else {
            return;
        };
        running.is_away = true;
        running.turn += 1;
        // The portal may have no result of a report that the slice began, until it gives the report up.
        let tenant = &mut self.tenants[place];
        tenant.report_failed = Some(self.now + GIVEN_UP_MS);
        tenant.gives_up_by = self.now + GIVEN_UP_MS;
        self.say(
            format!("{place} slice {id} is abandoned for {seconds} s"),
            b"",
        );
        if seconds == 0 {
            self.met("a slice was abandoned for good".into());
            self.tenants[place].running.remove(&id);
        } else {
            self.met("a slice was abandoned for a while".into());
            let back_at = self.now + i64::from(seconds) * 1000;
            self.agenda.note(back_at, Event::Resume(place, id));
        }
    }

    /// Resumes an abandoned slice, which first learns the results that arrived in the meantime.
    pub(crate) fn resume(&mut self, place: usize, id: u64) {
        let Some(running) = self.tenants[place].running.get_mut(&id) else {
            return;
        };
        running.is_away = false;
        let first = running.late.pop_front();
        if let Some((flight, outcome)) = first {
            self.hear(&flight, outcome);
        }
        self.perform(place, id);
    }

    /// Judges an effect that the portal has decided.
    fn decided(&mut self, place: usize, effect: &Effect) {
        let Effect::CallHubSpot { call, .. } = effect else {
            return;
        };
        self.judge_wait(place, wire::kind(effect));
        let judgement = match wire::kind(effect) {
            Kind::Refresh => {
                let token = wire::refresh_token(call).unwrap_or_default();
                self.tenants[place].calls.refresh_begins(token)
            }
            Kind::Read | Kind::ReadBatch => {
                let asked = wire::page_asked(call);
                if asked.is_look() {
                    return;
                }
                match self.run_that_reads(place, &asked) {
                    Some(run) => self.tenants[place].reading.asked(run, &asked.which),
                    None => Ok(()),
                }
            }
            Kind::Write => {
                let batch = wire::batch(call);
                self.judge_modes(place, &batch);
                let statuses = self.statuses(place, &batch);
                let numbers = self.numbers(place);
                self.tenants[place].writes.counts(numbers);
                let tenant = &mut self.tenants[place];
                let (codes, reading) = (&mut self.codes, &tenant.reading);
                let batch = (batch.as_slice(), &statuses);
                let hub = tenant.hub;
                let read = |address: &str| Link::read(address, ORIGIN, hub);
                tenant.writes.decided(place, batch, codes, reading, &read)
            }
            kind @ (Kind::Look | Kind::Make) => {
                self.tenants[place].truth.looks += u32::from(kind == Kind::Look);
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
            kind @ Kind::Memberships => {
                self.judge_need(place, kind, "gathering", &[]);
                Ok(())
            }
            kind @ Kind::Search => {
                self.judge_need(place, kind, "never", &["count", "dryRun"]);
                Ok(())
            }
            kind @ (Kind::People | Kind::Changes | Kind::Deals) => {
                self.judge_need_of_people(place, kind)
            }
            kind @ Kind::Create => self.judge_need_of_people(place, kind).and_then(|()| {
                let address = wire::address_created(call);
                self.tenants[place].referred.creation_begins(&address)
            }),
            kind @ Kind::Pipelines => {
                self.judge_need(place, kind, "never", &["catalogue"]);
                Ok(())
            }
            _ => Ok(()),
        };
        self.judge(judgement);
    }

    /// Judges that cron will wake a portal that has set an alarm, so that the portal survives the loss of the
    /// alarm.
    fn judge_remembered(&mut self, place: usize) {
        let failed = self.tenants[place].report_failed;
        let will_report = failed.is_some_and(|at| self.now - at < REPORTED_WITHIN_MS);
        // Without its alarm, the portal would give these effects up on its next occasion. No work waits for that.
        let gives_up = self.now <= self.tenants[place].gives_up_by;
        // Numbers that change while the account is not connected wait for the next connection, with or without an alarm.
        let storage = &self.tenants[place].storage;
        let disconnected = storage.count("SELECT connection <> 'connected' FROM account") == 1;
        let waits = disconnected && storage.count("SELECT COUNT(*) FROM number_change") > 0;
        let known = will_report || gives_up || waits || self.directory_knows(place);
        self.judge(demand(known, Rule::Stuck, || {
            format!("portal {place} would be forgotten if its alarm were lost")
        }));
    }

    /// Returns true if the Directory knows when a portal is due.
    pub(crate) fn directory_knows(&self, place: usize) -> bool {
        let hub = self.tenants[place].hub;
        let due =
            format!("SELECT COUNT(*) FROM due_portal WHERE hub_id = '{hub}' AND due IS NOT NULL");
        self.directory_storage.count(&due) == 1
    }

    /// Judges that a portal without an alarm has nothing left to do.
    fn judge_idle(&mut self, place: usize) {
        let storage = &self.tenants[place].storage;
        let connected = storage.count("SELECT connection = 'connected' FROM account") == 1;
        let moving = "SELECT COUNT(*) FROM run WHERE hold IS NULL AND finished_at IS NULL";
        let by_card = "SELECT (SELECT COUNT(*) FROM outbox_batch WHERE run_id IS NULL) \
            + (SELECT COUNT(*) FROM campaign_rewrite)";
        let farewell = "SELECT COUNT(*) FROM account WHERE sealed_farewell IS NOT NULL";
        let left = [
            (true, UNPUBLISHED, "something to publish"),
            (true, UNSETTLED, "hosts to claim or give back"),
            (connected, moving, "a run that moves"),
            (connected, by_card, "a card's writes"),
            (connected, PEOPLE_WAITING, "people to look up"),
            (
                true,
                "SELECT COUNT(*) FROM number_change",
                "numbers to write",
            ),
            (connected, OPEN_QUERIES, "a query to ask"),
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

    /// Wakes a portal, as a message of the queue does.
    pub(crate) fn message(&mut self, place: usize) {
        if self.ask(place, PortalRequest::Wake).is_err() {
            self.agenda.note(self.now + 30_000, Event::Message(place));
        }
    }

    /// Kills the process. Everything in its memory is gone, and everything that was sent may still arrive. The
    /// alarm stays. If a handler was running, the platform may run it again before the alarm rings.
    pub(crate) fn crash(&mut self, place: usize) {
        self.met("crash".into());
        self.say(format!("{place} CRASH"), b"");
        self.lose_flights(place);
        let tenant = &mut self.tenants[place];
        tenant.portal_loop = PortalLoop::default();
        tenant.forget(self.now);
        if !tenant.running.is_empty() {
            tenant.running.clear();
            if tenant.alarm.is_none() || tenant.chance.percent(50) {
                let after = tenant.chance.between(ALARM_AGAIN_MS, ALARM_AGAIN_WITHIN_MS);
                self.agenda.note(self.now + after, Event::RingAgain(place));
            }
        }
    }
}
