//! Creating, changing and ending syncs.
//!
//! Invariant: no HubSpot property is written by two syncs; such a sync is rejected
//! ([`crate::write_back::property_owners`]).

use domain::mapping;
use domain::{Audience, InboundMapping, OutboundMapping, SyncId};
use jiff::Timestamp;

use crate::api_types::requests::{ChangeSync, CreateSync};
use crate::programme::leaving;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::outbox::Scope;
use crate::tables::runs::Run;
use crate::tables::syncs::{self, Sync};
use crate::tables::{self, audience_snapshots, campaigns, referrers, runs};
use crate::write_back::{mappings, outbox, property_owners};

/// Rejects a sync that cannot be created. Does not check whether other syncs write its properties.
pub(crate) fn check_new(database: &Database, wanted: &CreateSync) -> Result<(), PortalError> {
    let campaign = campaigns::get(database, wanted.campaign_id)
        .map_err(|_| PortalError::invalid("campaignId", "There is no such campaign."))?;
    if campaign.is_archived() {
        let why = "The campaign is archived. It takes no new contacts.";
        return Err(PortalError::Conflict(why.into()));
    }
    let (outbound, inbound) = mappings::of(wanted);
    check(&wanted.audience, &outbound, &inbound)
}

/// Creates a sync. Cron starts an ongoing sync if no person does.
pub(crate) fn create(
    database: &Database,
    wanted: &CreateSync,
    now: Timestamp,
) -> Result<Sync, PortalError> {
    check_new(database, wanted)?;
    let (outbound, inbound) = mappings::of(wanted);
    database.atomically(|| {
        property_owners::refuse_taken(database, &syncs::all(database)?, &outbound)?;
        let sync = Sync {
            id: syncs::next_id(database)?,
            campaign: wanted.campaign_id,
            ongoing: wanted.ongoing,
            audience: wanted.audience.clone(),
            on_leaving: wanted.on_leaving,
            snapshot: None,
            snapshot_states: None,
            snapshot_audience: None,
            snapshot_at: None,
            outbound,
            inbound,
            properties_made: false,
            properties_seen_at: None,
            known_properties: Vec::new(),
            next_run_at: wanted.ongoing.then_some(now),
            created_at: now,
        };
        syncs::insert(database, &sync)?;
        Ok(sync)
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

/// Changes a sync. A sync that becomes ongoing is due at once.
pub(crate) fn change(
    database: &Database,
    id: SyncId,
    change: ChangeSync,
    now: Timestamp,
) -> Result<Sync, PortalError> {
    let before = syncs::get_present(database, id)?;
    let mut sync = before.clone();
    sync.ongoing = change.ongoing.unwrap_or(sync.ongoing);
    sync.audience = change.audience.unwrap_or(sync.audience);
    sync.on_leaving = change.on_leaving.unwrap_or(sync.on_leaving);
    sync.outbound = change.outbound.unwrap_or(sync.outbound);
    sync.inbound = change.inbound.unwrap_or(sync.inbound);
    check(&sync.audience, &sync.outbound, &sync.inbound)?;
    let audience_stays = sync.audience == before.audience;
    let mappings_stay = sync.outbound == before.outbound;
    let held = if audience_stays && mappings_stay && sync.inbound == before.inbound {
        None
    } else {
        held_run(database, id)?
    };
    if !audience_stays {
        sync.snapshot_states = None;
    }
    if !mappings_stay {
        sync.properties_made = false;
        sync.properties_seen_at = None;
    }
    sync.next_run_at = match (before.ongoing, sync.ongoing) {
        (false, true) => Some(now),
        (true, true) => before.next_run_at,
        (_, false) => None,
    };
    database.atomically(|| {
        let mut others = syncs::all(database)?;
        others.retain(|other| other.id != id);
        property_owners::refuse_taken(database, &others, &sync.outbound)?;
        syncs::update(database, &sync)?;
        if !mappings_stay {
            // A value was read and judged under the former mapping.
            tables::outbox::forget_values(database, Scope::Sync(id))?;
        }
        if !audience_stays || sync.on_leaving != before.on_leaving {
            leaving::ask_anew(database, id)?;
        }
        if let Some(held) = held {
            super::runs::replace(database, &held, now)?;
        }
        if !audience_stays {
            forget_lacks(database, &before)?;
        }
        syncs::get(database, id)
    })
}

/// Forgets what the contacts of a sync lack: it may cover them no more.
fn forget_lacks(database: &Database, sync: &Sync) -> Result<(), PortalError> {
    let rows = sync.outbound.iter();
    let properties: Vec<_> = rows.map(|row| row.property.clone()).collect();
    referrers::forget_lacks(database, sync.campaign, &properties)
}

/// Ends a sync. It writes nothing more, and other syncs can use its properties.
pub(crate) fn end(database: &Database, id: SyncId, now: Timestamp) -> Result<(), PortalError> {
    let sync = syncs::get_present(database, id)?;
    refuse_while_running(database, id)?;
    database.atomically(|| {
        audience_snapshots::keep_only(database, id, None)?;
        outbox::drop_sync(database, sync.campaign, id)?;
        forget_lacks(database, &sync)?;
        syncs::end(database, id, now)
    })
}

/// Returns the run of a sync that a person may change, because the run is held; `None` if no run is under way.
fn held_run(database: &Database, id: SyncId) -> Result<Option<Run>, PortalError> {
    let run = runs::under_way_of(database, id)?;
    if run.as_ref().is_some_and(|run| run.state.is_moving()) {
        let why = "A run of this sync is under way. Pause it, stop it, or wait for its end.";
        return Err(PortalError::Conflict(why.into()));
    }
    Ok(run)
}

fn refuse_while_running(database: &Database, id: SyncId) -> Result<(), PortalError> {
    if runs::under_way_of(database, id)?.is_some() {
        let why = "A run of this sync is under way. Stop it, or wait for its end.";
        return Err(PortalError::Conflict(why.into()));
    }
    Ok(())
}
