//! The event log: the events of referrers and of referrals, as people read them on their pages.
//!
//! The time when a referrer joined is in the referrer's row. The person of a referral is not stored here but read from
//! the referral, so that a person who is erased there is erased here.

use domain::{CampaignId, ContactId, ReferralId};
use jiff::Timestamp;

use crate::api_types::views::{Happening, HistoryView};
use crate::storage::columns::{self, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;
use crate::storage::row::row;
use crate::tables::referrals::Referral;
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::referrers::Person;

columns::named!(Happening);

/// The most events that are shown; people do not read more.
const SHOWN: u32 = 100;

/// The stored referral of an event that concerns only the referrer.
const NO_REFERRAL: ReferralId = ReferralId(0);

row! {
    /// An event with the person of its referral.
    struct Event {
        at: Timestamp = "event.at",
        kind: Happening = "kind",
        detail: Option<String> = "detail",
        referral: ReferralId = "referral_id",
        person: Person = "first_name, last_name, email",
    }
}

/// Records an event of a referrer. Runs inside the caller's transaction.
pub(crate) fn record(
    database: &Database,
    key: ReferrerKey<'_>,
    happening: Happening,
    detail: Option<&str>,
    now: Timestamp,
) -> Result<(), PortalError> {
    insert(database, key, NO_REFERRAL, happening, detail, now)
}

/// Records an event of a referral. Runs inside the caller's transaction.
pub(crate) fn record_referral(
    database: &Database,
    referral: &Referral,
    happening: Happening,
    detail: Option<&str>,
    now: Timestamp,
) -> Result<(), PortalError> {
    let key = referral.referrer_key();
    insert(database, key, referral.id, happening, detail, now)
}

fn insert(
    database: &Database,
    key: ReferrerKey<'_>,
    referral: ReferralId,
    happening: Happening,
    detail: Option<&str>,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "INSERT OR IGNORE INTO event (campaign_id, contact_id, at, kind, referral_id, detail) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            key.campaign.into(),
            key.contact.into(),
            now.into(),
            to_name(&happening)?,
            referral.into(),
            detail.into(),
        ],
    )
}

/// Returns whether the log of a referral has this event with this detail.
pub(crate) fn has(
    database: &Database,
    referral: ReferralId,
    happening: Happening,
    detail: &str,
) -> Result<bool, PortalError> {
    database.exists(
        "SELECT 1 FROM event WHERE referral_id = ?1 AND referral_id > 0 AND kind = ?2 \
         AND detail = ?3 LIMIT 1",
        &[referral.into(), to_name(&happening)?, detail.into()],
    )
}

/// Returns the events of a referrer, the latest first.
pub(crate) fn of(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
) -> Result<Vec<HistoryView>, PortalError> {
    let condition = "event.campaign_id = ?2 AND event.contact_id = ?3";
    events(database, condition, [campaign.into(), contact.into()])
}

/// Returns the events of a referral, the latest first.
pub(crate) fn of_referral(
    database: &Database,
    id: ReferralId,
) -> Result<Vec<HistoryView>, PortalError> {
    let condition = "event.referral_id = ?2 AND event.referral_id > 0";
    events(database, condition, [id.into()])
}

fn events<const N: usize>(
    database: &Database,
    condition: &str,
    of: [SqlValue; N],
) -> Result<Vec<HistoryView>, PortalError> {
    let columns = Event::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM event LEFT JOIN referral ON referral.id = referral_id \
         WHERE {condition} ORDER BY event.at DESC LIMIT ?1"
    );
    let mut parameters = vec![SHOWN.into()];
    parameters.extend(of);
    let events: Vec<Event> = database.all(&statement, &parameters)?;
    Ok(events.into_iter().map(HistoryView::from).collect())
}

impl From<Event> for HistoryView {
    fn from(event: Event) -> Self {
        Self {
            at: event.at,
            kind: event.kind,
            detail: event.detail,
            referral_id: (event.referral != NO_REFERRAL).then_some(event.referral),
            person: event.person.name().or(event.person.email),
        }
    }
}
