//! The job that ends a run, once every contact of it has an outcome. It needs no effect.

use domain::{RunEvent, Stage};

use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::outbox;
use crate::tables::runs::Run;
use crate::{Portal, programme};

/// The pause between two runs of an ongoing sync is at least so many times the run's length. Thereby runs take at most
/// a third of what HubSpot allows the app in an account, and leave the rest to write-backs.
const PAUSE_PER_RUN: i32 = 2;

impl Portal {
    pub(super) fn plan_end_of_run(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if run.state.stage != Stage::Writing {
            return Ok(());
        }
        let now = planning.now;
        if outbox::count_of_run(&self.database, run.id)? > 0 {
            return Ok(());
        }
        let took = now.duration_since(run.started_at);
        let pause = (took * PAUSE_PER_RUN).max(self.settings.sweep_interval);
        let next = now.saturating_add(pause).ok();
        self.database.atomically(|| {
            programme::runs::end(&self.database, run, RunEvent::AllWritten, |_| next, now)
        })
    }
}
