//! A comparison of a portal and its surroundings before and after a sweep.

use portal::SqlValue;

use super::{Judgement, Rule, demand};
use crate::storage::Storage;

/// Everything that a sweep of an unchanged portal must not change.
#[derive(Debug, PartialEq)]
pub(crate) struct Fingerprint {
    tables: Vec<(&'static str, Vec<Vec<SqlValue>>)>,
    property_values: usize,
    published: u64,
    last_run: i64,
    snapshots: Vec<Vec<SqlValue>>,
}

/// Returns the audience snapshots of the syncs, and when each was read.
fn snapshots(storage: &Storage) -> Vec<Vec<SqlValue>> {
    storage.look(
        "SELECT id, snapshot_revisions ->> 'at', snapshot FROM sync \
         WHERE snapshot IS NOT NULL AND ended_at IS NULL ORDER BY id",
    )
}

/// The age at which the portal may read the members of unchanged lists again.
const TRUSTED_FOR_MS: i64 = 60 * 60_000;

/// Returns whether a snapshot is another than before, although the one before was young enough to be used.
fn is_read_again(before: &[SqlValue], after: &[SqlValue]) -> bool {
    match (before, after) {
        ([id, SqlValue::Integer(read_at), ..], [other, SqlValue::Integer(read_again_at), ..]) => {
            id == other && before != after && read_again_at - read_at < TRUSTED_FOR_MS
        }
        _ => false,
    }
}

/// The tables that a sweep must not change. They leave out the rows that every sweep writes: the run, its outcomes,
/// and the sync's next time.
const TABLES: [(&str, &str); 11] = [
    (
        "referrer",
        // HubSpot's words are those of the last refusal: two syncs of a contact get two.
        "SELECT campaign_id, contact_id, number, code, slug, link_status, away, clicks, people_referred, \
         successful_referrals, last_referral_at, first_name, last_name, email, synced_at, joined_at, unwritten, \
         sync_problem IS NULL FROM referrer ORDER BY campaign_id, contact_id",
    ),
    ("link_block", "SELECT * FROM link_block ORDER BY block"),
    ("slug", "SELECT * FROM slug ORDER BY id"),
    (
        "link_host",
        "SELECT id, host, state, version, published FROM link_host ORDER BY id",
    ),
    ("outbox_batch", "SELECT * FROM outbox_batch ORDER BY id"),
    ("campaign", "SELECT * FROM campaign ORDER BY id"),
    (
        "sync",
        "SELECT id, campaign_id, ongoing, audience, on_leaving, outbound, inbound, properties_made FROM sync \
         ORDER BY id",
    ),
    (
        "audience_snapshot_page",
        "SELECT sync_id, list_id, page, contacts, next FROM audience_snapshot_page ORDER BY sync_id, list_id, page",
    ),
    (
        "query",
        "SELECT id, query, result, problem FROM query ORDER BY id",
    ),
    (
        "event",
        "SELECT * FROM event ORDER BY campaign_id, contact_id, at, kind",
    ),
    (
        "daily_stats",
        "SELECT * FROM daily_stats ORDER BY campaign_id, contact_id, day",
    ),
];

impl Fingerprint {
    /// Returns the fingerprint of a portal.
    #[must_use]
    pub(crate) fn of(storage: &Storage, property_values: usize, published: u64) -> Self {
        let tables = TABLES.map(|(name, statement)| (name, storage.look(statement)));
        Self {
            tables: tables.into(),
            property_values,
            published,
            snapshots: snapshots(storage),
            last_run: storage.count("SELECT COALESCE(MAX(id), 0) FROM run"),
        }
    }

    /// Judges that a sweep has changed nothing, and that the portal has stored no more outcomes than it reports.
    ///
    /// # Errors Returns the differences.
    pub(crate) fn unchanged(&self, after: &Self, storage: &Storage) -> Judgement {
        let values = (self.property_values, after.property_values);
        demand(values.0 == values.1, Rule::QuietSweep, || {
            format!("a sweep wrote {} values to HubSpot", values.1 - values.0)
        })?;
        demand(self.published == after.published, Rule::QuietSweep, || {
            format!(
                "a sweep published {} entries",
                after.published - self.published
            )
        })?;
        for ((name, before), (_, after)) in self.tables.iter().zip(&after.tables) {
            let changed = before
                .iter()
                .zip(after)
                .find(|(before, after)| before != after);
            let same = changed.is_none() && before.len() == after.len();
            demand(same, Rule::QuietSweep, || {
                format!("a sweep changed the table {name}: {changed:?}")
            })?;
        }
        let reread = self.snapshots.iter().find(|before| {
            let mut present = after.snapshots.iter();
            present.any(|present| is_read_again(before, present))
        });
        demand(reread.is_none(), Rule::QuietSweep, || {
            format!("a sweep read lists again that had not changed: {reread:?}")
        })?;
        let outcomes = format!(
            "SELECT COUNT(*) FROM outcome WHERE run_id > {}",
            self.last_run
        );
        let reported = format!(
            "SELECT COALESCE(SUM(failed + skipped), 0) FROM run WHERE id > {}",
            self.last_run
        );
        let (outcomes, reported) = (storage.count(&outcomes), storage.count(&reported));
        demand(outcomes == reported, Rule::QuietSweep, || {
            format!("a sweep recorded {outcomes} outcomes and reported {reported}")
        })
    }
}
