//! The outbox: property writes that HubSpot has not acknowledged yet.
//!
//! Invariants: a batch is deleted only in the transaction that records an outcome for each of its contacts;
//! a batch names properties, never values, so that what is sent is what Goodword knows at that moment.

use domain::{
    CampaignId, CampaignStatus, ContactId, OutboundMapping, PropertyName, ReferralField, RunId,
    SyncId, WriteMode,
};
use serde::{Deserialize, Serialize};

use crate::storage::database::{Database, Row, json};
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::referrers;
use crate::tables::syncs;

/// Up to a hundred contacts whose properties are to be written in one call.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    pub(crate) id: u32,
    pub(crate) sync: SyncId,
    pub(crate) run: Option<RunId>,
    pub(crate) items: Vec<Item>,
    pub(crate) unconfirmed: u32,
}

/// One contact of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) contact: ContactId,
    /// Whether the contact got its link in this run.
    pub(crate) new: bool,
    pub(crate) properties: Vec<PropertyName>,
}

impl Item {
    /// The last that is written for a contact whose link was revoked: that it was, where a property shows it.
    pub(crate) fn farewell(contact: &ContactId, due: &[&OutboundMapping]) -> Option<Self> {
        let status = due
            .iter()
            .find(|row| row.field == ReferralField::LinkStatus)?;
        Some(Self {
            contact: contact.clone(),
            new: false,
            properties: vec![status.property.clone()],
        })
    }

    /// What tells of these fields wherever they are shown always, if that is anywhere.
    fn telling(
        contact: &ContactId,
        fields: &[ReferralField],
        outbound: &[OutboundMapping],
    ) -> Option<Self> {
        let shown = outbound
            .iter()
            .filter(|row| row.mode == WriteMode::Always && fields.contains(&row.field));
        let properties: Vec<_> = shown.map(|row| row.property.clone()).collect();
        (!properties.is_empty()).then(|| Self {
            contact: contact.clone(),
            new: false,
            properties,
        })
    }
}

fn read(row: &Row) -> Result<Batch, PortalError> {
    Ok(Batch {
        id: row.count(0)?,
        sync: SyncId(row.count(1)?),
        run: row
            .optional_integer(2)?
            .map(|_| row.count(2))
            .transpose()?
            .map(RunId),
        items: row.json(3)?,
        unconfirmed: row.count(4)?,
    })
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
        "INSERT INTO write_batch (sync_id, run_id, items, unconfirmed) VALUES (?1, ?2, ?3, ?4)",
        &[
            sync.0.into(),
            run.map(|run| run.0).into(),
            json(&items)?,
            unconfirmed.into(),
        ],
    )
}

/// The most contacts of a batch: HubSpot takes a hundred in one call.
const CONTACTS_PER_BATCH: usize = 100;

/// What these contacts' links do has changed: writes it where a property shows it. Runs inside the caller's
/// transaction.
pub(crate) fn tell_link_status(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
) -> Result<(), PortalError> {
    let changed: Vec<_> = contacts
        .iter()
        .map(|contact| (*contact, vec![ReferralField::LinkStatus]))
        .collect();
    tell(database, campaign, &changed)
}

/// What Goodword knows of these contacts has changed, in these fields: writes it where a property is to show it always,
/// unless the campaign is over. Runs inside the caller's transaction.
pub(crate) fn tell(
    database: &Database,
    campaign: CampaignId,
    changed: &[(&ContactId, Vec<ReferralField>)],
) -> Result<(), PortalError> {
    if campaigns::get(database, campaign)?.status == CampaignStatus::Archived {
        return Ok(());
    }
    for sync in syncs::of_campaign(database, campaign)? {
        // Before a sync's first run its properties may not be there yet.
        if !sync.properties_made {
            continue;
        }
        let items: Vec<Item> = changed
            .iter()
            .filter_map(|(contact, fields)| Item::telling(contact, fields, &sync.outbound))
            .collect();
        for some in items.chunks(CONTACTS_PER_BATCH) {
            add(database, sync.id, None, some, 0)?;
        }
    }
    Ok(())
}

/// Whether a property shows this field always, so that its changes are to be written.
pub(crate) fn is_shown(
    database: &Database,
    campaign: CampaignId,
    field: ReferralField,
) -> Result<bool, PortalError> {
    let syncs = syncs::of_campaign(database, campaign)?;
    let mut mappings = syncs.iter().flat_map(|sync| &sync.outbound);
    Ok(mappings.any(|row| row.field == field && row.mode == WriteMode::Always))
}

/// The oldest batches that nothing holds, without their items.
pub(crate) fn waiting(
    database: &Database,
    most: u32,
) -> Result<Vec<(u32, Option<RunId>)>, PortalError> {
    let rows = database.all(
        "SELECT id, run_id FROM write_batch WHERE run_id IS NULL \
         OR run_id IN (SELECT id FROM run WHERE hold IS NULL AND stage IN ('reading', 'writing')) \
         ORDER BY id LIMIT ?1",
        &[most.into()],
    )?;
    rows.iter()
        .map(|row| {
            let run = row.optional_integer(1)?.map(|_| row.count(1)).transpose()?;
            Ok((row.count(0)?, run.map(RunId)))
        })
        .collect()
}

/// One batch; `None` if it has its outcomes already.
pub(crate) fn get(database: &Database, id: u32) -> Result<Option<Batch>, PortalError> {
    let row = database.first(
        "SELECT id, sync_id, run_id, items, unconfirmed FROM write_batch WHERE id = ?1",
        &[id.into()],
    )?;
    row.as_ref().map(read).transpose()
}

/// Removes a batch whose contacts have their outcomes, or whose rest was added anew.
pub(crate) fn remove(database: &Database, id: u32) -> Result<(), PortalError> {
    database.change("DELETE FROM write_batch WHERE id = ?1", &[id.into()])
}

/// Drops the batches of a run that a person stopped.
pub(crate) fn drop_run(
    database: &Database,
    campaign: CampaignId,
    run: RunId,
) -> Result<(), PortalError> {
    drop_where(database, campaign, "run_id = ?1", run.0)
}

/// Drops the batches of a sync that was ended.
pub(crate) fn drop_sync(
    database: &Database,
    campaign: CampaignId,
    sync: SyncId,
) -> Result<(), PortalError> {
    drop_where(database, campaign, "sync_id = ?1", sync.0)
}

/// Drops the batches of a campaign that is over.
pub(crate) fn drop_campaign(database: &Database, id: CampaignId) -> Result<(), PortalError> {
    let its_syncs = "sync_id IN (SELECT id FROM sync WHERE campaign_id = ?1)";
    drop_where(database, id, its_syncs, id.0)
}

/// The contacts of batches that are dropped have their outcome at the next run.
fn drop_where(
    database: &Database,
    campaign: CampaignId,
    condition: &str,
    of: u32,
) -> Result<(), PortalError> {
    let statement = format!("SELECT items FROM write_batch WHERE {condition}");
    for row in database.all(&statement, &[of.into()])? {
        let items: Vec<Item> = row.json(0)?;
        let contacts: Vec<_> = items.iter().map(|item| &item.contact).collect();
        referrers::left_unwritten(database, campaign, &contacts)?;
    }
    let statement = format!("DELETE FROM write_batch WHERE {condition}");
    database.change(&statement, &[of.into()])
}

/// How many batches of a run wait.
pub(crate) fn count_of_run(database: &Database, run: RunId) -> Result<u32, PortalError> {
    let row = database.first(
        "SELECT COUNT(*) FROM write_batch WHERE run_id = ?1",
        &[run.0.into()],
    )?;
    row.map_or(Ok(0), |row| row.count(0))
}

/// Whether a write for the contact waits.
pub(crate) fn holds(database: &Database, contact: &ContactId) -> Result<bool, PortalError> {
    let row = database.first(
        "SELECT 1 FROM write_batch, json_each(write_batch.items) AS item \
         WHERE item.value ->> 'contact' = ?1 LIMIT 1",
        &[contact.as_str().into()],
    )?;
    Ok(row.is_some())
}
