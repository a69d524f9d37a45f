//! The job that applies a sync's decision to the links of contacts that left its audience. It needs no effect.
//!
//! It deals with some hundreds of them in a transaction, so that the portal answers between two parts, and a crash goes
//! on where it was. Before it ends many links, it asks a person.

use domain::{ContactId, ContactSet, Hold, OnLeaving, RunEvent, is_large_part};

use crate::Portal;
use crate::api_types::requests::LeaverDecision;
use crate::engine::gathering::Reader;
use crate::engine::planning::Planning;
use crate::programme::membership;
use crate::storage::error::PortalError;
use crate::tables::gathering::Step;
use crate::tables::leavers::{self, Leaver, LeaverState};
use crate::tables::runs::{self, Run};

impl Portal {
    pub(super) fn plan_ending_links(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let Some(reader) = self.reader_to_plan(run, planning, |step| *step == Step::End)? else {
            return Ok(());
        };
        let (now, reading) = (planning.now, reader.run.gathering.reading);
        let read_at = reader
            .run
            .gathering
            .lists
            .as_ref()
            .map_or(0, |lists| lists.at);
        if now.as_millisecond().saturating_sub(read_at) > STALE_AFTER_MS {
            planning.wake(now);
            return self.begin_anew(&reader);
        }
        let undecided = leavers::undecided(&self.database, run.id, reading)?;
        let took_part = reader.run.gathering.took_part;
        let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        if is_large_part(number(undecided), number(took_part)) {
            let problem = question(undecided, took_part, reader.sync.on_leaving);
            let held = RunEvent::Held(Hold::Leavers);
            return runs::apply(&self.database, &reader.run, held, Some(&problem)).map(drop);
        }
        planning.wake(now);
        let part = leavers::next_part(&self.database, run.id, reading)?;
        if !part.is_empty() {
            return self
                .database
                .atomically(|| self.end_part(&reader, &part, now));
        }
        let unproven = leavers::unproven(&self.database, run.id, reading)?;
        let carried: ContactSet = unproven.iter().collect();
        let notice = (!carried.is_empty()).then(|| uncertain(carried.len()));
        self.adopt(&reader, &carried, notice.as_deref(), now)
    }

    fn end_part(
        &self,
        reader: &Reader,
        part: &[Leaver],
        now: jiff::Timestamp,
    ) -> Result<(), PortalError> {
        let which = |state: LeaverState| -> Vec<&ContactId> {
            let ends = part.iter().filter(|leaver| {
                leaver.state == state && leaver.decision != Some(LeaverDecision::Keep)
            });
            ends.map(|leaver| &leaver.contact).collect()
        };
        let (database, campaign) = (&self.database, reader.sync.campaign);
        let on_leaving = reader.sync.on_leaving;
        membership::leave(
            database,
            campaign,
            &which(LeaverState::Left),
            on_leaving,
            now,
        )?;
        // A deleted contact can be restored, and then gets the same link back.
        let gone = which(LeaverState::Gone);
        membership::leave(database, campaign, &gone, OnLeaving::Pause, now)?;
        let all: Vec<&ContactId> = part.iter().map(|leaver| &leaver.contact).collect();
        leavers::remove(database, reader.run.id, &all)
    }
}

/// A reading says nothing about today if the run was held for so long since.
const STALE_AFTER_MS: i64 = 60 * 60 * 1000;

/// Returns the notice about contacts of which HubSpot has not shown that they left.
fn uncertain(contacts: usize) -> String {
    let (who, links) = match contacts {
        1 => ("1 contact has".to_owned(), "Its link stays as it is"),
        many => (
            format!("{many} contacts have"),
            "Their links stay as they are",
        ),
    };
    format!(
        "HubSpot does not say for certain whether {who} left. {links}, and the next run asks again."
    )
}

/// Returns the question that a person reads.
fn question(leaving: u32, took_part: u32, on_leaving: OnLeaving) -> String {
    let effect = match on_leaving {
        OnLeaving::Keep => "kept",
        OnLeaving::Pause => "paused",
        OnLeaving::Revoke => "revoked for good",
    };
    format!(
        "{leaving} of {took_part} contacts are no longer in the audience. Their links would be {effect}. \
         The run waits for your decision."
    )
}
