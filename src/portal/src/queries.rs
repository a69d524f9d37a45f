//! Inquiries: what a person asks that HubSpot has to be asked for: how many contacts an audience has, how five of
//! them would look, what a sync would do, what a rule says of one, which properties and lists
//! there are.
//!
//! An inquiry decides which call comes next and what an answer adds; [`crate::engine`] makes the calls. How far it
//! is, is kept in memory alone: an inquiry that a crash interrupts begins anew, and costs nothing but reading. Its
//! answer is kept in the table `question` until a newer question of its kind.
//!
//! Invariant: an inquiry changes nothing in HubSpot, but for the properties that a person asked to be made.

mod catalogue;
mod count;
mod dry_run;
mod making;
mod members;
mod preview;
mod trial;

use hubspot::{Call, Failure, Reply};
use jiff::Timestamp;
use serde::Serialize;

use self::catalogue::Catalogue;
pub(crate) use self::catalogue::show as show_catalogue;
use self::count::Count;
pub use self::count::CountFound;
use self::dry_run::DryRun;
pub use self::dry_run::{DryRunCounts, DryRunFound, DryRunSample};
use self::making::Making;
use self::preview::Preview;
pub use self::preview::{ContactPreview, PreviewFound};
use self::trial::Trial;
pub use self::trial::TrialFound;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::settings::Settings;
use crate::tables::queries::Question;

/// What an inquiry looks things up in.
pub(crate) struct Tables<'a> {
    pub(crate) database: &'a Database,
    pub(crate) settings: &'a Settings,
    pub(crate) now: Timestamp,
}

/// An inquiry that is under way.
#[derive(Debug)]
pub(crate) enum Inquiry {
    Count(Count),
    Preview(Preview),
    DryRun(Box<DryRun>),
    Catalogue(Catalogue),
    Making(Making),
    Trial(Box<Trial>),
}

/// What an answer of HubSpot came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// There is more to ask.
    Further,
    /// The question is answered.
    Done,
    /// It cannot be answered, and why.
    Failed(String),
}

/// A step, or what HubSpot's failure asks for; a failure of the tables is beside both.
pub(crate) type Taken = Result<Result<Step, Failure>, PortalError>;

impl Inquiry {
    /// Begins with the first step.
    pub(crate) fn begin(question: &Question) -> Self {
        match question.clone() {
            Question::Count { audience } => Self::Count(Count::of(audience)),
            Question::Preview { audience, inbound } => {
                Self::Preview(Preview::of(audience, inbound))
            }
            Question::DryRun(wanted) => Self::DryRun(Box::new(DryRun::of(wanted))),
            Question::Catalogue => Self::Catalogue(Catalogue::default()),
            Question::MakeProperties { campaign, fields } => {
                Self::Making(Making::of(campaign, fields))
            }
            Question::TryRule(wanted) => Self::Trial(Box::new(Trial::of(wanted))),
            Question::MakeReferredByProperties { fields } => {
                Self::Making(Making::for_referred(fields))
            }
        }
    }

    /// The next call.
    pub(crate) fn call(&self) -> Call {
        match self {
            Self::Count(count) => count.call(),
            Self::Preview(preview) => preview.call(),
            Self::DryRun(run) => run.call(),
            Self::Catalogue(catalogue) => catalogue.call(),
            Self::Making(making) => making.call(),
            Self::Trial(trial) => trial.call(),
        }
    }

    /// Takes the answer to the last call.
    pub(crate) fn take(&mut self, outcome: Result<Reply, Failure>, tables: &Tables<'_>) -> Taken {
        match self {
            Self::Count(count) => Ok(outcome.and_then(|reply| count.take(&reply))),
            Self::Preview(preview) => Ok(outcome.and_then(|reply| preview.take(&reply))),
            Self::DryRun(run) => match outcome {
                Ok(reply) => run.take(&reply, tables),
                Err(failure) => Ok(Err(failure)),
            },
            Self::Catalogue(catalogue) => catalogue.take(outcome, tables),
            Self::Making(making) => making.take(outcome, tables),
            Self::Trial(trial) => trial.take(outcome, tables),
        }
    }

    /// What can be shown of it now.
    pub(crate) fn shown(&self) -> InquiryView {
        match self {
            Self::Count(count) => InquiryView::Count(count.shown()),
            Self::Preview(preview) => InquiryView::Preview(preview.shown()),
            Self::DryRun(run) => InquiryView::DryRun(run.shown()),
            Self::Trial(trial) => InquiryView::Trial(trial.shown()),
            Self::Catalogue(_) | Self::Making(_) => InquiryView::Nothing {},
        }
    }
}

/// How far an inquiry is, and what it found.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum InquiryView {
    Count(CountFound),
    Preview(PreviewFound),
    DryRun(DryRunFound),
    Trial(TrialFound),
    Nothing {},
}
