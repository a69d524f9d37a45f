//! Publishing: the link index gets every entry in its newest version, each at most once a second. An entry is written
//! again only when an earlier write of it can no longer arrive.

use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::engine::LATE_BY_MS;
use crate::engine::back_off::Subject;
use crate::engine::effects::{Effect, Unavailable};
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::links::index_records::{self, IndexRecord};
use crate::storage::error::PortalError;

/// Publications in flight together.
const MOST_PUBLICATIONS: usize = 2;

/// Entries looked at in one round: those in flight or resting, and the next ones behind them.
const ENTRIES_LOOKED_AT: u32 = 16;

/// Workers KV takes one write a second for a key; a tenth more, because its clock is not ours.
const KEY_RESTS: SignedDuration = SignedDuration::from_millis(1100);

impl Portal {
    pub(in crate::engine) fn plan_publishing(
        &mut self,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if planning.now < self.memory.publish_from {
            planning.wake(self.memory.publish_from);
            return Ok(());
        }
        let mut room = MOST_PUBLICATIONS.saturating_sub(
            self.memory
                .flights
                .count(|task| matches!(task, Task::Publish { .. })),
        );
        for entry in index_records::behind(&self.database, ENTRIES_LOOKED_AT)? {
            if room == 0 {
                break;
            }
            if !self.is_free(&Task::Publish { entry, version: 0 }, planning) {
                continue;
            }
            let rendered = index_records::render(&self.database, entry)?;
            let task = Task::Publish {
                entry,
                version: rendered.version,
            };
            let effect = Effect::Publish {
                key: rendered.key,
                value: rendered.value,
            };
            self.begin(task, effect, planning);
            room -= 1;
        }
        Ok(())
    }

    pub(in crate::engine) fn published(
        &mut self,
        entry: IndexRecord,
        version: u32,
        outcome: Result<(), Unavailable>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Subject::Entry(entry);
        if outcome.is_err() {
            self.memory
                .patience
                .postpone(subject, now, Some(LATE_BY_MS), &*self.entropy);
            return Ok(());
        }
        let until = now.saturating_add(KEY_RESTS).unwrap_or(now);
        self.memory.patience.rest(subject, until);
        index_records::published(&self.database, entry, version, now)
    }
}
