//! Adding to the outbox outside of runs, and dropping batches from it.

use domain::{CampaignId, ContactId, PropertyName, ReferralField, RunId, SyncId, WriteMode};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::outbox::{self, Item, Scope};
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::referrers::{self, Referrer};
use crate::tables::syncs::{self, Sync};

/// The most contacts of a batch: HubSpot accepts a hundred in one call.
const CONTACTS_PER_BATCH: usize = 100;

/// The fields of a contact that have changed.
#[derive(Debug)]
pub(crate) struct Changed<'a> {
    pub(crate) contact: &'a ContactId,
    pub(crate) fields: Vec<ReferralField>,
}

/// Writes the present link status of these contacts, if a property shows it. Runs inside the caller's transaction.
pub(crate) fn write_link_status(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
) -> Result<(), PortalError> {
    let changed: Vec<_> = contacts
        .iter()
        .map(|contact| Changed {
            contact,
            fields: vec![ReferralField::LinkStatus],
        })
        .collect();
    write(database, campaign, &changed)
}

/// Writes changed fields to every property with the write mode "always". Of an archived campaign, only the status of
/// links is still written: the links no longer work. Runs inside the caller's transaction.
pub(crate) fn write(
    database: &Database,
    campaign: CampaignId,
    changed: &[Changed<'_>],
) -> Result<(), PortalError> {
    let archived = campaigns::get(database, campaign)?.is_archived();
    for sync in syncs::of_campaign(database, campaign)? {
        let items: Vec<Item> = changed
            .iter()
            .filter_map(|changed| item(changed, &sync, archived))
            .collect();
        for some in items.chunks(CONTACTS_PER_BATCH) {
            outbox::add(database, sync.id, None, some, None)?;
        }
    }
    Ok(())
}

/// Tries once more what HubSpot lacks of contacts in properties of the campaign's other syncs. Those syncs may not cover
/// the contacts, and then no run of theirs tries. Runs inside the caller's transaction.
pub(crate) fn write_lacks_of_others<'r>(
    database: &Database,
    sync: &Sync,
    referrers: impl Iterator<Item = &'r Referrer>,
) -> Result<(), PortalError> {
    let lacking: Vec<_> = referrers
        .filter(|referrer| referrer.unwritten.is_some())
        .collect();
    if lacking.is_empty() {
        return Ok(());
    }
    for other in syncs::of_campaign(database, sync.campaign)? {
        if other.id == sync.id {
            continue;
        }
        let mut items = Vec::new();
        for referrer in &lacking {
            let mut properties = referrer.unwritten.clone().unwrap_or_default();
            let is_own =
                |name: &PropertyName| other.outbound.iter().any(|row| row.property == *name);
            properties.retain(is_own);
            if !properties.is_empty() && !outbox::holds(database, &referrer.contact)? {
                items.push(Item {
                    contact: referrer.contact.clone(),
                    new: false,
                    properties,
                });
            }
        }
        outbox::add(database, other.id, None, &items, None)?;
    }
    Ok(())
}

/// Returns the properties for the changed fields with the write mode "always", if there are any. A property that no
/// run of the sync has found may not exist yet; the sync's next run writes it.
fn item(changed: &Changed<'_>, sync: &Sync, archived: bool) -> Option<Item> {
    let shown = sync.outbound.iter().filter(|row| {
        row.mode == WriteMode::Always
            && changed.fields.contains(&row.field)
            && (!archived || row.field == ReferralField::LinkStatus)
            && sync.known_properties.contains(&row.property)
    });
    let properties: Vec<_> = shown.map(|row| row.property.clone()).collect();
    (!properties.is_empty()).then(|| Item {
        contact: changed.contact.clone(),
        new: false,
        properties,
    })
}

/// Returns whether a property with the write mode "always" shows this field, so that its changes are to be written.
pub(crate) fn is_shown(
    database: &Database,
    campaign: CampaignId,
    field: ReferralField,
) -> Result<bool, PortalError> {
    let syncs = syncs::of_campaign(database, campaign)?;
    let mut mappings = syncs.iter().flat_map(|sync| &sync.outbound);
    Ok(mappings.any(|row| row.field == field && row.mode == WriteMode::Always))
}

/// Drops the batches of a run that a person stopped.
pub(crate) fn drop_run(
    database: &Database,
    campaign: CampaignId,
    run: RunId,
) -> Result<(), PortalError> {
    drop_scope(database, campaign, Scope::Run(run))
}

/// Drops the batches of a sync that was ended.
pub(crate) fn drop_sync(
    database: &Database,
    campaign: CampaignId,
    sync: SyncId,
) -> Result<(), PortalError> {
    drop_scope(database, campaign, Scope::Sync(sync))
}

/// Drops the batches of a campaign that was archived.
pub(crate) fn drop_campaign(database: &Database, id: CampaignId) -> Result<(), PortalError> {
    drop_scope(database, id, Scope::Campaign(id))
}

/// Drops batches. Their contacts get their outcome in the next run.
fn drop_scope(database: &Database, campaign: CampaignId, scope: Scope) -> Result<(), PortalError> {
    for batch in outbox::in_scope(database, scope)? {
        for item in &batch.items {
            let contact = &item.contact;
            let key = ReferrerKey { campaign, contact };
            referrers::left_unwritten(database, key, &item.properties)?;
        }
    }
    outbox::delete_in_scope(database, scope)
}
