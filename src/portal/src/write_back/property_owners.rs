//! The owners of HubSpot properties: which sync or campaign writes which one.
//!
//! Invariants: a property that a sync writes is written by no other sync, and by no campaign for the people who were
//! referred. Several campaigns may share a property for the name of the referrer: each writes to other contacts. Such a
//! property holds text and is never one of HubSpot's own: one that is not Goodword's must be in the catalogue before a
//! campaign can name it.

use domain::{OutboundMapping, ReferralTerms, ReferredByField, ReferredByMapping};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::syncs::{self, Sync};
use crate::tables::{campaigns, catalogue};

/// Refuses a sync's mapping with a property that has an owner already. `others` are the other syncs.
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
            "The campaign {} writes into the property {property} who referred a person. Choose another property.",
            campaign.as_str()
        ))),
    }
}

/// Refuses terms with a new property that cannot be written for the people who were referred. Properties that the
/// campaign has already stay.
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

/// Refuses a property that the catalogue does not offer.
fn refuse_unseen(database: &Database, property: &str) -> Result<(), PortalError> {
    let why = match catalogue::takes_text(database, property)? {
        Some(true) => return Ok(()),
        Some(false) => "takes no text from apps, or is one of HubSpot's own",
        None => {
            "is not among the contact properties that HubSpot showed last. Refresh them, or make it there first"
        }
    };
    let why = format!("The property {property} {why}.");
    Err(PortalError::invalid("terms", why))
}
