//! Rewrites: a field whose value has changed for all referrers of a campaign is written to HubSpot anew, a hundred
//! contacts at a time.
//!
//! The next sweep of an ongoing sync would write it, too. One-time syncs have no sweep, and archived campaigns none at
//! all: without a rewrite HubSpot would go on showing `live` for links that no longer work.
//!
//! Referrers that were enrolled by hand before the properties existed get their first values in the same way, because no
//! run may read them.
//!
//! Invariant: a contact is put into the outbox only while few batches wait, so that the outbox stays small.

use domain::ReferralField;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaign_rewrites::{self, Rewrite};
use crate::tables::referrers;
use crate::write_back::outbox::{self, Changed};

/// Puts the next referrers into the outbox, or ends the rewrite. Of a revoked link only the status is written. Runs
/// inside the caller's transaction.
pub(crate) fn go_on(database: &Database, rewrite: &Rewrite) -> Result<(), PortalError> {
    if !is_shown(database, rewrite)? {
        return campaign_rewrites::end(database, rewrite);
    }
    let (campaign, after) = (rewrite.campaign, &rewrite.after);
    let contacts = if rewrite.only_unwritten {
        referrers::unwritten_after(database, campaign, after)?
    } else {
        let with_revoked = rewrite.fields.contains(&ReferralField::LinkStatus);
        referrers::after(database, campaign, after, with_revoked)?
    };
    let Some(last) = contacts.last() else {
        return campaign_rewrites::end(database, rewrite);
    };
    let changed: Vec<_> = contacts
        .iter()
        .map(|contact| Changed {
            contact,
            fields: rewrite.fields.clone(),
        })
        .collect();
    outbox::write(database, rewrite.campaign, &changed)?;
    campaign_rewrites::go_on(database, rewrite, last.as_str())
}

/// Returns whether a property shows one of the fields.
fn is_shown(database: &Database, rewrite: &Rewrite) -> Result<bool, PortalError> {
    for field in &rewrite.fields {
        if outbox::is_shown(database, rewrite.campaign, *field)? {
            return Ok(true);
        }
    }
    Ok(false)
}
