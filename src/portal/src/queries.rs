//! Background queries to HubSpot that people start: the size of an audience, a preview of five contacts, the effects of
//! a sync, the state of a rule, the catalogue.
//!
//! A query decides the next call and reads the replies. The progress of a query is only in memory: a query that a crash
//! interrupts begins again, which costs nothing but reading. Its result is stored in the table of queries.
//!
//! Invariant: a query changes nothing in HubSpot, except that it creates the properties that a person asked for.
//!
//! Left to others: making the calls (`engine`).

mod catalogue;
mod count;
mod dry_run;
mod making;
mod members;
mod preview;
mod step;
mod trial;

use hubspot::{Call, Failure, Reply};
use serde::Serialize;

use self::catalogue::Catalogue;
pub(crate) use self::catalogue::show as show_catalogue;
use self::count::Count;
use self::dry_run::DryRun;
use self::making::Making;
use self::preview::Preview;
pub(crate) use self::step::{Step, Tables, Taken};
use self::trial::Trial;
use crate::api_types::requests::Query;
use crate::api_types::views::{CountFound, DryRunFound, PreviewFound, TrialFound};

/// A query that is under way.
#[derive(Debug)]
pub(crate) enum RunningQuery {
    Count(Count),
    Preview(Preview),
    DryRun(Box<DryRun>),
    Catalogue(Catalogue),
    Making(Making),
    Trial(Box<Trial>),
}

impl RunningQuery {
    /// Begins a query with its first step.
    pub(crate) fn begin(query: &Query) -> Self {
        match query.clone() {
            Query::Count { audience } => Self::Count(Count::of(audience)),
            Query::Preview { audience, inbound } => Self::Preview(Preview::of(audience, inbound)),
            Query::DryRun(wanted) => Self::DryRun(Box::new(DryRun::of(wanted))),
            Query::Catalogue => Self::Catalogue(Catalogue::default()),
            Query::MakeProperties { campaign, fields } => {
                Self::Making(Making::of(campaign, fields))
            }
            Query::TryRule(wanted) => Self::Trial(Box::new(Trial::of(wanted))),
            Query::MakeReferredByProperties { fields } => {
                Self::Making(Making::for_referred(fields))
            }
        }
    }

    /// Returns the next call.
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

    /// Reads HubSpot's reply to the last call.
    pub(crate) fn take(&mut self, outcome: Result<Reply, Failure>, tables: &Tables<'_>) -> Taken {
        match self {
            Self::Count(count) => Ok(outcome.and_then(|reply| count.take(&reply))),
            Self::Preview(preview) => Ok(preview.take(outcome)),
            Self::DryRun(run) => run.take(outcome, tables),
            Self::Catalogue(catalogue) => catalogue.take(outcome, tables),
            Self::Making(making) => making.take(outcome, tables),
            Self::Trial(trial) => trial.take(outcome, tables),
        }
    }

    /// Returns the result so far.
    pub(crate) fn shown(&self) -> RunningQueryView {
        match self {
            Self::Count(count) => RunningQueryView::Count(count.shown()),
            Self::Preview(preview) => RunningQueryView::Preview(preview.shown()),
            Self::DryRun(run) => RunningQueryView::DryRun(run.shown()),
            Self::Trial(trial) => RunningQueryView::Trial(trial.shown()),
            Self::Catalogue(_) | Self::Making(_) => RunningQueryView::Nothing {},
        }
    }
}

/// The result of a query so far.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum RunningQueryView {
    Count(CountFound),
    Preview(PreviewFound),
    DryRun(DryRunFound),
    Trial(TrialFound),
    Nothing {},
}
