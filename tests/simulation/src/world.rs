//! The world: one HubSpot, one link index, one Directory, and portals, under one scheduler in virtual time.
//!
//! Times are milliseconds since the world began. Everything that happens is an event of the agenda. A world ends
//! when its operations are over and everything is at rest, or when a rule is broken.

mod admin;
mod closing;
mod dry_runs;
mod evidence;
mod flights;
mod hosting;
mod leaving;
mod operations;
mod queries;
mod referrals;
mod rounds;
mod runs;
mod shell;
mod syncs;
mod views;
mod writes;

use std::collections::{BTreeMap, BTreeSet};

use domain::HubId;
use jiff::Timestamp;
use portal::directory::Directory;

use crate::agenda::Agenda;
use crate::case::Case;
use crate::chance::SeededEntropy;
use crate::crm::{BEGINNING_MS, Crm};
use crate::judge::{Codes, Hosts, Judgement, Rule, Violation};
use crate::link_index::LinkIndex;
use crate::ops::{Fault, Op};
use crate::storage::Storage;
use crate::tenant::Tenant;
use crate::trace::Trace;
pub(crate) use flights::Flight;

/// The origin of referral links.
pub(crate) const ORIGIN: &str = "https://go.example.com";

/// The interval between two runs of cron.
const CRON_MS: i64 = 60_000;

/// The time after the last operation in which faults still wait for their effects.
const AFTERMATH_MS: i64 = 30_000;

/// The greatest number of events. A world that is still busy after them runs in circles.
const MAX_EVENTS: u64 = 300_000;

/// The conditions under which a world is played, besides its operations.
#[derive(Debug, Clone, Copy, Default)]
pub struct Experiment {
    /// The fault that hits the effect of this number. The first effect has the number 1.
    pub strike: Option<(u64, Fault)>,
    /// True if every effect is performed twice.
    pub twice: bool,
    /// The only portal that takes part, or `None` for all.
    pub only: Option<usize>,
    /// True if people start no queries and change nothing at rest.
    pub brief: bool,
    /// The number of trace lines to keep.
    pub lines: usize,
}

/// The result of a world.
#[derive(Debug)]
pub struct Verdict {
    /// The first rule that was broken.
    pub violation: Option<Violation>,
    /// The hash of everything that happened.
    pub hash: u64,
    /// The number of effects that had begun when the first run ended.
    pub steps_of_first_run: u64,
    /// The number of pages that the first run asked for.
    pub pages_of_first_run: u32,
    /// The number of pages of members that were asked for until the first run ended.
    pub member_pages_of_first_run: u32,
    /// The things that happened, and how often.
    pub met: BTreeMap<String, u32>,
    /// The values in HubSpot at the end, by portal, contact and property.
    pub shown: Vec<String>,
    /// The duration in virtual time.
    pub lasted_ms: i64,
    /// The last lines of the trace.
    pub lines: Vec<String>,
}

pub(crate) enum Event {
    Op(usize, Op),
    /// An alarm rings, if the portal's present alarm still has this number.
    Ring(usize, u64),
    RingAgain(usize),
    /// A slice ends its wait, unless it has begun another one since.
    Turn(usize, u64, u64),
    /// An abandoned slice returns.
    Resume(usize, u64),
    Arrive(u64),
    End(u64),
    Cron,
    Message(usize),
    Admin(usize),
}

/// The world.
pub struct World {
    case: Case,
    experiment: Experiment,
    now: i64,
    agenda: Agenda<Event>,
    crm: Crm,
    links: LinkIndex,
    directory: Directory,
    directory_storage: Storage,
    tenants: Vec<Tenant>,
    /// The portals whose present grant does not include permission to read lists.
    without_lists: BTreeSet<usize>,
    flights: BTreeMap<u64, Flight>,
    steps: u64,
    steps_of_first_run: u64,
    member_pages_of_first_run: u32,
    events: u64,
    met: BTreeMap<String, u32>,
    codes: Codes,
    hosts: Hosts,
    /// The values of the records that owners have set under their hosts, by the portal that showed them.
    records: BTreeMap<String, BTreeMap<usize, String>>,
    is_closing: bool,
    violation: Option<Violation>,
    trace: Trace,
}

impl World {
    /// Plays a case to its end.
    #[must_use]
    pub fn play(case: &Case, experiment: Experiment) -> Verdict {
        let mut world = Self::new(case.clone(), experiment);
        world.set_up();
        world.run_to_the_last_op();
        let shown = world.close();
        Verdict {
            violation: world.violation,
            hash: world.trace.hash(),
            steps_of_first_run: world.steps_of_first_run,
            pages_of_first_run: world.tenants[0].reading.pages(1),
            member_pages_of_first_run: world.member_pages_of_first_run,
            met: world.met,
            shown,
            lasted_ms: world.now,
            lines: world.trace.lines().map(str::to_owned).collect(),
        }
    }

    fn new(case: Case, experiment: Experiment) -> Self {
        let crm = Crm::new(&case);
        let tenants = crm
            .hubs()
            .into_iter()
            .enumerate()
            .map(|(place, hub)| Tenant::new(case.seed, place, hub))
            .collect();
        let directory_storage = Storage::new();
        let entropy = SeededEntropy::new(case.seed, "the Directory", 0);
        let directory = Directory::open(Box::new(directory_storage.clone()), &entropy)
            .expect("the Directory opens");
        Self {
            experiment,
            now: 0,
            agenda: Agenda::default(),
            crm,
            links: LinkIndex::default(),
            directory,
            directory_storage,
            tenants,
            without_lists: BTreeSet::new(),
            flights: BTreeMap::new(),
            steps: 0,
            steps_of_first_run: 0,
            member_pages_of_first_run: 0,
            events: 0,
            met: BTreeMap::new(),
            codes: Codes::default(),
            hosts: Hosts::default(),
            records: BTreeMap::new(),
            is_closing: false,
            violation: None,
            trace: Trace::new(experiment.lines),
            case,
        }
    }

    /// Returns the indices of the portals that take part.
    fn places(&self) -> Vec<usize> {
        let taking_part = |place: &usize| self.experiment.only.is_none_or(|only| only == *place);
        (0..self.tenants.len()).filter(taking_part).collect()
    }

    fn set_up(&mut self) {
        let places = self.places();
        for (at, place, op) in self.case.ops.clone() {
            let place = place % self.tenants.len();
            // HubSpot's tokens and cron belong to all portals together.
            let everybodys = matches!(op, Op::ExpireTokens | Op::Cron);
            if everybodys || places.contains(&place) {
                self.agenda.note(at, Event::Op(place, op));
            }
        }
        self.agenda.note(CRON_MS, Event::Cron);
        for place in places {
            self.first_steps(place);
            self.agenda.note(admin::LOOKS_EVERY_MS, Event::Admin(place));
        }
    }

    fn run_to_the_last_op(&mut self) {
        let last = self.case.ops.iter().map(|(at, ..)| *at).max().unwrap_or(0);
        self.run_until(last + AFTERMATH_MS);
    }

    /// Plays all events up to a time.
    pub(crate) fn run_until(&mut self, until: i64) {
        while self.violation.is_none() {
            match self.agenda.next_at() {
                Some(at) if at <= until => {}
                _ => break,
            }
            let Some((at, event)) = self.agenda.take_next() else {
                break;
            };
            self.now = self.now.max(at);
            self.events += 1;
            if self.events > MAX_EVENTS {
                self.judge(Err(Violation::of(
                    Rule::Stuck,
                    "the world never comes to rest",
                )));
                return;
            }
            self.happen(event);
        }
        self.now = self.now.max(until);
    }

    #[expect(clippy::needless_pass_by_value, reason = "what happens is over then")]
    fn happen(&mut self, event: Event) {
        match event {
            Event::Op(place, op) => {
                self.tenants[place].troubled_at = self.now;
                self.do_op(place, op);
            }
            Event::Ring(place, serial) => self.alarm_rings(place, serial),
            Event::RingAgain(place) => self.ring(place),
            Event::Turn(place, slice, turn) => self.turn(place, slice, turn),
            Event::Resume(place, slice) => self.resume(place, slice),
            Event::Arrive(flight) => self.arrive(flight),
            Event::End(flight) => self.end(flight),
            Event::Cron => {
                self.cron();
                self.agenda.note(self.now + CRON_MS, Event::Cron);
            }
            Event::Message(place) => self.message(place),
            Event::Admin(place) => {
                self.admin_looks(place);
                self.judge_changes_in_calm(place);
                self.agenda
                    .note(self.now + admin::LOOKS_EVERY_MS, Event::Admin(place));
            }
        }
    }

    /// Asks the Directory for the due portals, and sends each a message through the queue, as cron does.
    pub(crate) fn cron(&mut self) {
        let due = self
            .directory
            .take_due(self.stamp(), 100)
            .expect("the Directory answers");
        for hub in due {
            let place = self.place_of(&hub);
            let tenant = &mut self.tenants[place];
            let mut after = tenant.chance.between(1, 2000);
            if let Some(late) = tenant.delay_message.take() {
                after += late;
            }
            self.agenda.note(self.now + after, Event::Message(place));
            if std::mem::take(&mut tenant.repeat_message) {
                let again = after + tenant.chance.between(0, 5000);
                self.agenda.note(self.now + again, Event::Message(place));
            }
        }
    }

    fn place_of(&self, hub: &HubId) -> usize {
        self.tenants
            .iter()
            .position(|tenant| tenant.hub.to_string() == hub.as_str())
            .expect("a portal that exists")
    }

    pub(crate) fn stamp(&self) -> Timestamp {
        Self::stamp_at(self.now)
    }

    pub(crate) fn stamp_at(at: i64) -> Timestamp {
        Timestamp::from_millisecond(BEGINNING_MS + at).expect("a time")
    }

    /// Converts a time that a portal named into a time of the world.
    pub(crate) fn moment(at: Timestamp) -> i64 {
        at.as_millisecond() - BEGINNING_MS
    }

    /// Keeps the first violation.
    pub(crate) fn judge(&mut self, judgement: Judgement) {
        if let (Err(violation), None) = (judgement, &self.violation) {
            self.say(format!("VIOLATION {violation}"), b"");
            self.violation = Some(violation);
        }
    }

    /// Counts something that happened.
    pub(crate) fn met(&mut self, what: String) {
        *self.met.entry(what).or_default() += 1;
    }

    #[expect(clippy::needless_pass_by_value, reason = "callers format it for here")]
    pub(crate) fn say(&mut self, line: String, content: &[u8]) {
        self.trace.add(self.now, &line, content);
    }
}
