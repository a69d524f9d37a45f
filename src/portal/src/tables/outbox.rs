//! The outbox: property writes that HubSpot has not acknowledged yet.
//!
//! Invariants: a batch is deleted only in the transaction that records an outcome for each of its contacts; a batch
//! names properties, never values, so that Goodword sends the values of that moment.
//!
//! Left to others: deciding what goes into the outbox ([`crate::write_back::outbox`]).

use domain::{CampaignId, ContactId, OutboundMapping, PropertyName, ReferralField, RunId, SyncId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::storage::columns::{self, to_json};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

row! {
    /// Up to a hundred contacts whose properties are to be written in one call.
    #[derive(Debug, Clone)]
    pub(crate) struct Batch {
        pub(crate) id: u32 = "id",
        pub(crate) sync: SyncId = "sync_id",
        pub(crate) run: Option<RunId> = "run_id",
        pub(crate) items: Vec<Item> = "items",
        /// The number of times that HubSpot accepted the batch without mentioning its contacts.
        pub(crate) unconfirmed: u32 = "unconfirmed",
        /// The number of failures that count against the batch.
        pub(crate) failures: u32 = "failures",
        /// When HubSpot's values of the contacts were read; `None` if they are not known.
        pub(crate) read_at: Option<Timestamp> = "read_at",
    }
}

/// One contact of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) contact: ContactId,
    /// Whether the contact got its link in this run.
    pub(crate) new: bool,
    pub(crate) properties: Vec<PropertyName>,
}
columns::json!(Vec<Item>);

impl Item {
    /// Returns the final write for a contact whose link was revoked: the link's status, if a property shows it.
    pub(crate) fn final_write(contact: &ContactId, due: &[&OutboundMapping]) -> Option<Self> {
        let status = due
            .iter()
            .find(|row| row.field == ReferralField::LinkStatus)?;
        Some(Self {
            contact: contact.clone(),
            new: false,
            properties: vec![status.property.clone()],
        })
    }
}

/// Adds a batch. `read_at`: when HubSpot's values were read from which the properties follow; `None` if they do not
/// depend on them. Runs inside the caller's transaction.
pub(crate) fn add(
    database: &Database,
    sync: SyncId,
    run: Option<RunId>,
    items: &[Item],
    read_at: Option<Timestamp>,
) -> Result<(), PortalError> {
    let new = Batch {
        id: 0,
        sync,
        run,
        items: Vec::new(),
        unconfirmed: 0,
        failures: 0,
        read_at,
    };
    put_back(database, &new, items)
}

/// Adds some contacts of a batch as a batch of their own.
pub(crate) fn put_back(
    database: &Database,
    batch: &Batch,
    items: &[Item],
) -> Result<(), PortalError> {
    if items.is_empty() {
        return Ok(());
    }
    database.change(
        "INSERT INTO outbox_batch (sync_id, run_id, items, unconfirmed, failures, read_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            batch.sync.into(),
            batch.run.into(),
            to_json(&items)?,
            batch.unconfirmed.into(),
            batch.failures.into(),
            batch.read_at.into(),
        ],
    )
}

/// Counts one more failure against a batch.
pub(crate) fn add_failure(database: &Database, id: u32) -> Result<(), PortalError> {
    database.change(
        "UPDATE outbox_batch SET failures = failures + 1 WHERE id = ?1",
        &[id.into()],
    )
}

/// Returns whether a batch of a single contact waits for a sync.
pub(crate) fn has_single(database: &Database, sync: SyncId) -> Result<bool, PortalError> {
    database.exists(
        "SELECT 1 FROM outbox_batch WHERE sync_id = ?1 AND json_array_length(items) = 1 LIMIT 1",
        &[sync.into()],
    )
}

/// The batches that have failed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Failing {
    pub(crate) batches: u32,
    pub(crate) contacts: u32,
}

/// Counts the batches that have failed, and their contacts.
pub(crate) fn failing(database: &Database) -> Result<Failing, PortalError> {
    let counts: Option<(u32, u32)> = database.first(
        "SELECT COUNT(DISTINCT outbox_batch.id), COUNT(DISTINCT item.value ->> 'contact') \
         FROM outbox_batch, json_each(items) AS item WHERE failures > 0",
        &[],
    )?;
    let (batches, contacts) = counts.unwrap_or_default();
    Ok(Failing { batches, contacts })
}

/// Forgets that HubSpot's values were read for the batches in this scope, because much may have changed since.
pub(crate) fn forget_values(database: &Database, scope: Scope) -> Result<(), PortalError> {
    let (condition, id) = scope.condition();
    let statement =
        format!("UPDATE outbox_batch SET read_at = NULL WHERE read_at IS NOT NULL AND {condition}");
    database.change(&statement, &[id.into()])
}

/// The same for all batches, when the process that sent them is lost: their writes may have acted.
pub(crate) fn forget_all_values(database: &Database) -> Result<(), PortalError> {
    database.change(
        "UPDATE outbox_batch SET read_at = NULL WHERE read_at IS NOT NULL",
        &[],
    )
}

/// Returns the oldest batches that their runs permit to be sent. Batches that have failed come last, so that they hold
/// up no others. Each batch comes with its run.
pub(crate) fn waiting(database: &Database) -> Result<Vec<(u32, Option<RunId>)>, PortalError> {
    database.all(WAITING, &[])
}

/// The limit is the number of batches that are looked at in one round: those in flight, those that wait, and the next
/// ones. It is a part of the text, because SQLite prepares a statement anew for each value of `LIMIT ?`.
const WAITING: &str = "SELECT outbox_batch.id, run_id FROM outbox_batch LEFT JOIN run ON run.id = outbox_batch.run_id \
    WHERE run_id IS NULL OR (run.hold IS NULL AND run.stage IN ('reading', 'writing')) \
    ORDER BY failures > 0, outbox_batch.id LIMIT 24";

/// Returns whether a batch waits that its run permits to be sent.
pub(crate) fn any_waits(database: &Database) -> Result<bool, PortalError> {
    database.exists(
        "SELECT 1 FROM outbox_batch LEFT JOIN run ON run.id = outbox_batch.run_id \
         WHERE run_id IS NULL OR (run.hold IS NULL AND run.stage IN ('reading', 'writing')) LIMIT 1",
        &[],
    )
}

/// Returns one batch; `None` if it has its outcomes already.
pub(crate) fn get(database: &Database, id: u32) -> Result<Option<Batch>, PortalError> {
    let columns = Batch::COLUMNS;
    let statement = format!("SELECT {columns} FROM outbox_batch WHERE id = ?1");
    database.first(&statement, &[id.into()])
}

/// Returns the batches that wait in this scope.
pub(crate) fn in_scope(database: &Database, scope: Scope) -> Result<Vec<Batch>, PortalError> {
    let (condition, id) = scope.condition();
    let columns = Batch::COLUMNS;
    let statement = format!("SELECT {columns} FROM outbox_batch WHERE {condition}");
    database.all(&statement, &[id.into()])
}

/// Deletes the batches in this scope.
pub(crate) fn delete_in_scope(database: &Database, scope: Scope) -> Result<(), PortalError> {
    let (condition, id) = scope.condition();
    let statement = format!("DELETE FROM outbox_batch WHERE {condition}");
    database.change(&statement, &[id.into()])
}

/// A set of batches.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope {
    Run(RunId),
    Sync(SyncId),
    Campaign(CampaignId),
}

impl Scope {
    const fn condition(self) -> (&'static str, u32) {
        match self {
            Self::Run(run) => ("run_id = ?1", run.0),
            Self::Sync(sync) => ("sync_id = ?1", sync.0),
            Self::Campaign(campaign) => (
                "sync_id IN (SELECT id FROM sync WHERE campaign_id = ?1)",
                campaign.0,
            ),
        }
    }
}

/// Removes a batch whose contacts have their outcomes, or whose remaining contacts were added as a new batch.
pub(crate) fn remove(database: &Database, id: u32) -> Result<(), PortalError> {
    database.change("DELETE FROM outbox_batch WHERE id = ?1", &[id.into()])
}

/// Counts the batches of a run that wait.
pub(crate) fn count_of_run(database: &Database, run: RunId) -> Result<u32, PortalError> {
    let statement = "SELECT COUNT(*) FROM outbox_batch WHERE run_id = ?1";
    database.number(statement, &[run.into()])
}

/// Returns whether a write for the contact waits.
pub(crate) fn holds(database: &Database, contact: &ContactId) -> Result<bool, PortalError> {
    database.exists(
        "SELECT 1 FROM outbox_batch, json_each(outbox_batch.items) AS item \
         WHERE item.value ->> 'contact' = ?1 LIMIT 1",
        &[contact.into()],
    )
}

/// Counts the batches that belong to no run.
pub(crate) fn waiting_beside_runs(database: &Database) -> Result<u32, PortalError> {
    database.number(
        "SELECT COUNT(*) FROM outbox_batch WHERE run_id IS NULL",
        &[],
    )
}

/// Returns whether a batch that belongs to no run writes any of these properties.
pub(crate) fn names_any(
    database: &Database,
    properties: &[PropertyName],
) -> Result<bool, PortalError> {
    database.exists(
        "SELECT 1 FROM outbox_batch, json_each(outbox_batch.items) AS item, \
         json_each(item.value, '$.properties') AS property WHERE run_id IS NULL \
         AND property.value IN (SELECT value FROM json_each(?1)) LIMIT 1",
        &[to_json(&properties)?],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    /// A portal plans many times a second, and keeps the runs of years.
    #[test]
    fn the_batches_that_wait_are_found_without_reading_all_runs() {
        type Step = (u32, (u32, (u32, String)));
        let database = testing::database();
        let explained: Vec<Step> = database
            .all(&format!("EXPLAIN QUERY PLAN {WAITING}"), &[])
            .unwrap();
        let details: Vec<&str> = explained
            .iter()
            .map(|(_, (_, (_, detail)))| detail.as_str())
            .collect();
        assert!(
            details
                .iter()
                .any(|detail| detail.starts_with("SEARCH run ")),
            "{details:?}"
        );
        assert!(
            !details.iter().any(|detail| detail.starts_with("SCAN run")),
            "{details:?}"
        );
    }
}
