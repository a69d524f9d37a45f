//! The owners of HubSpot properties: the syncs and campaigns that write them.
//!
//! Invariants: a property that a sync writes is written by no other sync, and by no campaign for referred people.
//! Several campaigns may share a property for the name of the referrer, because each writes to other contacts. Such a
//! property holds text and is never one of HubSpot's own. A property that is not Goodword's must be in the catalogue
//! before a campaign can name it.

use domain::{OutboundMapping, ReferralTerms, ReferredByField, ReferredByMapping};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::syncs::{self, Sync};
use crate::tables::{campaigns, catalogue};

/// Rejects a sync's mapping with a property that has an owner already. `others` are the other syncs.
pub(crate) fn refuse_taken(
    database: &Database,
    others: &[Sync],
    outbound: &[OutboundMapping],
) -> Result<(), PortalError> {
    for row in outbound {
        let taken = others
            .iter()
            .find(|sync| sync.outbound.iter().any(|own| own.property == row.property));
        if let Some(sync) = taken {
            return Err(written_by(database, sync, row.property.as_str()));
        }
    }
    let taken = campaigns::all(database)?.into_iter().find_map(|campaign| {
        let told = &campaign.terms.referred_by;
        let shared = outbound
            .iter()
            .find(|row| told.iter().any(|own| own.property == row.property))?;
        Some((campaign.name, shared.property.to_string()))
    });
    match taken {
        None => Ok(()),
        Some((campaign, property)) => Err(PortalError::Conflict(format!(
            "The campaign {} already writes a person's referrer into the property {property}. Choose another property.",
            campaign.as_str()
        ))),
    }
}

/// Rejects terms with a new property that cannot be written for referred people. Properties that the campaign has
/// already are accepted.
pub(crate) fn refuse_unfit(
    database: &Database,
    present: &ReferralTerms,
    new: &ReferralTerms,
) -> Result<(), PortalError> {
    let named = |row: &&ReferredByMapping| {
        let mut known = present.referred_by.iter();
        known.all(|own| own.property != row.property)
    };
    let added: Vec<_> = new.referred_by.iter().filter(named).collect();
    if added.is_empty() {
        return Ok(());
    }
    let syncs = syncs::all(database)?;
    for row in added {
        let property = row.property.as_str();
        let taken = syncs
            .iter()
            .find(|sync| sync.outbound.iter().any(|own| own.property == row.property));
        if let Some(sync) = taken {
            return Err(written_by(database, sync, property));
        }
        let own = ReferredByField::ALL
            .iter()
            .any(|field| field.own_property() == row.property);
        if !own {
            refuse_unseen(database, property)?;
        }
    }
    Ok(())
}

fn written_by(database: &Database, sync: &Sync, property: &str) -> PortalError {
    match campaigns::get(database, sync.campaign) {
        Ok(campaign) => PortalError::Conflict(format!(
            "The sync of {} already writes the property {property}. Choose another property.",
            campaign.name.as_str()
        )),
        Err(error) => error,
    }
}

/// Rejects a property that the catalogue does not offer.
fn refuse_unseen(database: &Database, property: &str) -> Result<(), PortalError> {
    let why = match catalogue::takes_text(database, property)? {
        Some(true) => return Ok(()),
        Some(false) => "does not accept text from apps, or is one of HubSpot's own",
        None => {
            "is not among the contact properties of HubSpot's last list. Refresh the list, or create the property first"
        }
    };
    let why = format!("The property {property} {why}.");
    Err(PortalError::invalid("terms", why))
}
