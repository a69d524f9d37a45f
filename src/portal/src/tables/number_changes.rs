//! Which referrers' numbers HubSpot does not have yet, and what it has instead.
//!
//! The first change of a referrer's numbers keeps what they were; further ones cost nothing. After a while all that was
//! kept goes into the outbox at once, as far as the numbers are others than they were: so a busy referrer is written at
//! most twice a minute, and whose numbers came and went is not written at all.
//!
//! Invariant: while a row is here, `portal.numbers_changed_at` says since when. The loop knows how long it collects.

use domain::{CampaignId, ContactId, ReferralField};
use jiff::Timestamp;

use crate::storage::database::{Database, Row};
use crate::storage::error::PortalError;
use crate::tables::outbox;

/// The numbers of a referrer are about to change. Runs inside the caller's transaction. True if nothing waited before:
/// the loop has to learn when the first is due.
pub(crate) fn remember(
    database: &Database,
    (campaign, contact): (CampaignId, &ContactId),
    now: Timestamp,
) -> Result<bool, PortalError> {
    database.change(
        "INSERT OR IGNORE INTO write_back \
         (contact_id, campaign_id, people_referred, successful_referrals, clicks, last_referral_at) \
         SELECT contact_id, campaign_id, people_referred, successful_referrals, clicks, last_referral_at \
         FROM referrer WHERE campaign_id = ?1 AND contact_id = ?2",
        &[campaign.0.into(), contact.as_str().into()],
    )?;
    let began = database.first(
        "UPDATE portal SET numbers_changed_at = ?1 WHERE numbers_changed_at IS NULL RETURNING id",
        &[now.into()],
    )?;
    Ok(began.is_some())
}

/// Whether a contact's numbers wait here.
pub(crate) fn hold(database: &Database, contact: &ContactId) -> Result<bool, PortalError> {
    let row = database.first(
        "SELECT 1 FROM write_back WHERE contact_id = ?1 LIMIT 1",
        &[contact.as_str().into()],
    )?;
    Ok(row.is_some())
}

/// Puts all that waits into the outbox. Runs inside the caller's transaction.
pub(crate) fn release(database: &Database) -> Result<(), PortalError> {
    // CROSS JOIN keeps SQLite from reading all referrers for the sake of their order. A property has days of UTC.
    let rows = database.all(
        "SELECT referrer.campaign_id, referrer.contact_id, \
         referrer.people_referred <> write_back.people_referred, \
         referrer.successful_referrals <> write_back.successful_referrals, \
         referrer.clicks <> write_back.clicks, \
         referrer.last_referral_at / 86400000 IS NOT write_back.last_referral_at / 86400000 \
         FROM write_back CROSS JOIN referrer ON referrer.campaign_id = write_back.campaign_id \
         AND referrer.contact_id = write_back.contact_id ORDER BY write_back.campaign_id",
        &[],
    )?;
    let changed = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    for of_campaign in changed.chunk_by(|one, other| one.0 == other.0) {
        let Some((campaign, ..)) = of_campaign.first() else {
            continue;
        };
        let contacts: Vec<_> = of_campaign
            .iter()
            .map(|(_, contact, fields)| (contact, fields.clone()))
            .collect();
        outbox::tell(database, *campaign, &contacts)?;
    }
    database.change("DELETE FROM write_back", &[])?;
    database.change("UPDATE portal SET numbers_changed_at = NULL", &[])
}

fn read(row: &Row) -> Result<(CampaignId, ContactId, Vec<ReferralField>), PortalError> {
    let mut fields = Vec::new();
    for (at, field) in [
        (2, ReferralField::PeopleReferred),
        (3, ReferralField::SuccessfulReferrals),
        (4, ReferralField::Clicks),
        (5, ReferralField::LastReferralDate),
    ] {
        if row.flag(at)? {
            fields.push(field);
        }
    }
    Ok((CampaignId(row.count(0)?), row.parsed(1)?, fields))
}
