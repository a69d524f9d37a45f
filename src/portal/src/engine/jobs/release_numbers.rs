//! The job that puts changed numbers into the outbox after a while. It needs no effect: writing the outbox does the
//! rest.

use crate::Portal;
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::write_back::numbers;

impl Portal {
    /// Puts the numbers into the outbox that are due.
    pub(super) fn plan_numbers(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        match planning.account.write_back_at {
            None => Ok(()),
            Some(due) if due > planning.now => {
                planning.wake(due);
                Ok(())
            }
            Some(_) => self
                .database
                .atomically(|| numbers::release(&self.database)),
        }
    }
}
