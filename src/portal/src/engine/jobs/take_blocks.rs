//! The job that takes block numbers from the Directory, so that there are always some for new links.

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::effects::{Effect, Unavailable};
use crate::engine::job::{self, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::account::{self, Account};

/// Numbers taken at once. A small portal never uses some of them, which is little of 8 million.
const BLOCKS_TAKEN: u32 = 16;

const SUBJECT: Subject = Subject::new("block numbers");

/// Takes block numbers.
#[derive(Debug)]
struct TakeBlocks;

impl Job for TakeBlocks {
    type Kind = job::TakeBlocks;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    /// Stores the numbers. Numbers that a crash loses before that are never used.
    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Vec<u32>, Unavailable>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let Ok(mut taken) = result else {
            portal.back_off(SUBJECT, flight.now);
            return Ok(());
        };
        portal.memory.back_off.recover(SUBJECT);
        taken.extend(Account::load(&portal.database)?.free_blocks);
        account::store_free_blocks(&portal.database, &taken)
    }
}

impl Portal {
    pub(super) fn plan_taking_blocks(&mut self, planning: &mut Planning) {
        let few = planning.account.is_connected() && planning.account.has_few_blocks();
        if few && self.is_free(SUBJECT, planning) {
            let count = BLOCKS_TAKEN;
            self.begin(TakeBlocks, Effect::TakeBlocks { count }, planning);
        }
    }
}
