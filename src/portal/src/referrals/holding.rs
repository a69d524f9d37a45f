//! Calls of the API about a referral, and hold periods: a rule that is met makes a success when its hold is over.
//!
//! A referral has a record for each rule that is met, with its cause and the end of its hold. The column `due_at` holds
//! the end of the next hold; the loop reads it in each round.
//!
//! Left to others: the records of contacts' properties and of deals ([`super::rechecking`]).

use domain::qualification::{Cause, Object, Record, Rule};
use domain::{ReferralEvent, ReferralId};
use jiff::Timestamp;

use super::applying::apply;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::referrals::{self, Referral};

/// The event log's sentence about a success by a call.
const BY_CALL: &str = "A call of the API said so.";
/// The event log's sentence about a success after a hold period.
const HELD: &str = "A rule was met, and its hold period is over.";

/// The most holds that end in one round.
const AT_ONCE: u32 = 50;

/// Records that the customer's own system reports a referral as successful, or undoes that.
pub(crate) fn reported(
    database: &Database,
    id: ReferralId,
    event: ReferralEvent,
    now: Timestamp,
) -> Result<Referral, PortalError> {
    let referral = referrals::get(database, id)?;
    let campaign = campaigns::get(database, referral.campaign)?;
    let mut rules = campaign.terms.rules;
    rules.retain(|rule| rule.cause == Cause::Api);
    if rules.is_empty() {
        let why =
            "The campaign has no rule by which a call of the API makes a referral successful.";
        return Err(PortalError::Conflict(why.into()));
    }
    // What the customer's system reports of a referral in review is kept for the time after its admission.
    if !referral.is_in_review()
        && let Err(why) = referral.state.after(event)
    {
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
    if referral.is_in_review() {
        referrals::set_met(database, id, &met, None)?;
        return referrals::get(database, id);
    }
    let is_over = met.iter().any(|record| record.due_at <= now);
    let due = met.iter().map(|record| record.due_at).min();
    referrals::set_met(database, id, &met, due.filter(|_| !is_over))?;
    match (event, is_over) {
        // It waits for its hold, or another rule still makes it successful.
        (ReferralEvent::Qualify, false) | (ReferralEvent::Undo, true) => {
            referrals::get(database, id)
        }
        _ => apply(database, id, event, Some(BY_CALL), now),
    }
}

fn is_call(record: &Record, rule: &Rule) -> bool {
    record.rule == rule.id && record.object == Object::Call
}

/// Makes referrals successful whose holds are over. Runs inside the caller's transaction.
pub(crate) fn end_holds(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    for id in referrals::holds_over(database, now, AT_ONCE)? {
        end_hold(database, id, now)?;
    }
    Ok(())
}

fn end_hold(database: &Database, id: ReferralId, now: Timestamp) -> Result<(), PortalError> {
    let referral = referrals::get(database, id)?;
    let rules = campaigns::get(database, referral.campaign)?.terms.rules;
    // A rule that was removed makes no success of the referrals that it held.
    let live = |record: &&Record| rules.iter().any(|rule| rule.id == record.rule);
    let held = || referral.met.iter().filter(live);
    let is_over = held().any(|record| record.due_at <= now);
    let next = held().map(|record| record.due_at).min();
    referrals::set_met(database, id, &referral.met, next.filter(|_| !is_over))?;
    if !is_over {
        return Ok(());
    }
    // A call's report stays valid. The cause in HubSpot may have ended meanwhile, so it is checked again.
    let said = held().any(|record| record.due_at <= now && record.object == Object::Call);
    if !said {
        return referrals::set_recheck(database, id, now);
    }
    match apply(database, id, ReferralEvent::Qualify, Some(HELD), now) {
        // A person's decision takes precedence over a rule.
        Ok(_) | Err(PortalError::Conflict(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
