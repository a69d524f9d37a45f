//! Effects under way: from the shell through the network to the other side, and back.

use domain::link_block::Resolution;
use hubspot::{Call, NoReply, Reply, Secret};
use portal::{Effect, EffectResult, Ticket, Unavailable};

use super::{Event, ORIGIN, World};
use crate::fate;
use crate::judge::{Calls, Link, Writes};
use crate::ops::{Fault, Kind, Moment};
use crate::wire::{self, PageAsked};

/// An effect under way.
pub(crate) struct Flight {
    place: usize,
    /// The portal's life in which it was decided.
    life: u64,
    /// The slice that waits for it.
    slice: u64,
    ticket: Ticket,
    kind: Kind,
    effect: Effect,
    fault: Option<Fault>,
    outcome: Option<EffectResult>,
    /// It has still to arrive at the other side.
    arrives: bool,
    /// The shell has still to hear of it.
    ends: bool,
}

impl World {
    /// The shell begins an effect.
    pub(crate) fn begin(&mut self, place: usize, ticket: Ticket, effect: Effect) {
        self.steps += 1;
        let kind = wire::kind(&effect);
        let fault = self.fault(place, kind);
        self.say(
            format!("{place} begin {kind:?} {} {fault:?}", shown(&effect)),
            b"",
        );
        if fault == Some(Fault::Crash(Moment::Before)) {
            self.crash(place);
            return;
        }
        let tenant = &mut self.tenants[place];
        let times = fate::times(kind, fault, self.case.shape.pace, &mut tenant.chance);
        let flight = Flight {
            place,
            life: tenant.life,
            slice: tenant.slice.as_ref().map_or(0, |slice| slice.serial),
            ticket,
            kind,
            effect,
            fault,
            outcome: None,
            arrives: times.arrives.is_some(),
            ends: true,
        };
        let id = self.steps;
        self.flights.insert(id, flight);
        if let Some(arrives) = times.arrives {
            self.agenda.note(self.now + arrives, Event::Arrive(id));
        }
        self.agenda.note(self.now + times.ends, Event::End(id));
        if fault == Some(Fault::Crash(Moment::UnderWay)) {
            self.crash(place);
        }
    }

    fn fault(&mut self, place: usize, kind: Kind) -> Option<Fault> {
        if let Some((step, moment)) = self.experiment.crash
            && step == self.steps
        {
            return Some(Fault::Crash(moment));
        }
        if self.experiment.twice {
            return Some(Fault::Twice);
        }
        let metered = !matches!(
            kind,
            Kind::Refresh | Kind::Publish | Kind::TakeBlocks | Kind::Report | Kind::Host
        );
        let fault = self.tenants[place].take_strike(kind)?;
        // A call that the network doubles is none that the portal can count.
        if fault == Fault::Twice && metered && self.case.shape.quota < 100 {
            return None;
        }
        self.met(format!("{kind:?} {fault:?}"));
        Some(fault)
    }

    /// An effect arrives at the other side.
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
            // The link index refuses the second one, and that is the one whose answer is lost.
            if flight.kind != Kind::Publish {
                outcome = second;
            }
        }
        let place = flight.place;
        let dies = flight.fault == Some(Fault::Crash(Moment::Acted));
        if flight.ends {
            flight.outcome = Some(outcome);
            self.flights.insert(id, flight);
        }
        if dies {
            self.crash(place);
        }
    }

    fn act(&mut self, flight: &Flight) -> EffectResult {
        let place = flight.place;
        match &flight.effect {
            Effect::CallHubSpot { call, access_token } => {
                let reply = self.call_hubspot(flight, call, access_token.as_ref());
                EffectResult::HubSpot(Ok(reply))
            }
            _ if fate::refuses_at_home(flight.fault) => unavailable(&flight.effect),
            Effect::Publish { key, value } => {
                let taken = self.links.put(key, value, self.now);
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
            Effect::ClaimHost { hub_id, host } => {
                let won = self.directory.claim_host(hub_id, host);
                self.say(format!("{place} claim {host}: {won:?}"), b"");
                EffectResult::HostClaimed(won.map_err(|_| Unavailable))
            }
            Effect::ReleaseHost { hub_id, host } => {
                let released = self.directory.release_host(hub_id, host);
                self.say(format!("{place} release {host}: {released:?}"), b"");
                EffectResult::HostReleased(released.map_err(|_| Unavailable))
            }
        }
    }

    fn call_hubspot(&mut self, flight: &Flight, call: &Call, token: Option<&Secret>) -> Reply {
        let place = flight.place;
        let fault = flight.fault;
        // Searches have a limit of their own, which HubSpot's 429 tells of.
        if !matches!(flight.kind, Kind::Refresh | Kind::Search) {
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
        let response = self
            .crm
            .call(received.as_ref().unwrap_or(call), token, then, self.now);
        let status = response.status;
        self.say(format!("{place} HubSpot answers {status}"), &response.body);
        // HubSpot allows few searches a second: the network's doubles alone can be too many.
        let doubled = flight.kind == Kind::Search && fault == Some(Fault::Twice);
        if status == 429 && !foreseen && !doubled {
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
        tenant.writes.count(values);
        let links = &self.links;
        let read = |address: &str| Link::read(address, ORIGIN, hub);
        // A host may have been given up while the batch was on its way.
        let resolves = |link: &Link| {
            let led = link.clone().shared().follow(links, hub);
            led != Resolution::Unknown
        };
        let judgement = Writes::arrived(place, &batch, &mut self.codes, read, resolves);
        self.judge(judgement);
    }

    /// The shell hears how an effect ended, and tells the portal, if it still lives.
    pub(crate) fn end(&mut self, id: u64) {
        let Some(mut flight) = self.flights.remove(&id) else {
            return;
        };
        flight.ends = false;
        let outcome = match flight.outcome.take() {
            Some(outcome) if !fate::loses_answer(flight.fault) => outcome,
            _ => no_answer(&flight.effect, flight.fault),
        };
        let (place, slice, ticket) = (flight.place, flight.slice, flight.ticket);
        let lives = self.tenants[place].life == flight.life;
        self.say(
            format!("{place} end {:?} {}", flight.kind, outcome_shown(&outcome)),
            b"",
        );
        if lives {
            let heard = Heard::of(&flight, &outcome);
            let reached = match &outcome {
                EffectResult::DueReported(ended) => Some(ended.is_ok()),
                _ => None,
            };
            let settled =
                self.with_portal(place, |portal, now| portal.settle(ticket, outcome, now));
            if settled.is_err() {
                self.say(format!("{place} could not record it"), b"");
            }
            if let Some(reached) = reached {
                let failed = !reached || settled.is_err();
                self.tenants[place].report_failed = failed.then_some(self.now);
            }
            self.heard(place, &heard, settled.is_ok());
            if settled.is_err()
                && let Some(slice) = &mut self.tenants[place].slice
            {
                slice.failed = true;
            }
        }
        let dies = flight.fault == Some(Fault::Crash(Moment::Recorded));
        if flight.arrives {
            self.flights.insert(id, flight);
        }
        if dies {
            self.crash(place);
            return;
        }
        let waiting = self.tenants[place].slice.as_mut();
        if let Some(waiting) = waiting.filter(|waiting| waiting.serial == slice) {
            waiting.under_way -= 1;
            waiting.news = true;
            self.turn(place);
        }
    }

    /// Notes what a portal was told.
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
                let told = wire::page_told(*status, body);
                self.page_heard(place, asked, told);
            }
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

    /// Of what was under way when a process died, half never arrives, and some arrives later.
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
        // An effect that arrives twice acts once: the second time it is no longer under way.
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

    /// Whether nothing of a portal is under way.
    pub(crate) fn nothing_flies(&self, place: usize) -> bool {
        self.flights.values().all(|flight| flight.place != place)
    }
}

/// What a portal is told, as far as the judges want to know.
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
    Batch {
        call: Call,
        status: u16,
        body: Vec<u8>,
    },
}

impl Heard {
    fn of(flight: &Flight, outcome: &EffectResult) -> Self {
        let Effect::CallHubSpot { call, .. } = &flight.effect else {
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
        Effect::ClaimHost { host, .. } | Effect::ReleaseHost { host, .. } => host.clone(),
    }
}

fn outcome_shown(outcome: &EffectResult) -> String {
    match outcome {
        EffectResult::HubSpot(Ok(reply)) => reply.status.to_string(),
        EffectResult::HubSpot(Err(error)) => format!("{error:?}"),
        EffectResult::Published(ended)
        | EffectResult::DueReported(ended)
        | EffectResult::HostReleased(ended) => {
            format!("{ended:?}")
        }
        EffectResult::HostClaimed(ended) => format!("{ended:?}"),
        EffectResult::BlocksTaken(ended) => format!("{:?}", ended.as_ref().map(Vec::len)),
    }
}
