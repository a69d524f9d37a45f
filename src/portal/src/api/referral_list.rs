//! Lists of referrals: with a search and filters, newest first, a page at a time.
//!
//! A page reads one entry of [`crate::tables::referral_index`] and one referral for each line that it shows.

use domain::ReferralId;

use crate::Portal;
use crate::api::referrals;
use crate::api_types::requests::ReferralQuery;
use crate::api_types::views::{List, View};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;
use crate::tables::referrals::Referral;
use crate::tables::referrer_index::Match;

/// The lines of a page.
const LINES: usize = 50;

/// The longest search, in bytes; names and addresses are shorter.
const LONGEST_SEARCH: usize = 200;

impl Portal {
    pub(crate) fn list_referrals(&self, query: &ReferralQuery) -> Result<View, PortalError> {
        let found = found(&self.database, query, Came::LastFirst, LINES)?;
        let next = found
            .get(LINES.saturating_sub(1))
            .map(|(referral, _)| referral.id.to_string());
        let items = found
            .into_iter()
            .map(|(referral, name)| referrals::view(referral, name));
        Ok(View::Referrals(List {
            items: items.collect(),
            next,
        }))
    }
}

/// The order by the time when the referrals arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Came {
    FirstFirst,
    LastFirst,
}

/// Returns the referrals of a query, each with the name of its referrer.
pub(crate) fn found(
    database: &Database,
    query: &ReferralQuery,
    order: Came,
    most: usize,
) -> Result<Vec<(Referral, Option<String>)>, PortalError> {
    let mut wanted = Match::default();
    if let Some(text) = &query.search {
        if text.len() > LONGEST_SEARCH {
            let why = "A search has at most 200 characters.";
            return Err(PortalError::invalid("q", why));
        }
        wanted = wanted.typed(text);
    }
    if let Some(campaign) = query.campaign {
        wanted = wanted.campaign(campaign);
    }
    if let Some(contact) = &query.referrer {
        wanted = wanted.referrer(contact);
    }
    if let Some(status) = query.status {
        wanted = wanted.status(status);
    }
    let (beyond, direction, start) = match order {
        Came::FirstFirst => (">", "ASC", 0),
        Came::LastFirst => ("<", "DESC", u32::MAX),
    };
    let after = query.after.unwrap_or(ReferralId(start));
    let lines = u32::try_from(most).unwrap_or(u32::MAX);
    let mut parameters: Vec<SqlValue> = vec![after.into(), lines.into()];
    let mut narrowed = Vec::new();
    if let Some(expression) = wanted.expression() {
        parameters.push(SqlValue::Text(expression));
        narrowed.push(format!("referral_index MATCH ?{} AND ", parameters.len()));
    }
    if let Some(network) = &query.network {
        parameters.push(network.as_str().into());
        let from = "referral_index.rowid IN (SELECT id FROM referral WHERE network = ?";
        narrowed.push(format!("{from}{}) AND ", parameters.len()));
    }
    let narrowed = narrowed.concat();
    let columns = Referral::COLUMNS;
    // CROSS JOIN keeps SQLite from reading referrals in their own order first. The full-text index takes a bound of
    // rowids only as an integer, and the platform's numbers are doubles.
    let statement = format!(
        "SELECT {columns}, referral_index.referrer FROM referral_index CROSS JOIN referral \
         ON referral.id = referral_index.rowid \
         WHERE {narrowed}referral_index.rowid {beyond} CAST(?1 AS INTEGER) \
         ORDER BY referral_index.rowid {direction} LIMIT ?2"
    );
    database.all(&statement, &parameters)
}
