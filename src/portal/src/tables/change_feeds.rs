//! What is watched in HubSpot, and how far its changes have been seen: of contacts, and of deals.
//!
//! A row is here while there is something to be watched for. A watch that begins begins with the present; whatever
//! was known before is looked at once then, so that nothing falls between.
//!
//! Invariant: whoever changes campaigns, or what the grant covers, calls [`keep`] in the same transaction.

use domain::{CampaignStatus, PropertyName};
use hubspot::changes::ChangesCursor;
use jiff::{SignedDuration, Timestamp};

use crate::referrals;
use crate::storage::database::{Database, Row};
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::campaigns::{self, Campaign};

/// A kind of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Objects {
    Contacts,
    Deals,
}

impl Objects {
    const ALL: [Self; 2] = [Self::Contacts, Self::Deals];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Deals => "deals",
        }
    }
}

/// A watch's row.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    pub(crate) objects: Objects,
    pub(crate) cursor: ChangesCursor,
    /// When HubSpot is asked next.
    pub(crate) next_at: Timestamp,
}

const UNREADABLE: PortalError = PortalError::Unreadable("a watch");

fn read(row: &Row) -> Result<Watch, PortalError> {
    let name = row.text(0)?;
    let objects = Objects::ALL.into_iter().find(|one| one.as_str() == name);
    Ok(Watch {
        objects: objects.ok_or(UNREADABLE)?,
        cursor: ChangesCursor {
            from_ms: row.integer(1)?,
            from_id: row.optional_text(2)?.map(str::to_owned),
        },
        next_at: row.time(3)?,
    })
}

/// What is watched.
pub(crate) fn all(database: &Database) -> Result<Vec<Watch>, PortalError> {
    let statement = "SELECT objects, from_ms, from_id, next_at FROM watch";
    database.all(statement, &[])?.iter().map(read).collect()
}

/// Changes were seen up to a cursor. Runs inside the caller's transaction.
pub(crate) fn advance(
    database: &Database,
    objects: Objects,
    cursor: &ChangesCursor,
    next_at: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE watch SET from_ms = ?2, from_id = ?3, next_at = ?4 WHERE objects = ?1",
        &[
            objects.as_str().into(),
            cursor.from_ms.into(),
            cursor.from_id.as_deref().into(),
            next_at.into(),
        ],
    )
}

/// Begins and ends watches, as campaigns and the grant now want it. Runs inside the caller's transaction.
pub(crate) fn keep(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    let campaigns = campaigns::all(database)?;
    let deals_granted = Account::load(database)?.covered_deals();
    let mut began = false;
    for objects in Objects::ALL {
        let wanted = match objects {
            Objects::Contacts => campaigns.iter().any(needs_contacts),
            Objects::Deals => deals_granted && campaigns.iter().any(needs_deals),
        };
        if !wanted {
            let statement = "DELETE FROM watch WHERE objects = ?1";
            database.change(statement, &[objects.as_str().into()])?;
            continue;
        }
        let row = database.first(
            "INSERT OR IGNORE INTO watch (objects, from_ms, next_at) VALUES (?1, ?2, ?2) RETURNING 1",
            &[objects.as_str().into(), now.into()],
        )?;
        began |= row.is_some();
    }
    if began {
        referrals::look_at_all_known(database, now)?;
    }
    Ok(())
}

/// Whoever was referred before a pause is still on their way.
fn needs_deals(campaign: &Campaign) -> bool {
    campaign.status != CampaignStatus::Archived && campaign.terms.need_deals()
}

fn needs_contacts(campaign: &Campaign) -> bool {
    let on_the_way = campaign.status != CampaignStatus::Archived;
    arrivals(campaign).is_some() || (on_the_way && !campaign.terms.properties().is_empty())
}

/// The property in which contacts arrive with a code of the campaign, while its links are live.
pub(crate) fn arrivals(campaign: &Campaign) -> Option<&PropertyName> {
    let live = campaign.status == CampaignStatus::Live;
    campaign.terms.arrival_property.as_ref().filter(|_| live)
}

/// Cron looks after a portal that should have been woken by its alarm. It is told of a moment ahead, in steps: a
/// portal that asks HubSpot every half a minute tells the Directory every ten.
const CERTAINTY_MS: i64 = 10 * 60 * 1000;

/// From when on cron should see to what was due at this time.
pub(crate) fn certainly(due: Timestamp) -> Timestamp {
    let step = due
        .as_millisecond()
        .div_euclid(CERTAINTY_MS)
        .saturating_add(2);
    Timestamp::from_millisecond(step.saturating_mul(CERTAINTY_MS)).unwrap_or(due)
}

/// When HubSpot is asked next, after all that it has was seen.
pub(crate) fn next(now: Timestamp, interval: SignedDuration) -> Timestamp {
    now.saturating_add(interval).unwrap_or(now)
}
