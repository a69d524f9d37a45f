//! People's decisions about the links of contacts that left an audience.
//!
//! Invariant: a decision is about exactly the people and the effect that were shown. After it the run reads its lists
//! again; a contact about whom nobody has decided counts for a new question.

use domain::{Hold, RunEvent, SyncId};

use crate::api_types::requests::DecideLeavers;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::gathering::{Gathering, Step};
use crate::tables::leavers;
use crate::tables::runs::{self, Run};

/// Stores a decision about all contacts of the question that a run asks, and lets the run go on.
pub(crate) fn decide(
    database: &Database,
    run: &Run,
    decision: &DecideLeavers,
) -> Result<(), PortalError> {
    let reading = run.gathering.reading;
    if run.state.hold != Some(Hold::Leavers) || reading != decision.question {
        let why = "The run does not wait for this decision. Look at it again.";
        return Err(PortalError::Conflict(why.into()));
    }
    leavers::decide(database, run.id, reading, decision.decision)?;
    release(database, run)
}

/// Drops the question and the decisions of a sync's run, because a person has changed what they were about.
pub(crate) fn ask_anew(database: &Database, sync: SyncId) -> Result<(), PortalError> {
    let Some(run) = runs::under_way_of(database, sync)? else {
        return Ok(());
    };
    leavers::clear(database, run.id)?;
    if run.state.hold == Some(Hold::Leavers) {
        release(database, &run)?;
    }
    Ok(())
}

/// Lets a run read its lists again.
fn release(database: &Database, run: &Run) -> Result<(), PortalError> {
    let gathering = Gathering {
        step: Step::Look,
        failed: 0,
        ..run.gathering.clone()
    };
    runs::set_gathering(database, run.id, &gathering)?;
    runs::apply(database, run, RunEvent::LeaversDecided, None).map(drop)
}
