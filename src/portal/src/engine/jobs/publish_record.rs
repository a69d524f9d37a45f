//! The job that publishes a record: the link index gets every record in its newest version.
//!
//! Invariants: a key is written at most once a second; a record is written again only when an earlier write of it can
//! no longer arrive.

use domain::RunId;
use jiff::SignedDuration;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::effects::{Effect, Unavailable};
use crate::engine::job::{Job, Landed, Pool, Publish};
use crate::engine::memory::{KEY_RESTS_MS, LATE_BY_MS};
use crate::engine::planning::Planning;
use crate::links::index_records::{self, IndexRecord};
use crate::storage::error::PortalError;
use crate::tables::runs;

/// Publications in flight together.
const PUBLICATIONS: Pool = Pool {
    name: "publications",
    most: 2,
};

/// Records looked at in one round: those in flight or resting, and the next ones behind them.
const RECORDS_LOOKED_AT: u32 = 16;

/// The pause after a publication that may have failed: it may still arrive, and its key rests after that.
const AFTER_FAILURE_MS: u64 = LATE_BY_MS + KEY_RESTS_MS;

/// Publishes a record of the link index in this version.
#[derive(Debug)]
struct PublishRecord {
    record: IndexRecord,
    version: u32,
}

const fn subject(record: IndexRecord) -> Subject {
    match record {
        IndexRecord::Host(id) => Subject::new("host record").own().numbered(id),
        IndexRecord::Slug(id) => Subject::new("slug record").own().numbered(id),
        IndexRecord::Block(number) => Subject::new("block record").own().numbered(number),
    }
}

impl Job for PublishRecord {
    type Kind = Publish;

    fn subject(&self) -> Subject {
        subject(self.record)
    }

    /// Charges the run that is first under way.
    fn run(&self, portal: &Portal) -> Result<Option<RunId>, PortalError> {
        Ok(runs::under_way(&portal.database)?.first().map(|run| run.id))
    }

    fn pool(&self) -> Option<Pool> {
        Some(PUBLICATIONS)
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<(), Unavailable>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let now = flight.now;
        if result.is_err() {
            portal.back_off_at_least(self.subject(), Some(AFTER_FAILURE_MS), now);
            return Ok(());
        }
        let rest = SignedDuration::from_millis(KEY_RESTS_MS.cast_signed());
        let until = now.saturating_add(rest).unwrap_or(now);
        portal.memory.back_off.rest(self.subject(), until);
        index_records::published(&portal.database, self.record, self.version)
    }
}

impl Portal {
    pub(super) fn plan_publishing(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        if planning.now < self.memory.publish_from {
            planning.wake(self.memory.publish_from);
            return Ok(());
        }
        let mut room = self.memory.in_flight.room_in(PUBLICATIONS);
        for record in index_records::behind(&self.database, RECORDS_LOOKED_AT)? {
            if room == 0 {
                break;
            }
            if !self.is_free(subject(record), planning) {
                continue;
            }
            let rendered = index_records::render(&self.database, record)?;
            let job = PublishRecord {
                record,
                version: rendered.version,
            };
            let effect = Effect::Publish {
                key: rendered.key,
                value: rendered.value,
            };
            self.begin(job, effect, planning);
            room -= 1;
        }
        Ok(())
    }
}
