//! Writing referrers' numbers back: changes are collected for a while and go into the outbox together.
//!
//! A busy referrer is written at most twice a minute. A referrer whose numbers changed and changed back is not written
//! at all.
//!
//! Invariant: while a change waits, `portal.write_back_at` says since when. The loop knows how long it collects.

use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::{account, number_changes};
use crate::write_back::outbox::{self, Changed};

/// Keeps a referrer's numbers before they change. True if nothing waited before: the loop has to learn when the first
/// change is due. Runs inside the caller's transaction.
pub(crate) fn remember(
    database: &Database,
    key: ReferrerKey<'_>,
    now: Timestamp,
) -> Result<bool, PortalError> {
    number_changes::keep(database, key)?;
    account::begin_write_back(database, now)
}

/// Puts all changes into the outbox. Runs inside the caller's transaction.
pub(crate) fn release(database: &Database) -> Result<(), PortalError> {
    let changes = number_changes::all(database)?;
    for of_campaign in changes.chunk_by(|one, other| one.campaign == other.campaign) {
        let Some(first) = of_campaign.first() else {
            continue;
        };
        let written: Vec<_> = of_campaign
            .iter()
            .map(|change| Changed {
                contact: &change.contact,
                fields: change.fields.0.clone(),
            })
            .collect();
        outbox::write(database, first.campaign, &written)?;
    }
    number_changes::delete_all(database)?;
    account::end_write_back(database)
}
