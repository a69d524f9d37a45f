//! The table of number changes: the referrers whose numbers HubSpot does not have yet, with the numbers that it has.
//!
//! The first change of a referrer's numbers stores the old numbers; further changes cost nothing.
//!
//! Left to others: the time when the changes go into the outbox ([`crate::write_back::numbers`]).

use domain::{CampaignId, ContactId, ReferralField};

use crate::storage::columns::to_json;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::{Cells, Column, row};
use crate::tables::referrer_key::ReferrerKey;

row! {
    /// A referrer whose numbers differ from HubSpot's, or differed for a while.
    #[derive(Debug)]
    pub(crate) struct NumberChange {
        pub(crate) campaign: CampaignId = "referrer.campaign_id",
        pub(crate) contact: ContactId = "referrer.contact_id",
        pub(crate) fields: ChangedFields = "referrer.people_referred <> number_change.people_referred, \
            referrer.successful_referrals <> number_change.successful_referrals, \
            referrer.clicks <> number_change.clicks, \
            referrer.last_referral_at IS NOT number_change.last_referral_at",
    }
}

/// The fields whose values differ. A date property holds the account's day, which this table does not know: another
/// moment counts as another day.
#[derive(Debug)]
pub(crate) struct ChangedFields(pub(crate) Vec<ReferralField>);

impl Column for ChangedFields {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        let mut fields = Vec::new();
        for field in [
            ReferralField::PeopleReferred,
            ReferralField::SuccessfulReferrals,
            ReferralField::Clicks,
            ReferralField::LastReferralDate,
        ] {
            if cells.read()? {
                fields.push(field);
            }
        }
        Ok(Self(fields))
    }
}

/// Stores the present numbers of a referrer, unless earlier ones are stored.
pub(crate) fn keep(database: &Database, key: ReferrerKey<'_>) -> Result<(), PortalError> {
    database.change(
        "INSERT OR IGNORE INTO number_change \
         (contact_id, campaign_id, people_referred, successful_referrals, clicks, last_referral_at) \
         SELECT contact_id, campaign_id, people_referred, successful_referrals, clicks, last_referral_at \
         FROM referrer WHERE campaign_id = ?1 AND contact_id = ?2",
        &[key.campaign.into(), key.contact.into()],
    )
}

/// Forgets which numbers HubSpot has of the contacts whose numbers wait here: a write is under way and shows it newer
/// ones.
pub(crate) fn overtake(database: &Database, contacts: &[&ContactId]) -> Result<(), PortalError> {
    // No number is below zero, so all of them count as changed.
    database.change(
        "UPDATE number_change SET people_referred = -1, successful_referrals = -1, clicks = -1, \
         last_referral_at = -1 WHERE contact_id IN (SELECT value FROM json_each(?1))",
        &[to_json(&contacts)?],
    )
}

/// Returns whether a contact's numbers wait here.
pub(crate) fn hold(database: &Database, contact: &ContactId) -> Result<bool, PortalError> {
    database.exists(
        "SELECT 1 FROM number_change WHERE contact_id = ?1 LIMIT 1",
        &[contact.into()],
    )
}

/// Returns all changes, campaign by campaign.
pub(crate) fn all(database: &Database) -> Result<Vec<NumberChange>, PortalError> {
    let columns = NumberChange::COLUMNS;
    // CROSS JOIN keeps SQLite from reading all referrers for the sake of their order.
    let statement = format!(
        "SELECT {columns} FROM number_change CROSS JOIN referrer \
         ON referrer.campaign_id = number_change.campaign_id \
         AND referrer.contact_id = number_change.contact_id ORDER BY number_change.campaign_id"
    );
    database.all(&statement, &[])
}

/// Deletes all changes.
pub(crate) fn delete_all(database: &Database) -> Result<(), PortalError> {
    database.change("DELETE FROM number_change", &[])
}
