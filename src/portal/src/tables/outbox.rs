//! The outbox: property writes that HubSpot has not acknowledged yet.
//!
//! Invariants: a batch is deleted only in the transaction that records an outcome for each of its contacts; a batch
//! names properties, never values, so that Goodword sends the values of that moment.
//!
//! Left to others: deciding what goes into the outbox ([`crate::write_back::outbox`]).

use domain::{CampaignId, ContactId, OutboundMapping, PropertyName, ReferralField, RunId, SyncId};
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

/// Adds a batch. Runs inside the caller's transaction.
pub(crate) fn add(
    database: &Database,
    sync: SyncId,
    run: Option<RunId>,
    items: &[Item],
    unconfirmed: u32,
) -> Result<(), PortalError> {
    if items.is_empty() {
        return Ok(());
    }
    database.change(
        "INSERT INTO outbox_batch (sync_id, run_id, items, unconfirmed) VALUES (?1, ?2, ?3, ?4)",
        &[
            sync.into(),
            run.into(),
            to_json(&items)?,
            unconfirmed.into(),
        ],
    )
}

/// Returns the oldest batches that their runs permit to be sent, each with its run.
pub(crate) fn waiting(
    database: &Database,
    most: u32,
) -> Result<Vec<(u32, Option<RunId>)>, PortalError> {
    database.all(
        "SELECT id, run_id FROM outbox_batch WHERE run_id IS NULL \
         OR run_id IN (SELECT id FROM run WHERE hold IS NULL AND stage IN ('reading', 'writing')) \
         ORDER BY id LIMIT ?1",
        &[most.into()],
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
