//! The runs whose properties HubSpot has refused: a few times they look at their properties again, then they wait for a
//! person.

use domain::{Hold, RunEvent, RunId};

use super::preparations::{Preparation, pause_after};
use crate::Portal;
use crate::storage::error::PortalError;
use crate::tables::{runs, syncs};

/// How often a run looks at its properties again before a person has to.
const MAX_DOUBTS: u32 = 3;

impl Portal {
    /// Sends a run back to look at its properties, after a pause that grows: HubSpot may show a new property before it
    /// takes values for it. After a few times the run waits for a person.
    pub(super) fn doubt_properties(&mut self, run: RunId, why: &str) -> Result<(), PortalError> {
        let run = runs::get(&self.database, run)?;
        if run.state.is_over() {
            return Ok(());
        }
        let doubts = self.database.atomically(|| {
            syncs::set_properties_seen(&self.database, run.sync, None)?;
            runs::apply(&self.database, &run, RunEvent::PropertiesDoubted, None)?;
            runs::add_doubt(&self.database, &run)
        })?;
        if doubts > MAX_DOUBTS {
            return self
                .hold_for_properties(run.id, &format!("HubSpot refused the properties: {why}"));
        }
        let preparation = Preparation {
            pause: pause_after(doubts),
            ..Preparation::default()
        };
        self.memory.preparations.insert(run.id, preparation);
        Ok(())
    }

    /// Holds a run until a person has repaired its properties.
    pub(super) fn hold_for_properties(
        &mut self,
        run: RunId,
        problem: &str,
    ) -> Result<(), PortalError> {
        self.memory.preparations.remove(&run);
        let run = runs::get(&self.database, run)?;
        let held = RunEvent::Held(Hold::Properties);
        runs::apply(&self.database, &run, held, Some(problem)).map(drop)
    }
}
