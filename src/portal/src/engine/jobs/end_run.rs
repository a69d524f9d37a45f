//! The job that ends a run, once every contact of it has an outcome. It needs no effect.

use domain::{RunEvent, Stage};
use jiff::SignedDuration;

use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::outbox;
use crate::tables::runs::Run;
use crate::{Portal, programme};

/// The pause between two runs of an ongoing sync is at least so many times the run's length. Thereby runs take at most
/// a third of what HubSpot allows the app in an account, and leave the rest to write-backs.
const PAUSE_PER_RUN: i32 = 2;

/// The longest such pause, so that an audience is looked at several times a day whatever a run has met: outages of
/// HubSpot and spent quotas count as time under way.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);

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
        let pause = run.worked(now).min(LONGEST_PAUSE) * PAUSE_PER_RUN;
        let pause = pause.min(LONGEST_PAUSE).max(self.settings.sweep_interval);
        let next = now.saturating_add(pause).ok();
        self.database.atomically(|| {
            programme::runs::end(&self.database, run, RunEvent::AllWritten, |_| next, now)
        })
    }
}
