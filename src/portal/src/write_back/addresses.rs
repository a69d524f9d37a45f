//! Writing all addresses to HubSpot again, after the portal's host changed: under one-time syncs too, which have no
//! further run that would do it.

use domain::{PropertyName, ReferralField};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::{address_rewrite, campaigns, outbox, syncs};
use crate::write_back::outbox::{Changed, write};

/// The fields whose values have the portal's host in them.
const FIELDS: [ReferralField; 2] = [ReferralField::ReferralLink, ReferralField::QrCodeUrl];

/// The batches that may wait in the outbox for the pass to go on. The writer looks at as many in one round.
const MAX_WAITING: u32 = 24;

/// The most steps of the pass in one round. Referrers whose campaign has no sync make no batch.
const STEPS: usize = 10;

/// Puts the addresses of the next referrers into the outbox, as far as it has room. Returns whether there is more to do
/// at once: the pass could go on, or it has ended, for which a host may wait.
pub(crate) fn write_some(database: &Database) -> Result<bool, PortalError> {
    for step in 0..STEPS {
        if !address_rewrite::is_under_way(database)? {
            return Ok(step > 0);
        }
        if outbox::waiting_beside_runs(database)? > MAX_WAITING {
            return Ok(false);
        }
        database.atomically(|| write_step(database))?;
    }
    Ok(true)
}

fn write_step(database: &Database) -> Result<(), PortalError> {
    let referrers = address_rewrite::next(database)?;
    let Some((last_campaign, last_contact)) = referrers.last() else {
        return address_rewrite::end(database);
    };
    for some in referrers.chunk_by(|one, other| one.0 == other.0) {
        let Some((campaign, _)) = some.first() else {
            continue;
        };
        let changed: Vec<_> = some
            .iter()
            .map(|(_, contact)| Changed {
                contact,
                fields: FIELDS.into(),
            })
            .collect();
        write(database, *campaign, &changed)?;
    }
    address_rewrite::advance(database, *last_campaign, last_contact)
}

/// Returns whether no address waits in the outbox beside the runs.
pub(crate) fn are_written(database: &Database) -> Result<bool, PortalError> {
    let mut properties: Vec<PropertyName> = Vec::new();
    for campaign in campaigns::all(database)? {
        for sync in syncs::of_campaign(database, campaign.id)? {
            let rows = sync.outbound.into_iter();
            let addresses = rows.filter(|row| FIELDS.contains(&row.field));
            properties.extend(addresses.map(|row| row.property));
        }
    }
    Ok(!outbox::names_any(database, &properties)?)
}
