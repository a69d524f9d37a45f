//! The contacts that left an audience and whose links wait for a person's decision.

use domain::{ContactId, Hold, RunId};
use jiff::Timestamp;

use crate::Portal;
use crate::api::working;
use crate::api_types::requests::DecideLeavers;
use crate::api_types::views::{LeaverView, List, QuestionView, Response, View};
use crate::programme::leaving;
use crate::storage::error::PortalError;
use crate::tables::leavers::{self, LEAVERS_PER_PAGE, LeaverState};
use crate::tables::referrers;
use crate::tables::runs::{self, Run};
use crate::tables::syncs;

impl Portal {
    /// Lists the contacts of the question that a run asks; nobody if it asks none.
    pub(crate) fn show_leavers(
        &self,
        run: RunId,
        after: Option<&ContactId>,
    ) -> Result<View, PortalError> {
        let run = runs::get(&self.database, run)?;
        if run.state.hold != Some(Hold::Leavers) {
            return Ok(View::Leavers(List::whole(Vec::new())));
        }
        let sync = syncs::get(&self.database, run.sync)?;
        let reading = run.gathering.reading;
        let page = leavers::undecided_page(&self.database, run.id, reading, after)?;
        let contacts: Vec<&ContactId> = page.iter().map(|leaver| &leaver.contact).collect();
        let known = referrers::among(&self.database, sync.campaign, &contacts)?;
        let full = page.len() == LEAVERS_PER_PAGE;
        let next = page.last().filter(|_| full);
        let next = next.map(|leaver| leaver.contact.to_string());
        let items = page.into_iter().map(|leaver| {
            let person = known.get(&leaver.contact).map(|known| known.person.clone());
            let person = person.unwrap_or_default();
            LeaverView {
                contact_id: leaver.contact,
                first_name: person.first_name,
                last_name: person.last_name,
                email: person.email,
                gone: leaver.state == LeaverState::Gone,
                was_in: leaver.was_in,
                excluded_by: leaver.excluded_by,
                last_seen_at: sync.snapshot_at,
            }
        });
        Ok(View::Leavers(List {
            items: items.collect(),
            next,
        }))
    }

    /// Takes a person's decision about these contacts.
    pub(crate) fn decide_leavers(
        &self,
        run: RunId,
        decision: &DecideLeavers,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        let held = runs::get(&self.database, run)?;
        leaving::decide(&self.database, &held, decision)?;
        self.show_run(run, now).map(working)
    }

    /// Returns the question that a run asks.
    pub(crate) fn question_of(&self, run: &Run) -> Result<Option<QuestionView>, PortalError> {
        if run.state.hold != Some(Hold::Leavers) {
            return Ok(None);
        }
        let sync = syncs::get(&self.database, run.sync)?;
        let reading = run.gathering.reading;
        Ok(Some(QuestionView {
            id: reading,
            leaving: leavers::undecided(&self.database, run.id, reading)?,
            took_part: run.gathering.took_part,
            on_leaving: sync.on_leaving,
        }))
    }
}
