//! Who writes which HubSpot property.
//!
//! Invariants: a property that a sync writes is written by no other sync, and by no campaign for the people who were
//! referred. Several campaigns may tell who referred somebody in one property: that is about another contact each time.
//! Nothing but text goes there, and nothing into HubSpot's own properties: a property that is not Goodword's must have
//! been seen in HubSpot before a campaign can name it.

use domain::{OutboundMapping, ReferralTerms, ReferredByField, ReferredByMapping};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::syncs::{self, Sync};

/// Refuses a sync's mapping that names what is written already. `others` are the other syncs.
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
            "The campaign {campaign} tells in the property {property} who referred somebody; choose another property."
        ))),
    }
}

/// Refuses terms that name a property which cannot be written for the people who were referred. What the campaign names
/// already stays.
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
            "The sync of {} already writes the property {property}; choose another property.",
            campaign.name
        )),
        Err(error) => error,
    }
}

/// What people choose from says what can be written.
fn refuse_unseen(database: &Database, property: &str) -> Result<(), PortalError> {
    let row = database.first(
        "SELECT EXISTS (SELECT 1 FROM json_each(property.value -> 'takes') WHERE value = 'text') \
         FROM catalogue, json_each(catalogue.properties) AS property \
         WHERE property.value ->> 'name' = ?1 LIMIT 1",
        &[property.into()],
    )?;
    let why = match row {
        None => {
            "is not among the contact properties that HubSpot showed last. Refresh them, or make it there first"
        }
        Some(row) if row.flag(0)? => return Ok(()),
        Some(_) => "takes no text from apps, or is one of HubSpot's own",
    };
    let why = format!("The property {property} {why}.");
    Err(PortalError::invalid("terms", why))
}
