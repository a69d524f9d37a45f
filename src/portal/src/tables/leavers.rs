//! The table of leavers: the contacts that a run misses in its audience, with HubSpot's answer about each, and people's
//! decisions about their links.
//!
//! Invariants: a contact is 'left' or 'gone' only by HubSpot's answer about this contact; the rows of a run are deleted
//! when its audience is settled or when it ends.

use domain::{CampaignId, ContactId, ListId, RunId};
use serde::{Deserialize, Serialize};
use vecmap::VecSet;

use crate::api_types::requests::LeaverDecision;
use crate::storage::columns::{self, to_json, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

/// HubSpot's answer about a contact that the lists lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum LeaverState {
    /// The contact is in no list that makes it take part.
    Left,
    /// HubSpot has no such contact.
    Gone,
    /// HubSpot said nothing about the contact, failed at it, or said something else than the lists.
    Unproven,
}
columns::named!(LeaverState, LeaverDecision);

row! {
    /// A leaver's row.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub(crate) struct Leaver {
        pub(crate) contact: ContactId = "contact_id",
        pub(crate) state: LeaverState = "state",
        /// The lists of which the contact was a member.
        pub(crate) was_in: VecSet<ListId> = "was_in",
        /// The excluded lists that the contact is in.
        pub(crate) excluded_by: VecSet<ListId> = "excluded_by",
        pub(crate) decision: Option<LeaverDecision> = "decision",
    }
}

/// Adds the leavers that a reading has found. A decision about them from an earlier reading of the run stays.
pub(crate) fn add(
    database: &Database,
    run: RunId,
    reading: u32,
    leavers: &[Leaver],
) -> Result<(), PortalError> {
    if leavers.is_empty() {
        return Ok(());
    }
    database.change(
        "INSERT INTO leaver (run_id, contact_id, reading, state, was_in, excluded_by) \
         SELECT ?1, value ->> 'contact', ?2, value ->> 'state', value -> 'was_in', value -> 'excluded_by' \
         FROM json_each(?3) WHERE true ON CONFLICT (run_id, contact_id) DO UPDATE SET reading = excluded.reading, \
         state = excluded.state, was_in = excluded.was_in, excluded_by = excluded.excluded_by",
        &[run.into(), reading.into(), to_json(&leavers)?],
    )
}

/// Counts the contacts that a reading has shown to have left and about whom nobody has decided.
pub(crate) fn undecided(database: &Database, run: RunId, reading: u32) -> Result<u32, PortalError> {
    database.number(
        "SELECT COUNT(*) FROM leaver WHERE run_id = ?1 AND reading = ?2 AND state <> 'unproven' \
         AND decision IS NULL",
        &[run.into(), reading.into()],
    )
}

/// Returns a page of these contacts, by contact id.
pub(crate) fn undecided_page(
    database: &Database,
    run: RunId,
    reading: u32,
    after: Option<&ContactId>,
) -> Result<Vec<Leaver>, PortalError> {
    let columns = Leaver::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM leaver WHERE run_id = ?1 AND reading = ?2 AND state <> 'unproven' \
         AND decision IS NULL AND contact_id > ?3 ORDER BY contact_id LIMIT {LEAVERS_PER_PAGE}"
    );
    let after = after.map_or("", ContactId::as_str);
    database.all(&statement, &[run.into(), reading.into(), after.into()])
}

/// The number of leavers on a page.
pub(crate) const LEAVERS_PER_PAGE: usize = 100;

/// Stores a person's decision about all of them.
pub(crate) fn decide(
    database: &Database,
    run: RunId,
    reading: u32,
    decision: LeaverDecision,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE leaver SET decision = ?3 WHERE run_id = ?1 AND reading = ?2 AND state <> 'unproven' \
         AND decision IS NULL",
        &[run.into(), reading.into(), to_name(&decision)?],
    )
}

/// Returns some of the contacts that a reading has shown to have left, whether a person was asked or not.
pub(crate) fn next_part(
    database: &Database,
    run: RunId,
    reading: u32,
) -> Result<Vec<Leaver>, PortalError> {
    let columns = Leaver::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM leaver WHERE run_id = ?1 AND reading = ?2 AND state <> 'unproven' \
         ORDER BY contact_id LIMIT {PART}"
    );
    database.all(&statement, &[run.into(), reading.into()])
}

/// The leavers in one transaction. Ending 40,000 links took 26 seconds, so this many take about 130 ms, in which the
/// portal answers nobody.
const PART: usize = 200;

/// Returns the contacts about whom a reading has shown nothing certain.
pub(crate) fn unproven(
    database: &Database,
    run: RunId,
    reading: u32,
) -> Result<Vec<ContactId>, PortalError> {
    database.all(
        "SELECT contact_id FROM leaver WHERE run_id = ?1 AND reading = ?2 AND state = 'unproven'",
        &[run.into(), reading.into()],
    )
}

/// Returns whether the link of a contact waits for a person's decision.
pub(crate) fn awaits_decision(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
) -> Result<bool, PortalError> {
    database.exists(
        "SELECT 1 FROM run JOIN sync ON sync.id = run.sync_id \
         JOIN leaver ON leaver.run_id = run.id AND leaver.contact_id = ?2 \
         WHERE run.stage NOT IN ('finished', 'stopped') AND run.hold = 'leavers' AND sync.campaign_id = ?1 \
         AND leaver.reading = run.gathering ->> 'reading' AND leaver.state <> 'unproven' \
         AND leaver.decision IS NULL",
        &[campaign.into(), contact.into()],
    )
}

/// Deletes the rows of contacts whose links were dealt with.
pub(crate) fn remove(
    database: &Database,
    run: RunId,
    contacts: &[&ContactId],
) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM leaver WHERE run_id = ?1 AND contact_id IN (SELECT value FROM json_each(?2))",
        &[run.into(), to_json(&contacts)?],
    )
}

/// Deletes all rows of a run.
pub(crate) fn clear(database: &Database, run: RunId) -> Result<(), PortalError> {
    database.change("DELETE FROM leaver WHERE run_id = ?1", &[run.into()])
}
