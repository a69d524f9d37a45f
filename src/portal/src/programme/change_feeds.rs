//! Which change feeds there are: those that a campaign's rules, or its arrivals, need.
//!
//! A feed that begins begins with the present; all known referrals are rechecked once then, so that nothing falls
//! between.
//!
//! Invariant: whoever changes campaigns, or the scopes of the grant, calls [`keep`] in the same transaction.

use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::change_feeds::{self, Objects};
use crate::tables::referrals;

/// Begins and ends feeds, as campaigns and the grant now want it. Runs inside the caller's transaction.
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

/// A paused campaign needs its deals: people who were referred before are still on their way.
fn needs_deals(campaign: &Campaign) -> bool {
    !campaign.is_archived() && campaign.terms.need_deals()
}

fn needs_contacts(campaign: &Campaign) -> bool {
    let has_rules = !campaign.is_archived() && !campaign.terms.properties().is_empty();
    campaign.arrival_property().is_some() || has_rules
}
