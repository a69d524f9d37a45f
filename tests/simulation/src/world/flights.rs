//! Effects under way: from the shell through the network to the other side, and back.

use std::collections::BTreeSet;
use std::rc::Rc;

use domain::link_block::Resolution;
use hubspot::{Call, NoReply, Reply, Secret};
use portal::slice::{EffectId, PlannedEffect};
use portal::{Effect, EffectResult, Unavailable};

use super::writes::wait_of;
use super::{Event, ORIGIN, World};
use crate::case::Pace;
use crate::fate;
use crate::judge::{Calls, Link, Rule, Violation, Writes};
use crate::ops::{Fault, Kind, Moment};
use crate::wire::{self, PageAsked};

/// The time after which a portal gives up an effect without a result. It is a copy of the portal's `LOST_AFTER`
/// (`engine/in_flight.rs`). The judge states its own figure on purpose, so that a change of the product's figure
/// shows here.
pub(crate) const GIVEN_UP_MS: i64 = 90_000;

/// An effect under way.
pub(crate) struct Flight {
    place: usize,
    /// The slice that began the effect.
    slice: u64,
    id: EffectId,
    kind: Kind,
    effect: Rc<Effect>,
    fault: Option<Fault>,
    outcome: Option<EffectResult>,
    /// True if the effect has still to arrive at the other side.
    arrives: bool,
    /// True if the shell has still to learn the result.
    ends: bool,
}

impl World {
    pub(crate) fn begin(&mut self, place: usize, slice: u64, planned: PlannedEffect) {
        let PlannedEffect { id, effect } = planned;
        let effect = Rc::new(effect);
        self.steps += 1;
        let step = self.steps;
        let kind = wire::kind(&effect);
        let fault = self.fault(place, kind);
        self.say(
            format!("{place} begin {kind:?} {} {fault:?}", shown(&effect)),
            b"",
        );
        let tenant = &mut self.tenants[place];
        let speed = if self.now < tenant.crawls_until {
            Pace::Crawling
        } else {
            self.case.shape.pace
        };
        let mut times = fate::times(kind, fault, speed, &mut tenant.chance);
        let is_before = fault.is_some_and(|fault| fault.strikes_at(Moment::Before));
        // A slice that returns learns that its effect was not sent.
        let comes_back = matches!(fault, Some(Fault::Abandon(_, 1..)));
        if is_before {
            times.arrives = None;
        }
        let flight = Flight {
            place,
            slice,
            id,
            kind,
            effect,
            fault,
            outcome: None,
            arrives: times.arrives.is_some(),
            ends: true,
        };
        if is_before && !comes_back {
            self.unheard(&flight);
            self.strike(place, slice, fault);
            return;
        }
        self.flights.insert(step, flight);
        if let Some(arrives) = times.arrives {
            self.agenda.note(self.now + arrives, Event::Arrive(step));
        }
        self.agenda.note(self.now + times.ends, Event::End(step));
        if is_before || fault.is_some_and(|fault| fault.strikes_at(Moment::UnderWay)) {
            self.strike(place, slice, fault);
        }
    }

    /// Kills the process or abandons the slice, as the fault says.
    fn strike(&mut self, place: usize, slice: u64, fault: Option<Fault>) {
        match fault {
            Some(Fault::Crash(_)) => self.crash(place),
            Some(Fault::Abandon(_, seconds)) => self.abandon(place, slice, seconds),
            _ => {}
        }
    }

    fn fault(&mut self, place: usize, kind: Kind) -> Option<Fault> {
        if let Some((step, fault)) = self.experiment.strike
            && step == self.steps
        {
            return Some(fault);
        }
        if self.experiment.twice {
            return Some(Fault::Twice);
        }
        let metered = !matches!(
            kind,
            Kind::Refresh
                | Kind::Publish
                | Kind::TakeBlocks
                | Kind::Report
                | Kind::Host
                | Kind::LookAtHost
        );
        let fault = self.tenants[place].take_strike(kind)?;
        self.tenants[place].troubled_at = self.now;
        // The portal cannot count a call that the network doubles.
        if fault == Fault::Twice && metered && self.case.shape.quota < 100 {
            return None;
        }
        self.met(format!("{kind:?} {fault:?}"));
        Some(fault)
    }

    /// Lets an effect arrive at the other side.
    pub(crate) fn arrive(&mut self, id: u64) {
        let Some(mut flight) = self.flights.remove(&id) else {
            return;
        };
        flight.arrives = false;
        if !flight.ends {
            self.met("acted after the shell had given up or died".into());
        }
        let mut outcome = self.act(&flight);
        if flight.fault == Some(Fault::Twice) {
            let second = self.act(&flight);
            // The link index refuses the second write. The response to that one is lost.
            if flight.kind != Kind::Publish {
                outcome = second;
            }
        }
        let place = flight.place;
        let (slice, fault) = (flight.slice, flight.fault);
        if flight.ends {
            flight.outcome = Some(outcome);
            self.flights.insert(id, flight);
        }
        if fault.is_some_and(|fault| fault.strikes_at(Moment::Acted)) {
            self.strike(place, slice, fault);
        }
    }

    fn act(&mut self, flight: &Flight) -> EffectResult {
        let place = flight.place;
        match &*flight.effect {
            Effect::CallHubSpot { call, access_token } => {
                let reply = self.call_hubspot(flight, call, access_token.as_ref());
                EffectResult::HubSpot(Ok(reply))
            }
            _ if fate::refuses_at_home(flight.fault) => unavailable(&flight.effect),
            Effect::Publish { key, value } => {
                let taken = self.links.put(key, value, self.now);
                let own = self.tenants[place].last_puts.insert(key.clone(), self.now);
                let is_too_soon = own.is_some_and(|at| self.now - at < 1000);
                if taken.is_err() && is_too_soon && flight.fault != Some(Fault::Twice) {
                    let what = format!("{key} is written again within a second");
                    self.judge(Err(Violation::of(Rule::Links, what)));
                }
                self.say(format!("{place} put {key}: {taken:?}"), value.as_bytes());
                if taken.is_ok() {
                    self.tenants[place].published += 1;
                    if key.starts_with("block/") {
                        let judgement = self.codes.saw_block(place, key, value);
                        self.judge(judgement);
                        self.saw_hosts(place, key, value);
                    } else {
                        self.saw_entry(place, key, value);
                    }
                }
                EffectResult::Published(taken.map_err(|_| Unavailable))
            }
            Effect::TakeBlocks { count } => {
                let taken = self.directory.take_blocks(*count);
                EffectResult::BlocksTaken(taken.map_err(|_| Unavailable))
            }
            Effect::ReportDue { hub_id, due } => {
                let noted = self.directory.report_due(hub_id, *due);
                EffectResult::DueReported(noted.map_err(|_| Unavailable))
            }
            Effect::LookAtHost { host, record } => {
                EffectResult::HostSeen(Ok(self.look_at_host(place, host, record)))
            }
            Effect::ClaimHost { hub_id, host } => {
                let claim = self.directory.claim_host(hub_id, host, self.stamp());
                self.say(format!("{place} claim {host}: {claim:?}"), b"");
                self.saw_claim(place, host, claim.as_ref().ok().copied());
                EffectResult::HostClaimed(claim.map_err(|_| Unavailable))
            }
            Effect::ReleaseHost { hub_id, host } => {
                let released = self.directory.release_host(hub_id, host, self.stamp());
                self.say(format!("{place} release {host}: {released:?}"), b"");
                self.saw_release(place, host, matches!(released, Ok(Some(_))));
                EffectResult::HostReleased(released.map_err(|_| Unavailable))
            }
        }
    }

    fn call_hubspot(&mut self, flight: &Flight, call: &Call, token: Option<&Secret>) -> Reply {
        let place = flight.place;
        let fault = flight.fault;
        // Searches have a quota of their own. HubSpot's 429 shows when it is exceeded.
        let is_search = matches!(flight.kind, Kind::Search | Kind::Changes);
        if flight.kind != Kind::Refresh && !is_search {
            let judgement = self.tenants[place]
                .calls
                .arrived(self.case.shape.quota, self.now);
            if fault != Some(Fault::Twice) {
                self.judge(judgement);
            }
        }
        if flight.kind == Kind::Write {
            self.batch_arrives(place, call);
        }
        let received = fate::taken(call, flight.kind, fault);
        let then = fate::then(call, flight.kind, fault);
        let foreseen = then.is_some();
        let known = self.contacts_before(flight.kind, place);
        let response = self
            .crm
            .call(received.as_ref().unwrap_or(call), token, then, self.now);
        let status = response.status;
        if let Some(known) = known {
            self.note_creations(place, call, &known);
        }
        if flight.kind == Kind::Memberships {
            self.memberships_told(place, call, status);
        }
        self.tenants[place]
            .gone
            .answered(call, status, &response.body);
        if (200..300).contains(&status) && fault != Some(Fault::Twice) {
            let judgement = self.tenants[place].repeats.answered(call, self.now);
            self.judge(judgement);
        }
        self.say(format!("{place} HubSpot answers {status}"), &response.body);
        // HubSpot allows few searches a second. The network's doubles and other apps alone can be too many.
        let others = fault == Some(Fault::Twice) || self.case.shape.reads.other_apps_search;
        if status == 429 && !foreseen && !(is_search && others) {
            let judgement = Calls::refused();
            self.judge(judgement);
        }
        Reply {
            status,
            headers: response.headers,
            body: fate::received(response.body, flight.kind, status, fault),
        }
    }

    fn batch_arrives(&mut self, place: usize, call: &Call) {
        let batch = wire::batch(call);
        let tenant = &mut self.tenants[place];
        let hub = tenant.hub;
        let healthy = batch
            .iter()
            .filter(|written| !self.crm.is_poisoned(hub, &written.contact));
        let values = healthy.map(|written| written.properties.len()).sum();
        for written in &batch {
            if let Ok(sync) = tenant.writes.sync_of(written) {
                let sync = sync.id;
                tenant.truth.wrote(sync, &written.contact, self.now);
            }
        }
        tenant.writes.count(values);
        let links = &self.links;
        let read = |address: &str| Link::read(address, ORIGIN, hub);
        // The portal may have given up a host while the batch was under way.
        let resolves = |link: &Link| {
            let led = link.clone().shared().follow(links, hub);
            led != Resolution::Unknown
        };
        let judgement = Writes::arrived(place, &batch, &mut self.codes, read, resolves);
        self.judge(judgement);
    }

    /// Ends an effect. Its slice learns the result now, when it returns, or never.
    pub(crate) fn end(&mut self, id: u64) {
        let Some(mut flight) = self.flights.remove(&id) else {
            return;
        };
        flight.ends = false;
        let outcome = match flight.outcome.take() {
            Some(outcome) if !fate::loses_answer(flight.fault) => outcome,
            _ => no_answer(&flight.effect, flight.fault),
        };
        self.say(
            format!(
                "{} end {:?} {}",
                flight.place,
                flight.kind,
                outcome_shown(&outcome)
            ),
            b"",
        );
        if flight.arrives {
            self.flights.insert(id, flight.again());
        }
        let (place, slice) = (flight.place, flight.slice);
        match self.tenants[place].running.get_mut(&slice) {
            None => {
                self.met("an effect of an abandoned slice ended".into());
                self.unheard(&flight);
            }
            Some(running) if running.is_away => running.late.push_back((flight, outcome)),
            Some(_) => {
                if self.hear(&flight, outcome) {
                    self.perform(place, slice);
                }
            }
        }
    }

    /// Hands a slice the result of an effect. The portal records the result if it is the one that planned the
    /// effect. Returns `false` if a fault hits the slice.
    pub(crate) fn hear(&mut self, flight: &Flight, outcome: EffectResult) -> bool {
        let (place, slice) = (flight.place, flight.slice);
        let tenant = &mut self.tenants[place];
        let Some(running) = tenant.running.get_mut(&slice) else {
            return false;
        };
        if let Some(ticket) = running.slice.ended(&tenant.portal_loop, flight.id) {
            let heard = Heard::of(flight, &outcome);
            let reached = match &outcome {
                EffectResult::DueReported(ended) => Some(ended.is_ok()),
                _ => None,
            };
            let wait = wait_of(flight.kind, &outcome);
            let settled =
                self.with_portal(place, |portal, now| portal.settle(ticket, outcome, now));
            if let (Ok(()), Some(ms)) = (&settled, wait) {
                self.heard_wait(place, ms);
            }
            if settled.is_err() {
                self.say(format!("{place} could not record it"), b"");
            }
            if let Some(reached) = reached {
                let failed = !reached || settled.is_err();
                self.tenants[place].report_failed = failed.then_some(self.now);
            }
            self.heard(place, &heard, settled.is_ok());
            if settled.is_err()
                && let Some(running) = self.tenants[place].running.get_mut(&slice)
            {
                running.slice.failed();
            }
        } else {
            self.met("a result of an earlier portal was not recorded".into());
        }
        let strikes = flight
            .fault
            .is_some_and(|fault| fault.strikes_at(Moment::Recorded));
        if strikes {
            self.strike(place, slice, flight.fault);
        }
        !strikes
    }

    /// Drops the result of an effect. The portal waits for the result, and gives the effect up after a while.
    pub(crate) fn unheard(&mut self, flight: &Flight) {
        let place = flight.place;
        let tenant = &mut self.tenants[place];
        if flight.kind == Kind::Report {
            tenant.report_failed = Some(self.now + GIVEN_UP_MS);
        }
        // The judges dropped the effect already when the storage failed.
        if flight.id.generation() != tenant.portal_loop.generation() {
            return;
        }
        let lost = no_answer(&flight.effect, flight.fault);
        let heard = Heard::of(flight, &lost);
        self.heard(place, &heard, false);
    }

    /// Records the result that a portal got.
    fn heard(&mut self, place: usize, heard: &Heard, recorded: bool) {
        match heard {
            Heard::Nothing => {}
            Heard::Refresh { sent, given } => {
                self.tenants[place]
                    .calls
                    .refresh_ended(sent, given.as_deref(), recorded);
            }
            Heard::Page {
                asked,
                status,
                body,
            } => {
                let told = wire::page_contents(*status, body);
                if *status == 400 && matches!(asked.which, wire::Which::From(1..)) {
                    self.met("a cursor was gone".into());
                    self.tenants[place].reading.cursor_refused();
                }
                if asked.is_look() {
                    self.looked(place, asked, told.filter(|_| recorded));
                    return;
                }
                self.page_heard(place, asked, told);
            }
            Heard::LookUp {
                asked,
                status,
                body,
            } => {
                if recorded && matches!(status, 200 | 207) {
                    let found = wire::addresses_found(body);
                    self.tenants[place].referred.looked_up(asked, &found);
                }
            }
            Heard::Creation { address } => self.tenants[place].referred.creation_ended(address),
            Heard::Batch { call, status, body } => {
                let batch = wire::batch(call);
                let acknowledged = wire::acknowledged(*status, body);
                self.tenants[place].writes.answered(&batch, &acknowledged);
            }
        }
        if self.steps_of_first_run == 0 && place == 0 {
            self.look_for_the_first_runs_end();
        }
    }

    fn look_for_the_first_runs_end(&mut self) {
        let storage = &self.tenants[0].storage;
        if storage.count("SELECT COUNT(*) FROM run WHERE finished_at IS NOT NULL") > 0 {
            self.steps_of_first_run = self.steps;
            self.member_pages_of_first_run = self.tenants[0].reading.member_pages();
        }
    }

    /// Loses half of the effects that are under way when a process dies, and delays some of the others.
    pub(crate) fn lose_flights(&mut self, place: usize) {
        let mut late = Vec::new();
        let chance = &mut self.tenants[place].chance;
        let own = self
            .flights
            .iter_mut()
            .filter(|(_, flight)| flight.place == place);
        for (id, flight) in own {
            flight.ends = false;
            flight.arrives &= chance.percent(50);
            if flight.arrives && chance.percent(30) {
                late.push((*id, self.now + chance.between(0, fate::LATE_BY_MS)));
            }
        }
        // An effect that arrives twice acts once. Its second arrival finds it no longer under way.
        let gone = |flight: &Flight| flight.place == place && !flight.arrives;
        self.flights.retain(|_, flight| !gone(flight));
        for (id, at) in late {
            if let Some(flight) = self.flights.remove(&id) {
                let later = u64::MAX - id;
                self.flights.insert(later, flight);
                self.agenda.note(at, Event::Arrive(later));
            }
        }
    }

    /// Returns true if no effect of a portal is under way.
    pub(crate) fn nothing_flies(&self, place: usize) -> bool {
        self.flights.values().all(|flight| flight.place != place)
    }
}

impl Flight {
    /// Returns a copy of the effect that has still to arrive, and whose result nobody waits for.
    fn again(&self) -> Self {
        Self {
            place: self.place,
            slice: self.slice,
            id: self.id,
            kind: self.kind,
            effect: Rc::clone(&self.effect),
            fault: self.fault,
            outcome: None,
            arrives: true,
            ends: false,
        }
    }
}

/// The result of an effect, as far as the judges use it.
enum Heard {
    Nothing,
    Refresh {
        sent: String,
        given: Option<String>,
    },
    Page {
        asked: PageAsked,
        status: u16,
        body: Vec<u8>,
    },
    LookUp {
        asked: BTreeSet<String>,
        status: u16,
        body: Vec<u8>,
    },
    Creation {
        address: String,
    },
    Batch {
        call: Call,
        status: u16,
        body: Vec<u8>,
    },
}

impl Heard {
    fn of(flight: &Flight, outcome: &EffectResult) -> Self {
        let Effect::CallHubSpot { call, .. } = &*flight.effect else {
            return Self::Nothing;
        };
        let (status, body) = match outcome {
            EffectResult::HubSpot(Ok(reply)) => (reply.status, reply.body.clone()),
            _ => (0, Vec::new()),
        };
        match flight.kind {
            Kind::Refresh => Self::Refresh {
                sent: wire::refresh_token(call).unwrap_or_default().to_owned(),
                given: wire::refresh_token_given(status, &body),
            },
            Kind::Read | Kind::ReadBatch => Self::Page {
                asked: wire::page_asked(call),
                status,
                body,
            },
            Kind::People => Self::LookUp {
                asked: wire::addresses_asked(call),
                status,
                body,
            },
            Kind::Create => Self::Creation {
                address: wire::address_created(call),
            },
            Kind::Write => Self::Batch {
                call: call.clone(),
                status,
                body,
            },
            _ => Self::Nothing,
        }
    }
}

fn no_answer(effect: &Effect, fault: Option<Fault>) -> EffectResult {
    let timed_out = matches!(fault, Some(Fault::TimedOut | Fault::TimedOutActed));
    match effect {
        Effect::CallHubSpot { .. } => EffectResult::HubSpot(Err(if timed_out {
            NoReply::TimedOut
        } else {
            NoReply::Unreachable
        })),
        home => unavailable(home),
    }
}

fn unavailable(effect: &Effect) -> EffectResult {
    match effect {
        Effect::TakeBlocks { .. } => EffectResult::BlocksTaken(Err(Unavailable)),
        Effect::ReportDue { .. } => EffectResult::DueReported(Err(Unavailable)),
        Effect::LookAtHost { .. } => EffectResult::HostSeen(Err(Unavailable)),
        Effect::ClaimHost { .. } => EffectResult::HostClaimed(Err(Unavailable)),
        Effect::ReleaseHost { .. } => EffectResult::HostReleased(Err(Unavailable)),
        _ => EffectResult::Published(Err(Unavailable)),
    }
}

fn shown(effect: &Effect) -> String {
    match effect {
        Effect::CallHubSpot { call, .. } => {
            let target: String = call.target.chars().take(90).collect();
            let inputs = match wire::kind(effect) {
                Kind::Write => format!(" ({})", wire::batch(call).len()),
                Kind::ReadBatch => match wire::page_asked(call).which {
                    wire::Which::Named(names) => format!(" ({})", names.len()),
                    wire::Which::From(_) => String::new(),
                },
                _ => String::new(),
            };
            format!("{} {target}{inputs}", call.method.as_str())
        }
        Effect::Publish { key, value } => format!("{key} ({} bytes)", value.len()),
        Effect::TakeBlocks { count } => format!("{count}"),
        Effect::ReportDue { due, .. } => format!("{due:?}"),
        Effect::LookAtHost { host, .. }
        | Effect::ClaimHost { host, .. }
        | Effect::ReleaseHost { host, .. } => host.clone(),
    }
}

fn outcome_shown(outcome: &EffectResult) -> String {
    match outcome {
        EffectResult::HubSpot(Ok(reply)) => reply.status.to_string(),
        EffectResult::HubSpot(Err(error)) => format!("{error:?}"),
        EffectResult::Published(ended) | EffectResult::DueReported(ended) => {
            format!("{ended:?}")
        }
        EffectResult::HostReleased(ended) => format!("{ended:?}"),
        EffectResult::HostSeen(seen) => format!("{:?}", seen.as_ref().map(|seen| seen.leads)),
        EffectResult::HostClaimed(ended) => format!("{ended:?}"),
        EffectResult::BlocksTaken(ended) => format!("{:?}", ended.as_ref().map(Vec::len)),
    }
}
