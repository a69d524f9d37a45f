//! The table of syncs: audience, mappings, one-time or ongoing.
//!
//! Invariant: no HubSpot property is written by two syncs; a sync that would do so is refused
//! ([`crate::write_back::property_owners`]).

use vecmap::{VecMap, VecSet};

use domain::mapping::{self, own_outbound, usual_inbound};
use domain::{
    Audience, CampaignId, CampaignStatus, InboundMapping, ListId, OnLeaving, OutboundMapping,
    RunId, SyncId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::api_types::requests::{ChangeSync, CreateSync};
use crate::storage::database::{Database, Row, json, name};
use crate::storage::error::PortalError;
use crate::tables::audience_snapshots;
use crate::tables::campaigns;
use crate::tables::outbox;
use crate::tables::runs;
use crate::write_back::property_owners;

/// What HubSpot said of an audience's lists, and when: members were read then, or were known to be the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RollState {
    /// Milliseconds since 1970, UTC.
    pub(crate) at: i64,
    pub(crate) revisions: VecMap<ListId, String>,
}

/// A sync's row.
#[derive(Debug, Clone)]
pub(crate) struct Sync {
    pub(crate) id: SyncId,
    pub(crate) campaign: CampaignId,
    pub(crate) ongoing: bool,
    pub(crate) audience: Audience,
    pub(crate) on_leaving: OnLeaving,
    /// The run whose reading of the audience's lists is complete, and what HubSpot said of the lists then.
    pub(crate) roll: Option<RunId>,
    pub(crate) roll_state: Option<RollState>,
    pub(crate) outbound: Vec<OutboundMapping>,
    pub(crate) inbound: Vec<InboundMapping>,
    pub(crate) properties_made: bool,
    pub(crate) next_run_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
}

const COLUMNS: &str = "id, campaign_id, ongoing, outbound, inbound, properties_made, next_run_at, created_at, audience, \
    on_leaving, roll, roll_state";

fn read(row: &Row) -> Result<Sync, PortalError> {
    Ok(Sync {
        id: SyncId(row.count(0)?),
        campaign: CampaignId(row.count(1)?),
        ongoing: row.flag(2)?,
        outbound: row.json(3)?,
        inbound: row.json(4)?,
        properties_made: row.flag(5)?,
        next_run_at: row.optional_time(6)?,
        created_at: row.time(7)?,
        audience: row.json(8)?,
        on_leaving: row.named(9)?,
        roll: row
            .optional_integer(10)?
            .map(|_| row.count(10).map(RunId))
            .transpose()?,
        roll_state: row.optional_json(11)?,
    })
}

impl Sync {
    /// The properties to be read of each contact: what is compared, and what is taken over.
    pub(crate) fn properties_read(&self) -> Vec<&str> {
        let outbound = self.outbound.iter().map(|row| row.property.as_str());
        let sources = self.inbound.iter().filter_map(|row| row.property.as_ref());
        let inbound = sources.map(domain::PropertyName::as_str);
        let distinct: VecSet<_> = outbound.chain(inbound).collect();
        distinct.into_iter().collect()
    }
}

/// All syncs that were not ended, oldest first.
pub(crate) fn all(database: &Database) -> Result<Vec<Sync>, PortalError> {
    let statement = format!("SELECT {COLUMNS} FROM sync WHERE ended_at IS NULL ORDER BY id");
    database.all(&statement, &[])?.iter().map(read).collect()
}

/// Those of one campaign.
pub(crate) fn of_campaign(
    database: &Database,
    campaign: CampaignId,
) -> Result<Vec<Sync>, PortalError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM sync WHERE ended_at IS NULL AND campaign_id = ?1 ORDER BY id"
    );
    let rows = database.all(&statement, &[campaign.0.into()])?;
    rows.iter().map(read).collect()
}

/// One sync.
pub(crate) fn get(database: &Database, id: SyncId) -> Result<Sync, PortalError> {
    let statement = format!("SELECT {COLUMNS} FROM sync WHERE id = ?1");
    let row = database.first(&statement, &[id.0.into()])?;
    read(&row.ok_or(PortalError::NotFound("sync"))?)
}

impl CreateSync {
    /// Its mappings, or the usual ones.
    pub(crate) fn mappings(&self) -> (Vec<OutboundMapping>, Vec<InboundMapping>) {
        (
            self.outbound
                .clone()
                .unwrap_or_else(|| own_outbound(self.campaign_id)),
            self.inbound.clone().unwrap_or_else(usual_inbound),
        )
    }

    /// Whether it could be made, but for what other syncs write.
    pub(crate) fn check(&self, database: &Database) -> Result<(), PortalError> {
        let campaign = campaigns::get(database, self.campaign_id)
            .map_err(|_| PortalError::invalid("campaignId", "There is no such campaign."))?;
        if campaign.status == CampaignStatus::Archived {
            return Err(PortalError::Conflict(
                "The campaign is archived: it takes no new contacts.".into(),
            ));
        }
        let (outbound, inbound) = self.mappings();
        check(&self.audience, &outbound, &inbound)
    }
}

/// Makes a sync.
pub(crate) fn create(
    database: &Database,
    wanted: &CreateSync,
    now: Timestamp,
) -> Result<Sync, PortalError> {
    wanted.check(database)?;
    let (outbound, inbound) = wanted.mappings();
    database.atomically(|| {
        property_owners::refuse_taken(database, &all(database)?, &outbound)?;
        let last = database
            .first("SELECT COALESCE(MAX(id), 0) FROM sync", &[])?
            .map_or(Ok(0), |row| row.count(0))?;
        let id = SyncId(last + 1);
        database.change(
            "INSERT INTO sync (id, campaign_id, ongoing, outbound, inbound, created_at, next_run_at, \
             audience, on_leaving) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            &[
                id.0.into(),
                wanted.campaign_id.0.into(),
                wanted.ongoing.into(),
                json(&outbound)?,
                json(&inbound)?,
                now.into(),
                // Should nobody start it by hand, cron does.
                wanted.ongoing.then_some(now).into(),
                json(&wanted.audience)?,
                name(&wanted.on_leaving)?,
            ],
        )?;
        get(database, id)
    })
}

fn check(
    audience: &Audience,
    outbound: &[OutboundMapping],
    inbound: &[InboundMapping],
) -> Result<(), PortalError> {
    mapping::check(outbound, inbound).map_err(|why| PortalError::invalid("outbound", why))?;
    audience
        .check()
        .map_err(|why| PortalError::invalid("audience", why))
}

/// Changes a sync. One that becomes ongoing is due at once.
pub(crate) fn change(
    database: &Database,
    id: SyncId,
    change: ChangeSync,
    now: Timestamp,
) -> Result<Sync, PortalError> {
    let before = get_present(database, id)?;
    let mut sync = before.clone();
    sync.ongoing = change.ongoing.unwrap_or(sync.ongoing);
    sync.audience = change.audience.unwrap_or(sync.audience);
    sync.on_leaving = change.on_leaving.unwrap_or(sync.on_leaving);
    sync.outbound = change.outbound.unwrap_or(sync.outbound);
    sync.inbound = change.inbound.unwrap_or(sync.inbound);
    check(&sync.audience, &sync.outbound, &sync.inbound)?;
    let audience_stays = sync.audience == before.audience;
    let mappings_stay = sync.outbound == before.outbound;
    if !(audience_stays && mappings_stay && sync.inbound == before.inbound) {
        refuse_while_running(database, id)?;
    }
    let due = match (before.ongoing, sync.ongoing) {
        (false, true) => Some(now),
        (true, true) => before.next_run_at,
        (_, false) => None,
    };
    database.atomically(|| {
        let mut others = all(database)?;
        others.retain(|other| other.id != id);
        property_owners::refuse_taken(database, &others, &sync.outbound)?;
        database.change(
            "UPDATE sync SET ongoing = ?2, audience = ?3, on_leaving = ?4, outbound = ?5, inbound = ?6, \
             next_run_at = ?7, roll_state = IIF(?8, roll_state, NULL), \
             properties_made = IIF(?9, properties_made, 0) WHERE id = ?1",
            &[
                id.0.into(),
                sync.ongoing.into(),
                json(&sync.audience)?,
                name(&sync.on_leaving)?,
                json(&sync.outbound)?,
                json(&sync.inbound)?,
                due.into(),
                audience_stays.into(),
                mappings_stay.into(),
            ],
        )?;
        get(database, id)
    })
}

/// Ends a sync: it writes nothing more, and its properties are free for another.
pub(crate) fn end(database: &Database, id: SyncId, now: Timestamp) -> Result<(), PortalError> {
    let sync = get_present(database, id)?;
    refuse_while_running(database, id)?;
    database.atomically(|| {
        audience_snapshots::keep_only(database, id, None)?;
        outbox::drop_sync(database, sync.campaign, id)?;
        database.change(
            "UPDATE sync SET ended_at = ?2, ongoing = 0, next_run_at = NULL WHERE id = ?1",
            &[id.0.into(), now.into()],
        )
    })
}

/// A sync that was not ended.
pub(crate) fn get_present(database: &Database, id: SyncId) -> Result<Sync, PortalError> {
    let all = all(database)?;
    let found = all.into_iter().find(|sync| sync.id == id);
    found.ok_or(PortalError::NotFound("sync"))
}

fn refuse_while_running(database: &Database, id: SyncId) -> Result<(), PortalError> {
    let running = runs::under_way(database)?;
    if running.iter().any(|run| run.sync == id) {
        return Err(PortalError::Conflict(
            "A run of this sync is under way. Stop it, or wait for its end.".into(),
        ));
    }
    Ok(())
}

/// Sets when an ongoing sync is next due.
pub(crate) fn set_next_run(
    database: &Database,
    id: SyncId,
    at: Option<Timestamp>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET next_run_at = ?2 WHERE id = ?1",
        &[id.0.into(), at.into()],
    )
}

/// Something that all contacts are to be told of has changed: ongoing syncs are due at once. One that is under way may
/// have passed some of them, and is due again when it has rested.
pub(crate) fn make_due(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET next_run_at = ?1 WHERE ongoing <> 0 AND next_run_at > ?1",
        &[now.into()],
    )
}

/// A reading of the audience's lists is complete.
pub(crate) fn set_roll(
    database: &Database,
    id: SyncId,
    roll: RunId,
    state: &RollState,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET roll = ?2, roll_state = ?3 WHERE id = ?1",
        &[id.0.into(), roll.0.into(), json(state)?],
    )
}

/// Remembers whether Goodword's own properties were made for the sync.
pub(crate) fn set_properties_made(
    database: &Database,
    id: SyncId,
    made: bool,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE sync SET properties_made = ?2 WHERE id = ?1",
        &[id.0.into(), made.into()],
    )
}

/// The ongoing syncs that cron repeats: those whose campaign is not over.
const REPEATED: &str = "FROM sync JOIN campaign ON campaign.id = sync.campaign_id \
    WHERE ongoing <> 0 AND ended_at IS NULL AND status <> 'archived'";

/// When the next ongoing sync is due.
pub(crate) fn next_due(database: &Database) -> Result<Option<Timestamp>, PortalError> {
    let statement = format!("SELECT MIN(next_run_at) {REPEATED}");
    let row = database.first(&statement, &[])?;
    row.map_or(Ok(None), |row| row.optional_time(0))
}

/// The ongoing syncs that are due.
pub(crate) fn due(database: &Database, now: Timestamp) -> Result<Vec<SyncId>, PortalError> {
    let statement = format!("SELECT sync.id {REPEATED} AND next_run_at <= ?1 ORDER BY sync.id");
    let rows = database.all(&statement, &[now.into()])?;
    rows.iter().map(|row| row.count(0).map(SyncId)).collect()
}

/// When a run of the campaign's syncs last finished.
pub(crate) fn last_finished(
    database: &Database,
    campaign: CampaignId,
) -> Result<Option<Timestamp>, PortalError> {
    let row = database.first(
        "SELECT (SELECT finished_at FROM run WHERE sync_id = sync.id AND stage = 'finished' \
         ORDER BY id DESC LIMIT 1) AS finished FROM sync WHERE campaign_id = ?1 \
         ORDER BY finished DESC LIMIT 1",
        &[campaign.0.into()],
    )?;
    row.map_or(Ok(None), |row| row.optional_time(0))
}
