//! The index by which referrers are found: SQLite's full-text index, one entry a referrer.
//!
//! An entry has the words that people search for (names, e-mail address, code, slug) and marks for the filters of
//! lists. Its rowid is the referrer's number, so that the index is in the order of joining, and a page of any search or
//! filter costs one entry and one referrer a line, however many there are.
//!
//! Invariant: an entry agrees with its referrer's row; each change of the row refreshes the entry.

use domain::{CampaignId, ContactId, LinkStatus, ReferralCode};

use crate::storage::columns::to_json;
use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// Updates the entries of these referrers from their rows. Runs inside the caller's transaction.
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
        &[campaign.into(), to_json(&contacts)?],
    )
}

/// The most words of a search; a name and an address have fewer.
const MAX_WORDS: usize = 8;

/// Returns the words of a text. Only blanks and ASCII divide it here, so that no mark of a script is lost; SQLite divides
/// the rest as it divides the entries, and takes a word that it divides for a phrase.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| {
        letter.is_whitespace() || (letter.is_ascii() && !letter.is_ascii_alphanumeric())
    })
    .filter(|word| word.contains(char::is_alphanumeric))
    .take(MAX_WORDS)
}

/// A mark of an entry, beside its campaign and the status of its link.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mark {
    /// HubSpot refused the last write.
    Refused,
    /// The referrer has referred nobody.
    NoReferral,
    /// The referrer has no successful referral.
    NoSuccess,
}

/// A search in an index, in the syntax of SQLite's full-text index.
#[derive(Debug, Default)]
pub(crate) struct Match(Vec<String>);

impl Match {
    /// Finds the entries that have all words that a person typed. Each word is the beginning of a word of a name or an
    /// e-mail address, or a code. A link is searched by its end, which is a code or a slug.
    pub(crate) fn typed(mut self, text: &str) -> Self {
        let text = text.trim().trim_end_matches('/');
        let text = text.rsplit_once('/').map_or(text, |(_, end)| end);
        self.0.extend(words(text).map(|word| {
            // A code is also recognised if letters stand for similar digits.
            word.parse::<ReferralCode>().map_or_else(
                |_| format!("words : \"{word}\" *"),
                |code| format!("words : (\"{code}\" OR \"{word}\" *)"),
            )
        }));
        self
    }

    /// Finds the entries that have all words of this text, each as a whole word; of a long text the first words.
    pub(crate) fn worded(mut self, text: &str) -> Self {
        self.0
            .extend(words(text).map(|word| format!("words : \"{word}\"")));
        self
    }

    /// Finds the entries of this campaign.
    pub(crate) fn campaign(self, campaign: CampaignId) -> Self {
        self.marked(&format!("campaign{campaign}"))
    }

    /// Finds the entries whose link has this status.
    pub(crate) fn link_status(self, status: LinkStatus) -> Self {
        self.marked(status.as_str())
    }

    /// Finds the entries with this mark.
    pub(crate) fn mark(self, mark: Mark) -> Self {
        self.marked(match mark {
            Mark::Refused => "refused",
            Mark::NoReferral => "noreferral",
            Mark::NoSuccess => "nosuccess",
        })
    }

    /// Finds the entries with this mark, by its name in the entry.
    pub(crate) fn marked(mut self, mark: &str) -> Self {
        self.0.push(format!("marks : \"{mark}\""));
        self
    }

    /// Returns the expression for MATCH; `None` if the search has no condition.
    pub(crate) fn expression(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join(" AND "))
    }
}
