//! The credit for a deal: it counts for one referral of a campaign, that of the person who was referred first.
//!
//! A deal can have several contacts who were all referred. They are rechecked in any order, so a person who was referred
//! earlier takes the deal from one who was referred later. The result does not depend on the order.
//!
//! A referral keeps its deal when a person reverses it: the deal has counted once. It loses the deal when it is rejected.

use domain::qualification::{Deal, Object, Record};
use domain::{CampaignId, ReferralEvent, ReferralStatus};
use jiff::Timestamp;

use super::applying::apply;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::deal_credits;
use crate::tables::referrals::{self, Referral};

/// The event log's sentence about a success whose deal went to another person.
const LOST: &str = "The deal counts for another of its contacts, who was referred first.";

/// Marks the deals that count for a person who was referred earlier.
pub(super) fn mark(
    database: &Database,
    referral: &Referral,
    deals: &mut [Deal<'_>],
) -> Result<(), PortalError> {
    for deal in deals {
        let holder = holder(database, referral.campaign, deal.id)?;
        deal.of_another = holder.is_some_and(|holder| order(&holder) < order(referral));
    }
    Ok(())
}

/// Gives the deals that meet a referral's rules to it, and takes them from people who were referred later. Runs inside
/// the caller's transaction.
pub(super) fn take(
    database: &Database,
    referral: &Referral,
    met: &[Record],
    now: Timestamp,
) -> Result<(), PortalError> {
    if referral.state.status == ReferralStatus::Rejected {
        return Ok(());
    }
    for record in met {
        let Object::Deal(deal) = &record.object else {
            continue;
        };
        match holder(database, referral.campaign, deal)? {
            Some(holder) if holder.id == referral.id => continue,
            Some(later) => lose(database, &later, deal, now)?,
            None => {}
        }
        deal_credits::set(database, referral.campaign, deal, referral.id)?;
    }
    Ok(())
}

/// Returns the referral for which a deal counts, if it still does.
fn holder(
    database: &Database,
    campaign: CampaignId,
    deal: &str,
) -> Result<Option<Referral>, PortalError> {
    let Some(id) = deal_credits::holder(database, campaign, deal)? else {
        return Ok(None);
    };
    let referral = referrals::get(database, id)?;
    let has = |record: &Record| matches!(&record.object, Object::Deal(own) if own == deal);
    let stands = referral.state.status != ReferralStatus::Rejected;
    Ok((stands && referral.met.iter().any(has)).then_some(referral))
}

fn order(referral: &Referral) -> (Timestamp, domain::ReferralId) {
    (referral.at, referral.id)
}

fn lose(
    database: &Database,
    referral: &Referral,
    deal: &str,
    now: Timestamp,
) -> Result<(), PortalError> {
    let mut met = referral.met.clone();
    met.retain(|record| !matches!(&record.object, Object::Deal(own) if own == deal));
    let is_over = met.iter().any(|record| record.due_at <= now);
    let due = met.iter().map(|record| record.due_at).min();
    referrals::set_met(database, referral.id, &met, due.filter(|_| !is_over))?;
    if !is_over {
        match apply(database, referral.id, ReferralEvent::Undo, Some(LOST), now) {
            // A person's decision takes precedence.
            Ok(_) | Err(PortalError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    referrals::set_recheck(database, referral.id, now)
}
