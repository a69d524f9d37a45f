//! Publishing: the link index gets every block in its newest version, each block at most once a second. A
//! block is written again only when an earlier write of it can no longer arrive.

use domain::link_block;
use jiff::{SignedDuration, Timestamp};

use super::LATE_BY_MS;
use super::flights::Task;
use super::patience::Subject;
use super::planning::Planning;
use crate::Portal;
use crate::blocks;
use crate::effects::{Effect, Unavailable};
use crate::error::PortalError;

/// Publications in flight together.
const MOST_PUBLICATIONS: usize = 2;

/// Blocks looked at in one round: those in flight or resting, and the next ones behind them.
const BLOCKS_LOOKED_AT: u32 = 16;

/// Workers KV takes one write a second for a key; a tenth more, because its clock is not ours.
const KEY_RESTS: SignedDuration = SignedDuration::from_millis(1100);

impl Portal {
    pub(super) fn plan_publishing(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        if planning.now < self.memory.publish_from {
            planning.wake(self.memory.publish_from);
            return Ok(());
        }
        let mut room = MOST_PUBLICATIONS.saturating_sub(
            self.memory
                .flights
                .count(|task| matches!(task, Task::Publish { .. })),
        );
        for block in blocks::unpublished(&self.database, BLOCKS_LOOKED_AT)? {
            if room == 0 {
                break;
            }
            if !self.is_free(&Task::Publish { block, version: 0 }, planning) {
                continue;
            }
            let rendered = blocks::render(&self.database, block)?;
            let task = Task::Publish {
                block,
                version: rendered.version,
            };
            let effect = Effect::PublishBlock {
                key: link_block::key(block),
                value: rendered.value,
            };
            self.begin(task, effect, planning);
            room -= 1;
        }
        Ok(())
    }

    pub(super) fn published(
        &mut self,
        block: u32,
        version: u32,
        outcome: Result<(), Unavailable>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Subject::Block(block);
        if outcome.is_err() {
            self.memory
                .patience
                .postpone(subject, now, Some(LATE_BY_MS), &*self.entropy);
            return Ok(());
        }
        let until = now.saturating_add(KEY_RESTS).unwrap_or(now);
        self.memory.patience.rest(subject, until);
        blocks::published(&self.database, block, version)
    }
}
