//! The job that puts all addresses into the outbox again after the portal's host changed. It needs no effect.

use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::{Portal, write_back};

impl Portal {
    pub(super) fn plan_rewriting(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        if write_back::addresses::write_some(&self.database)? {
            planning.wake(planning.now);
        }
        Ok(())
    }
}
