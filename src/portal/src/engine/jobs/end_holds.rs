//! The job that ends the hold periods of referrals. It needs no effect.

use crate::Portal;
use crate::engine::planning::Planning;
use crate::referrals::holding;
use crate::storage::error::PortalError;
use crate::tables::referrals;

impl Portal {
    /// Ends the hold periods that are over.
    pub(super) fn plan_holds(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let Some(due) = referrals::next_hold(&self.database)? else {
            return Ok(());
        };
        planning.wake(due);
        if due > planning.now {
            return Ok(());
        }
        self.database
            .atomically(|| holding::end_holds(&self.database, planning.now))
    }
}
