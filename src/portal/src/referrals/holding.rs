//! What calls of the API have said of a referral, and hold periods: a rule that is met makes a success once its hold is
//! over.
//!
//! A referral keeps a record for each rule that is met, by what, and until when its hold lasts. `due_at` is when the
//! next of them is to be looked at; the loop asks for it in each round.
//!
//! Left to others: the records of contacts' properties and of deals, which HubSpot has to be asked for.

use domain::qualification::{Cause, Object, Record, Rule};
use domain::{ReferralEvent, ReferralId};
use jiff::Timestamp;

use super::deciding::happen;
use super::{Referral, get, looking};
use crate::Portal;
use crate::storage::database::{Database, json};
use crate::storage::error::PortalError;
use crate::tables::campaigns;

/// What the history says of what a call made.
const BY_CALL: &str = "A call of the API said so.";
/// What the history says of a success that had to wait.
const HELD: &str = "A rule was met, and its hold period is over.";

/// Holds that end in one round.
const AT_ONCE: u32 = 50;

impl Portal {
    /// The customer's own system says that a referral is successful, or is not any more.
    pub(super) fn reported(
        &self,
        id: ReferralId,
        event: ReferralEvent,
        now: Timestamp,
    ) -> Result<Referral, PortalError> {
        let referral = get(&self.database, id)?;
        let campaign = campaigns::get(&self.database, referral.campaign)?;
        let mut rules = campaign.terms.rules;
        rules.retain(|rule| rule.cause == Cause::Api);
        if rules.is_empty() {
            let why =
                "The campaign has no rule by which a call of the API makes a referral successful.";
            return Err(PortalError::Conflict(why.into()));
        }
        if let Err(why) = referral.standing.after(event) {
            return Err(PortalError::Conflict(why.to_string()));
        }
        let mut met = referral.met.clone();
        if event == ReferralEvent::Qualify {
            for rule in &rules {
                if !met.iter().any(|record| is_call(record, rule)) {
                    met.push(Record::new(rule, Object::Call, now));
                }
            }
        } else {
            met.retain(|record| record.object != Object::Call);
        }
        let is_over = met.iter().any(|record| record.due_at <= now);
        let due = met.iter().map(|record| record.due_at).min();
        remember(&self.database, id, &met, due.filter(|_| !is_over))?;
        match (event, is_over) {
            // It waits for its hold, or something else still makes it a success.
            (ReferralEvent::Qualify, false) | (ReferralEvent::Undo, true) => {
                get(&self.database, id)
            }
            _ => happen(&self.database, id, event, Some(BY_CALL), now),
        }
    }
}

fn is_call(record: &Record, rule: &Rule) -> bool {
    record.rule == rule.id && record.object == Object::Call
}

fn remember(
    database: &Database,
    id: ReferralId,
    met: &[Record],
    due_at: Option<Timestamp>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET met = ?2, due_at = ?3 WHERE id = ?1",
        &[id.0.into(), json(&met)?, due_at.into()],
    )
}

/// A referral is left to its rules again: what they hold is looked at in the next round.
pub(super) fn look_again(database: &Database, referral: &Referral) -> Result<(), PortalError> {
    let due = referral.met.iter().map(|record| record.due_at).min();
    if due.is_none() {
        return Ok(());
    }
    remember(database, referral.id, &referral.met, due)
}

/// When the next hold is over.
pub(crate) fn next_due(database: &Database) -> Result<Option<Timestamp>, PortalError> {
    let row = database.first(
        "SELECT due_at FROM referral WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1",
        &[],
    )?;
    row.map_or(Ok(None), |row| row.optional_time(0))
}

/// Lets the holds that are over make successes. Runs inside the caller's transaction.
pub(crate) fn end_holds(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    let rows = database.all(
        "SELECT id FROM referral WHERE due_at IS NOT NULL AND due_at <= ?1 ORDER BY due_at LIMIT ?2",
        &[now.into(), AT_ONCE.into()],
    )?;
    for row in &rows {
        end_hold(database, ReferralId(row.count(0)?), now)?;
    }
    Ok(())
}

fn end_hold(database: &Database, id: ReferralId, now: Timestamp) -> Result<(), PortalError> {
    let referral = get(database, id)?;
    let rules = campaigns::get(database, referral.campaign)?.terms.rules;
    // A rule that is gone makes no success of what it held.
    let live = |record: &&Record| rules.iter().any(|rule| rule.id == record.rule);
    let held = || referral.met.iter().filter(live);
    let is_over = held().any(|record| record.due_at <= now);
    let next = held().map(|record| record.due_at).min();
    remember(database, id, &referral.met, next.filter(|_| !is_over))?;
    if !is_over {
        return Ok(());
    }
    // What a call said stays so; of what HubSpot holds, nobody knows whether it is still there.
    let said = held().any(|record| record.due_at <= now && record.object == Object::Call);
    if !said {
        return looking::look_first(database, id, now);
    }
    match happen(database, id, ReferralEvent::Qualify, Some(HELD), now) {
        // What a person decided stands against a rule.
        Ok(_) | Err(PortalError::Conflict(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
