//! The index by which referrals are found: SQLite's full-text index, one entry a referral.
//!
//! An entry has the words that people look for (the referred person's names and e-mail address), marks that stand for
//! what lists are filtered by, and the referrer's name to be shown. Its rowid is the referral's id, so that a page of any
//! filter, newest first, costs one entry and one referral a line, however many there are.
//!
//! Invariant: an entry says what the referral's row and the referrer's name say; whoever changes them refreshes it.

use domain::{CampaignId, ContactId, ReferralId, ReferralStatus};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::referrer_index::Match;

const ENTRIES: &str = "REPLACE INTO referral_index (rowid, words, marks, referrer) SELECT referral.id, \
    COALESCE(referral.first_name, '') || ' ' || COALESCE(referral.last_name, '') || ' ' \
    || COALESCE(referral.email, ''), \
    'campaign' || referral.campaign_id || ' referrer' || referrer_id || ' ' || status, \
    NULLIF(TRIM(COALESCE(referrer.first_name, '') || ' ' || COALESCE(referrer.last_name, '')), '') \
    FROM referral JOIN referrer ON referrer.campaign_id = referral.campaign_id \
    AND referrer.contact_id = referrer_id";

/// Brings an entry up to date with its referral. Runs inside the caller's transaction.
pub(crate) fn refresh(database: &Database, id: ReferralId) -> Result<(), PortalError> {
    database.change(&format!("{ENTRIES} WHERE referral.id = ?1"), &[id.0.into()])
}

/// A referrer is called otherwise: brings the entries of theirs up to date. Runs inside the caller's transaction.
pub(crate) fn rename(
    database: &Database,
    campaign: CampaignId,
    referrer: &ContactId,
) -> Result<(), PortalError> {
    database.change(
        &format!("{ENTRIES} WHERE referral.campaign_id = ?1 AND referrer_id = ?2"),
        &[campaign.0.into(), referrer.as_str().into()],
    )
}

/// The name of the person who referred.
pub(crate) fn referrer_name(
    database: &Database,
    id: ReferralId,
) -> Result<Option<String>, PortalError> {
    let row = database.first(
        "SELECT referrer FROM referral_index WHERE rowid = ?1",
        &[id.0.into()],
    )?;
    let name = row.as_ref().map(|row| row.optional_text(0)).transpose()?;
    Ok(name.flatten().map(str::to_owned))
}

impl Match {
    /// Was referred by this contact.
    pub(crate) fn referrer(self, contact: &ContactId) -> Self {
        self.marked(&format!("referrer{contact}"))
    }

    /// Has this status.
    pub(crate) fn status(self, status: ReferralStatus) -> Self {
        self.marked(status.as_str())
    }
}
