//! The job that puts changed numbers into the outbox after a while. It needs no effect: writing the outbox does the
//! rest.

use crate::Portal;
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::write_back::numbers;

impl Portal {
    /// Puts the numbers into the outbox that are due.
    pub(super) fn plan_numbers(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let Some(changed) = planning.account.numbers_changed_at else {
            return Ok(());
        };
        let delay = self.settings.write_back_delay;
        let due = changed.saturating_add(delay).unwrap_or(changed);
        if due > planning.now {
            planning.wake(due);
            return Ok(());
        }
        self.database
            .atomically(|| numbers::release(&self.database))
    }
}
