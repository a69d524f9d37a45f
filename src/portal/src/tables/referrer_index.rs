//! The index by which referrers are found: SQLite's full-text index, one entry a referrer.
//!
//! An entry has the words that people look for (names, e-mail address, code, slug) and marks that stand for what
//! lists are filtered by. Its rowid is the referrer's number, so that the index is in the order of joining, and a
//! page of any search or filter costs one entry and one referrer a line, however many there are.
//!
//! Invariant: an entry says what its referrer's row says; whoever changes the row refreshes the entry.

use domain::{CampaignId, ContactId, LinkStatus, ReferralCode};

use crate::storage::database::{Database, json, name};
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;

/// Brings the entries of these referrers up to date with their rows. Runs inside the caller's transaction.
pub(crate) fn refresh(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
) -> Result<(), PortalError> {
    database.change(
        "REPLACE INTO referrer_index (rowid, words, marks, campaign_id, contact_id) SELECT number, \
         COALESCE(first_name, '') || ' ' || COALESCE(last_name, '') || ' ' || COALESCE(email, '') || ' ' || code \
         || ' ' || COALESCE(slug, ''), \
         'campaign' || campaign_id || ' ' || link_status \
         || IIF(sync_problem IS NULL, '', ' refused') || IIF(people_referred > 0, '', ' noreferral') \
         || IIF(successful_referrals > 0, '', ' nosuccess'), \
         campaign_id, contact_id FROM referrer \
         WHERE campaign_id = ?1 AND contact_id IN (SELECT value FROM json_each(?2))",
        &[campaign.0.into(), json(&contacts)?],
    )
}

/// More words than a name and an address have.
const MOST_WORDS: usize = 8;

/// What an entry can be marked with, beside its campaign and what its link does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mark {
    /// HubSpot refused the last write.
    Refused,
    /// Has referred nobody.
    NoReferral,
    /// Has no successful referral.
    NoSuccess,
}

/// What entries have to have, in the words of the full-text index.
#[derive(Debug, Default)]
pub(crate) struct Match(Vec<String>);

impl Match {
    /// Has the words that a person typed: each is the beginning of a word of a name or an e-mail address, or a
    /// code. Of a link, its end is looked for, a code or a slug.
    pub(crate) fn typed(mut self, text: &str) -> Self {
        let text = text.trim().trim_end_matches('/');
        let text = text.rsplit_once('/').map_or(text, |(_, end)| end);
        let words = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty());
        self.0.extend(words.take(MOST_WORDS).map(|word| {
            // A code is recognised with the letters that are taken for its digits, too.
            word.parse::<ReferralCode>().map_or_else(
                |_| format!("words : \"{word}\" *"),
                |code| format!("words : (\"{code}\" OR \"{word}\" *)"),
            )
        }));
        self
    }

    /// Has all words of this text, each as a whole.
    pub(crate) fn worded(mut self, text: &str) -> Self {
        let words = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty());
        self.0
            .extend(words.map(|word| format!("words : \"{word}\"")));
        self
    }

    /// Takes part in the campaign.
    pub(crate) fn campaign(self, campaign: CampaignId) -> Self {
        self.marked(&format!("campaign{campaign}"))
    }

    /// Has a link of this status.
    pub(crate) fn link_status(self, status: LinkStatus) -> Result<Self, PortalError> {
        match name(&status)? {
            SqlValue::Text(name) => Ok(self.marked(&name)),
            SqlValue::Null | SqlValue::Integer(_) => Ok(self),
        }
    }

    /// Has this mark.
    pub(crate) fn mark(self, mark: Mark) -> Self {
        self.marked(match mark {
            Mark::Refused => "refused",
            Mark::NoReferral => "noreferral",
            Mark::NoSuccess => "nosuccess",
        })
    }

    /// Has this mark, by its name in the entry.
    pub(crate) fn marked(mut self, mark: &str) -> Self {
        self.0.push(format!("marks : \"{mark}\""));
        self
    }

    /// The whole, for MATCH; `None` if everything will do.
    pub(crate) fn expression(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join(" AND "))
    }
}
