//! The index by which referrals are found: SQLite's full-text index, one entry a referral.
//!
//! An entry has the words that people search for (the referred person's names and e-mail address), marks for the
//! filters of lists, and the referrer's name to show. Its rowid is the referral's id, so that a page of any filter,
//! newest first, costs one entry and one referral a line, however many there are.
//!
//! Invariant: an entry agrees with the referral's row and the referrer's name; each change of them refreshes it.

use domain::{ContactId, ReferralId, ReferralStatus};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::referrer_index::Match;
use crate::tables::referrer_key::ReferrerKey;

const ENTRIES: &str = "REPLACE INTO referral_index (rowid, words, marks, referrer) SELECT referral.id, \
    COALESCE(referral.first_name, '') || ' ' || COALESCE(referral.last_name, '') || ' ' \
    || COALESCE(referral.email, ''), \
    'campaign' || referral.campaign_id || ' referrer' || referrer_id || ' ' || status, \
    NULLIF(TRIM(COALESCE(referrer.first_name, '') || ' ' || COALESCE(referrer.last_name, '')), '') \
    FROM referral JOIN referrer ON referrer.campaign_id = referral.campaign_id \
    AND referrer.contact_id = referrer_id";

/// Brings an entry up to date with its referral. Runs inside the caller's transaction.
pub(crate) fn refresh(database: &Database, id: ReferralId) -> Result<(), PortalError> {
    database.change(&format!("{ENTRIES} WHERE referral.id = ?1"), &[id.into()])
}

/// Brings the entries of a referrer's referrals up to date with the referrer's name. Runs inside the caller's
/// transaction.
pub(crate) fn refresh_referrer(
    database: &Database,
    key: ReferrerKey<'_>,
) -> Result<(), PortalError> {
    database.change(
        &format!("{ENTRIES} WHERE referral.campaign_id = ?1 AND referrer_id = ?2"),
        &[key.campaign.into(), key.contact.into()],
    )
}

/// Returns the name of the referrer of a referral.
pub(crate) fn referrer_name(
    database: &Database,
    id: ReferralId,
) -> Result<Option<String>, PortalError> {
    let statement = "SELECT referrer FROM referral_index WHERE rowid = ?1";
    database.first(statement, &[id.into()]).map(Option::flatten)
}

impl Match {
    /// Finds the referrals by this contact.
    pub(crate) fn referrer(self, contact: &ContactId) -> Self {
        self.marked(&format!("referrer{contact}"))
    }

    /// Finds the referrals with this status.
    pub(crate) fn status(self, status: ReferralStatus) -> Self {
        self.marked(status.as_str())
    }
}
