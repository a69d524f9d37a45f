//! What is in flight: effects that were begun and not answered.

use vecmap::{VecMap, VecSet};

use domain::{ContactId, ListId, NormalisedEmail, ReferralId, RunId};
use hubspot::QuotaClass;
use hubspot::changes::ChangesCursor;
use hubspot::quota::CallPermit;
use jiff::{SignedDuration, Timestamp};

use crate::engine::back_off::Subject;
use crate::engine::effects::Ticket;
use crate::engine::jobs::prepare_properties::Step;
use crate::engine::people::LookUp;
use crate::links::index_records::IndexRecord;
use crate::tables::change_feeds::Objects;

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
    /// Read the next of what is looked at.
    Look,
    /// Ask what has changed since a cursor; without one, whose the deals are that have.
    Watch {
        objects: Objects,
        since: Option<ChangesCursor>,
    },
    /// See whom HubSpot has for people who were referred.
    LookUp(LookUp),
    /// Create the contact of a referral's person, who has this address.
    CreatePerson {
        referral: ReferralId,
        address: NormalisedEmail,
    },
    /// Tell these contacts who referred them.
    Tell(Vec<(ReferralId, ContactId)>),
    /// Publish an entry of the link index in this version.
    Publish { entry: IndexRecord, version: u32 },
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
            Self::Look => Subject::Look,
            Self::Watch { objects, .. } => Subject::ChangeFeed(*objects),
            Self::LookUp(_) => Subject::LookUp,
            Self::CreatePerson { referral, .. } => Subject::Person(*referral),
            Self::Tell(_) => Subject::Telling,
            Self::Publish { entry, .. } => Subject::Entry(*entry),
            Self::TakeBlocks => Subject::BlockNumbers,
            Self::ReportDue(_) => Subject::Due,
            // One after the other: what is claimed and given back is told in that order.
            Self::ClaimHost { .. } | Self::ReleaseHost { .. } => Subject::Hosts,
        }
    }

    /// Whether it is a call to HubSpot for those who were referred.
    pub(crate) fn is_about_people(&self) -> bool {
        matches!(
            self,
            Self::LookUp(_) | Self::CreatePerson { .. } | Self::Tell(_)
        )
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
    /// Its place in a quota's window, if it has one, and in which.
    pub(crate) permit: Option<(QuotaClass, CallPermit)>,
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
        permit: Option<(QuotaClass, CallPermit)>,
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

    /// Whether somebody with this address is being created.
    pub(crate) fn create(&self, person: &NormalisedEmail) -> bool {
        self.flights.values().any(|flight| {
            matches!(&flight.task, Task::CreatePerson { address, .. } if address == person)
        })
    }

    /// The contacts that a write in flight may be changing.
    pub(crate) fn contacts(&self) -> VecSet<&ContactId> {
        let mut contacts = VecSet::new();
        for flight in self.flights.values() {
            match &flight.task {
                Task::Write { sent, .. } => contacts.extend(sent),
                Task::Tell(sent) => contacts.extend(sent.iter().map(|(_, contact)| contact)),
                _ => {}
            }
        }
        contacts
    }
}
