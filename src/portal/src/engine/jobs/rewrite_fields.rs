//! The job that puts the referrers of a campaign into the outbox whose fields are written to HubSpot anew. It needs no
//! effect.

use crate::Portal;
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::{campaign_rewrites, outbox};
use crate::write_back::rewrites;

/// The batches without a run that may wait before a rewrite pauses. The writer looks at as many in one round.
const MOST_WAITING: u32 = 24;

impl Portal {
    pub(super) fn plan_rewrites(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let Some(rewrite) = campaign_rewrites::next(&self.database)? else {
            return Ok(());
        };
        if outbox::waiting_beside_runs(&self.database)? >= MOST_WAITING {
            // The end of a write begins the next round.
            return Ok(());
        }
        self.database
            .atomically(|| rewrites::go_on(&self.database, &rewrite))?;
        planning.wake(planning.now);
        Ok(())
    }
}
