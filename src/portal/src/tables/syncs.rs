//! The table of syncs: audience, mappings, one-time or ongoing.
//!
//! Left to others: validating a sync and the consequences of a change ([`crate::programme::syncs`]); the owners of
//! properties ([`crate::write_back::property_owners`]).

use vecmap::VecSet;

use domain::{
    Audience, CampaignId, InboundMapping, OnLeaving, OutboundMapping, PropertyName, SyncId,
};
use jiff::Timestamp;

use crate::storage::columns::{self, to_json, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;
use crate::tables::gathering::ListStates;

columns::json!(Vec<PropertyName>);

row! {
    /// A sync's row.
    #[derive(Debug, Clone)]
    pub(crate) struct Sync {
        pub(crate) id: SyncId = "id",
        pub(crate) campaign: CampaignId = "campaign_id",
        pub(crate) ongoing: bool = "ongoing",
        pub(crate) audience: Audience = "audience",
        pub(crate) on_leaving: OnLeaving = "on_leaving",
        /// The number of the reading that made the sync's audience snapshot.
        pub(crate) snapshot: Option<u32> = "snapshot",
        /// The lists' states at the time of that snapshot; `None` if the next run has to read them again.
        pub(crate) snapshot_states: Option<ListStates> = "snapshot_revisions",
        /// The audience whose contacts the sync covers by now; `None` before its first run.
        pub(crate) snapshot_audience: Option<Audience> = "snapshot_audience",
        /// The time when these contacts were last known.
        pub(crate) snapshot_at: Option<Timestamp> = "snapshot_at",
        pub(crate) outbound: Vec<OutboundMapping> = "outbound",
        pub(crate) inbound: Vec<InboundMapping> = "inbound",
        pub(crate) properties_made: bool = "properties_made",
        /// When HubSpot last showed the mapped properties; `None` if they are to be looked at again.
        pub(crate) properties_seen_at: Option<Timestamp> = "properties_seen_at",
        /// The mapped properties that a run has found in HubSpot.
        pub(crate) known_properties: Vec<PropertyName> = "known_properties",
        pub(crate) next_run_at: Option<Timestamp> = "next_run_at",
        pub(crate) created_at: Timestamp = "created_at",
    }
}

impl Sync {
    /// Returns the properties to read from each contact, for the outbound and the inbound mappings.
    pub(crate) fn properties_read(&self) -> Vec<&str> {
        let outbound = self.outbound.iter().map(|row| row.property.as_str());
        let sources = self.inbound.iter().filter_map(|row| row.property.as_ref());
        let inbound = sources.map(domain::PropertyName::as_str);
        let distinct: VecSet<_> = outbound.chain(inbound).collect();
        distinct.into_iter().collect()
    }
}

/// Returns all syncs that have not ended, oldest first.
pub(crate) fn all(database: &Database) -> Result<Vec<Sync>, PortalError> {
    let columns = Sync::COLUMNS;
    let statement = format!("SELECT {columns} FROM sync WHERE ended_at IS NULL ORDER BY id");
    database.all(&statement, &[])
}

/// Returns the syncs of one campaign that have not ended, oldest first.
pub(crate) fn of_campaign(
    database: &Database,
    campaign: CampaignId,
) -> Result<Vec<Sync>, PortalError> {
    let columns = Sync::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM sync WHERE ended_at IS NULL AND campaign_id = ?1 ORDER BY id"
    );
    database.all(&statement, &[campaign.into()])
}

/// Returns one sync, ended or not.
pub(crate) fn get(database: &Database, id: SyncId) -> Result<Sync, PortalError> {
    let columns = Sync::COLUMNS;
    let statement = format!("SELECT {columns} FROM sync WHERE id = ?1");
    let found = database.first(&statement, &[id.into()])?;
    found.ok_or(PortalError::NotFound("sync"))
}

/// Returns one sync that has not ended.
pub(crate) fn get_present(database: &Database, id: SyncId) -> Result<Sync, PortalError> {
    let columns = Sync::COLUMNS;
    let statement = format!("SELECT {columns} FROM sync WHERE id = ?1 AND ended_at IS NULL");
    let found = database.first(&statement, &[id.into()])?;
    found.ok_or(PortalError::NotFound("sync"))
}

/// Returns the next unused id of a sync.
pub(crate) fn next_id(database: &Database) -> Result<SyncId, PortalError> {
    let last = database.number("SELECT COALESCE(MAX(id), 0) FROM sync", &[])?;
    Ok(SyncId(last.saturating_add(1)))
}

/// Adds a sync that has read nothing yet.
pub(crate) fn insert(database: &Database, sync: &Sync) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO sync (id, campaign_id, ongoing, outbound, inbound, created_at, next_run_at, audience, \
         on_leaving) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        &[
            sync.id.into(),
            sync.campaign.into(),
            sync.ongoing.into(),
            to_json(&sync.outbound)?,
            to_json(&sync.inbound)?,
            sync.created_at.into(),
            sync.next_run_at.into(),
            to_json(&sync.audience)?,
            to_name(&sync.on_leaving)?,
        ],
    )
}

/// Stores the columns of a sync that people can change, and the columns that follow from them.
pub(crate) fn update(database: &Database, sync: &Sync) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET ongoing = ?2, audience = ?3, on_leaving = ?4, outbound = ?5, inbound = ?6, \
         next_run_at = ?7, snapshot_revisions = ?8, properties_made = ?9, properties_seen_at = ?10 WHERE id = ?1",
        &[
            sync.id.into(),
            sync.ongoing.into(),
            to_json(&sync.audience)?,
            to_name(&sync.on_leaving)?,
            to_json(&sync.outbound)?,
            to_json(&sync.inbound)?,
            sync.next_run_at.into(),
            sync.snapshot_states.as_ref().map(to_json).transpose()?.into(),
            sync.properties_made.into(),
            sync.properties_seen_at.into(),
        ],
    )
}

/// Ends a sync.
pub(crate) fn end(database: &Database, id: SyncId, now: Timestamp) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET ended_at = ?2, ongoing = 0, next_run_at = NULL WHERE id = ?1",
        &[id.into(), now.into()],
    )
}

/// Sets the time when an ongoing sync is next due.
pub(crate) fn set_next_run(
    database: &Database,
    id: SyncId,
    at: Option<Timestamp>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET next_run_at = ?2 WHERE id = ?1",
        &[id.into(), at.into()],
    )
}

/// Makes an audience snapshot the sync's own; `None` for an audience without lists. `states`: the lists' states at its
/// time, if it can be used again while they stay as they are.
pub(crate) fn set_snapshot(
    database: &Database,
    sync: &Sync,
    snapshot: Option<u32>,
    states: Option<&ListStates>,
    at: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET snapshot = ?2, snapshot_revisions = ?3, snapshot_audience = ?4, snapshot_at = ?5 \
         WHERE id = ?1",
        &[
            sync.id.into(),
            snapshot.into(),
            states.map(to_json).transpose()?.into(),
            to_json(&sync.audience)?,
            at.into(),
        ],
    )
}

/// Stores that the contacts of the sync's snapshot are still those of its audience.
pub(crate) fn snapshot_confirmed(
    database: &Database,
    id: SyncId,
    at: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET snapshot_at = ?2 WHERE id = ?1",
        &[id.into(), at.into()],
    )
}

/// Stores that a run has found all mapped properties in HubSpot.
pub(crate) fn set_known_properties(database: &Database, sync: &Sync) -> Result<(), PortalError> {
    let mapped = sync.outbound.iter().map(|row| row.property.clone());
    let mapped: Vec<PropertyName> = mapped.collect();
    if mapped == sync.known_properties {
        return Ok(());
    }
    database.change(
        "UPDATE sync SET known_properties = ?2 WHERE id = ?1",
        &[sync.id.into(), to_json(&mapped)?],
    )
}

/// Stores whether Goodword's own properties were created for the sync.
pub(crate) fn set_properties_made(
    database: &Database,
    id: SyncId,
    made: bool,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET properties_made = ?2 WHERE id = ?1",
        &[id.into(), made.into()],
    )
}

/// Stores when HubSpot last showed the mapped properties. `None`: they are to be looked at again.
pub(crate) fn set_properties_seen(
    database: &Database,
    id: SyncId,
    at: Option<Timestamp>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET properties_seen_at = ?2 WHERE id = ?1",
        &[id.into(), at.into()],
    )
}

/// The ongoing syncs that cron repeats, whose campaign is not archived.
const REPEATED: &str = "FROM sync JOIN campaign ON campaign.id = sync.campaign_id \
    WHERE ongoing <> 0 AND ended_at IS NULL AND status <> 'archived'";

/// Returns the time when the next ongoing sync is due.
pub(crate) fn next_due(database: &Database) -> Result<Option<Timestamp>, PortalError> {
    let statement = format!("SELECT MIN(next_run_at) {REPEATED}");
    database.first(&statement, &[]).map(Option::flatten)
}

/// Returns the ongoing syncs that are due.
pub(crate) fn due(database: &Database, now: Timestamp) -> Result<Vec<SyncId>, PortalError> {
    let statement = format!("SELECT sync.id {REPEATED} AND next_run_at <= ?1 ORDER BY sync.id");
    database.all(&statement, &[now.into()])
}

/// Returns the time when a run of the campaign's syncs last finished.
pub(crate) fn last_finished(
    database: &Database,
    campaign: CampaignId,
) -> Result<Option<Timestamp>, PortalError> {
    let finished = database.first(
        "SELECT (SELECT finished_at FROM run WHERE sync_id = sync.id AND stage = 'finished' \
         ORDER BY id DESC LIMIT 1) AS finished FROM sync WHERE campaign_id = ?1 \
         ORDER BY finished DESC LIMIT 1",
        &[campaign.into()],
    )?;
    Ok(finished.flatten())
}
