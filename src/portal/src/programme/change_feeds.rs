//! Beginning and ending the change feeds that the rules and the arrivals of campaigns need.
//!
//! A new feed begins at the present time. All known referrals are then rechecked once, so that no earlier change is
//! missed.
//!
//! Invariant: code that changes campaigns or the scopes of the grant calls [`keep`] in the same transaction.

use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::change_feeds::{self, Objects};
use crate::tables::referrals;

/// Begins and ends feeds according to the present campaigns and grant. Runs inside the caller's transaction.
pub(crate) fn keep(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    let campaigns = campaigns::all(database)?;
    let deals_granted = Account::load(database)?.covered_deals();
    let mut began = false;
    for objects in Objects::ALL {
        let wanted = match objects {
            Objects::Contacts => campaigns.iter().any(needs_contacts),
            Objects::Deals => deals_granted && campaigns.iter().any(needs_deals),
        };
        if wanted {
            began |= change_feeds::begin(database, objects, now)?;
        } else {
            change_feeds::end(database, objects)?;
        }
    }
    if began {
        referrals::bring_all_forward(database, now)?;
    }
    Ok(())
}

/// Returns whether a campaign needs deals. A paused campaign does, because its pending referrals can still become
/// successful.
fn needs_deals(campaign: &Campaign) -> bool {
    !campaign.is_archived() && campaign.terms.need_deals()
}

fn needs_contacts(campaign: &Campaign) -> bool {
    let has_rules = !campaign.is_archived() && !campaign.terms.properties().is_empty();
    campaign.arrival_property().is_some() || has_rules
}
