//! What is in flight: effects that were begun and not answered.

use vecmap::{VecMap, VecSet};

use domain::{ContactId, ListId, RunId};
use hubspot::quota::CallPermit;
use jiff::{SignedDuration, Timestamp};

use super::patience::Subject;
use super::preparing::Step;
use crate::effects::Ticket;
use crate::entries::Entry;

/// What an effect is for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Task {
    /// Get the next access token.
    Refresh,
    /// Tell HubSpot that the customer disconnected.
    Farewell,
    /// Look at the properties, or make them.
    Prepare { run: RunId, step: Step },
    /// Look at the lists of the audience.
    LookAtLists { run: RunId },
    /// Read a page of a list's members.
    ReadMembers {
        run: RunId,
        list: ListId,
        page: u32,
        after: Option<String>,
    },
    /// Read the page at the cursor.
    ReadPage { run: RunId, cursor: Option<String> },
    /// Write a batch; `sent` are the contacts in the call.
    Write { batch: u32, sent: Vec<ContactId> },
    /// Ask HubSpot the next thing for a question.
    Inquire { question: u32 },
    /// Publish an entry of the link index in this version.
    Publish { entry: Entry, version: u32 },
    /// Fetch block numbers.
    TakeBlocks,
    /// Tell the Directory.
    ReportDue(Option<Timestamp>),
    /// Ask the Directory for a host.
    ClaimHost { host: String },
    /// Give a host back.
    ReleaseHost { host: String },
}

impl Task {
    /// What patience is kept with.
    pub(crate) fn subject(&self) -> Subject {
        match self {
            Self::Refresh | Self::Farewell => Subject::Grant,
            Self::Prepare { run, .. } => Subject::Properties(*run),
            Self::LookAtLists { run } | Self::ReadMembers { run, .. } => Subject::Members(*run),
            Self::ReadPage { run, .. } => Subject::Page(*run),
            Self::Write { batch, .. } => Subject::Batch(*batch),
            Self::Inquire { question } => Subject::Question(*question),
            Self::Publish { entry, .. } => Subject::Entry(*entry),
            Self::TakeBlocks => Subject::BlockNumbers,
            Self::ReportDue(_) => Subject::Due,
            // One after the other: what is claimed and given back is told in that order.
            Self::ClaimHost { .. } | Self::ReleaseHost { .. } => Subject::Hosts,
        }
    }

    /// The run that the task belongs to, where the task names it.
    pub(crate) fn run(&self) -> Option<RunId> {
        match self {
            Self::Prepare { run, .. }
            | Self::LookAtLists { run }
            | Self::ReadMembers { run, .. }
            | Self::ReadPage { run, .. } => Some(*run),
            _ => None,
        }
    }
}

/// One effect in flight.
#[derive(Debug)]
pub(crate) struct Flight {
    pub(crate) task: Task,
    /// Its place in the quota's window, if it has one.
    pub(crate) permit: Option<CallPermit>,
    /// The grant under which it was begun.
    pub(crate) grant_version: u32,
    since: Timestamp,
}

/// All effects in flight.
#[derive(Debug, Default)]
pub(crate) struct Flights {
    next: u64,
    flights: VecMap<Ticket, Flight>,
}

/// The shell gives a call 30 s. One that is not answered after three times that was lost with its shell.
const LOST_AFTER: SignedDuration = SignedDuration::from_secs(90);

impl Flights {
    pub(crate) fn begin(
        &mut self,
        task: Task,
        permit: Option<CallPermit>,
        grant_version: u32,
        now: Timestamp,
    ) -> Ticket {
        let ticket = Ticket(self.next);
        self.next += 1;
        self.flights.insert(
            ticket,
            Flight {
                task,
                permit,
                grant_version,
                since: now,
            },
        );
        ticket
    }

    pub(crate) fn land(&mut self, ticket: Ticket) -> Option<Flight> {
        self.flights.remove(&ticket)
    }

    pub(crate) fn task(&self, ticket: Ticket) -> Option<&Task> {
        self.flights.get(&ticket).map(|flight| &flight.task)
    }

    pub(crate) fn lost(&self, now: Timestamp) -> Vec<Ticket> {
        self.flights
            .iter()
            .filter(|(_, flight)| now.duration_since(flight.since) > LOST_AFTER)
            .map(|(ticket, _)| *ticket)
            .collect()
    }

    /// Whether something for this subject is in flight.
    pub(crate) fn include(&self, subject: Subject) -> bool {
        self.flights
            .values()
            .any(|flight| flight.task.subject() == subject)
    }

    /// How many in flight are of this kind.
    pub(crate) fn count(&self, is: impl Fn(&Task) -> bool) -> usize {
        self.flights
            .values()
            .filter(|flight| is(&flight.task))
            .count()
    }

    /// The contacts that a write in flight may be changing.
    pub(crate) fn contacts(&self) -> VecSet<&ContactId> {
        self.flights
            .values()
            .filter_map(|flight| match &flight.task {
                Task::Write { sent, .. } => Some(sent),
                _ => None,
            })
            .flatten()
            .collect()
    }
}
