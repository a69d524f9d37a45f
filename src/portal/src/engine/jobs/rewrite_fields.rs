//! The job that puts the referrers of a campaign into the outbox whose fields are written to HubSpot anew. It needs no
//! effect.

use crate::Portal;
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::{campaign_rewrites, outbox};
use crate::write_back::rewrites;

/// The batches that may wait before a rewrite pauses: enough to keep the writes busy.
const MOST_WAITING: usize = 4;

impl Portal {
    pub(super) fn plan_rewrites(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let Some(rewrite) = campaign_rewrites::next(&self.database)? else {
            return Ok(());
        };
        if outbox::waiting(&self.database)?.len() >= MOST_WAITING {
            // The end of a write begins the next round.
            return Ok(());
        }
        self.database
            .atomically(|| rewrites::go_on(&self.database, &rewrite))?;
        planning.wake(planning.now);
        Ok(())
    }
}
