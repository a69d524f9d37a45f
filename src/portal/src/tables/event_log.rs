//! What happened to a referrer and to their referrals, as people read it on their pages. That a referrer joined is in
//! their own row. Whom it was about is not kept here, but read from the referral: what is forgotten there is forgotten
//! here.

use domain::{CampaignId, ContactId, ReferralId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::api_types::views::HistoryView;
use crate::referrals::Referral;
use crate::storage::database::{Database, Row, name};
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;
use crate::tables::referrers::Person;

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Happening {
    /// Became a referrer.
    Joined,
    /// A person paused the link.
    Paused,
    /// A person set the link going again.
    Revived,
    /// A person revoked the link.
    Revoked,
    /// A person gave the link another slug, which the detail says, or none.
    Renamed,
    /// Left the audience; the sync paused or revoked the link.
    Left,
    /// Is back in the audience; the link is live again.
    CameBack,
    /// HubSpot refused to take what Goodword wrote.
    Refused,
    /// Referred somebody.
    Referred,
    /// Referred somebody who does not count; the detail says why.
    NotCounted,
    /// A referral became successful by a rule.
    Qualified,
    /// What made a referral successful was undone.
    Undone,
    /// A person made a referral a success.
    Approved,
    /// A person decided that a referral does not count.
    Rejected,
    /// A person took a referral's success back.
    Reversed,
    /// A person left a referral to the rules again.
    Reopened,
}

/// Events that are shown: more nobody reads.
const SHOWN: u32 = 100;

/// Keeps an event. Runs inside the caller's transaction.
pub(crate) fn record(
    database: &Database,
    (campaign, contact): (CampaignId, &ContactId),
    happening: Happening,
    detail: Option<&str>,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "INSERT OR IGNORE INTO happening (campaign_id, contact_id, at, kind, detail) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        &[
            campaign.0.into(),
            contact.as_str().into(),
            now.into(),
            name(&happening)?,
            detail.into(),
        ],
    )
}

/// Keeps what happened to a referral. Runs inside the caller's transaction.
pub(crate) fn record_referral(
    database: &Database,
    referral: &Referral,
    happening: Happening,
    detail: Option<&str>,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "INSERT OR IGNORE INTO happening (campaign_id, contact_id, at, kind, referral_id, detail) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            referral.campaign.0.into(),
            referral.referrer.as_str().into(),
            now.into(),
            name(&happening)?,
            referral.id.0.into(),
            detail.into(),
        ],
    )
}

/// What happened to a referrer, the last first.
pub(crate) fn of(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
) -> Result<Vec<HistoryView>, PortalError> {
    let condition = "happening.campaign_id = ?2 AND happening.contact_id = ?3";
    let of = [campaign.0.into(), contact.as_str().into()];
    events(database, condition, of)
}

/// What happened to a referral, the last first.
pub(crate) fn of_referral(
    database: &Database,
    id: ReferralId,
) -> Result<Vec<HistoryView>, PortalError> {
    let condition = "happening.referral_id = ?2 AND happening.referral_id > 0";
    events(database, condition, [id.0.into()])
}

fn events<const N: usize>(
    database: &Database,
    condition: &str,
    of: [SqlValue; N],
) -> Result<Vec<HistoryView>, PortalError> {
    let statement = format!(
        "SELECT happening.at, kind, detail, referral_id, first_name, last_name, email \
         FROM happening LEFT JOIN referral ON referral.id = referral_id \
         WHERE {condition} ORDER BY happening.at DESC LIMIT ?1"
    );
    let mut parameters = vec![SHOWN.into()];
    parameters.extend(of);
    let rows = database.all(&statement, &parameters)?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<HistoryView, PortalError> {
    let owned = |at| row.optional_text(at).map(|text| text.map(str::to_owned));
    let person = Person {
        first_name: owned(4)?,
        last_name: owned(5)?,
        email: owned(6)?,
    };
    let referral = row.count(3)?;
    Ok(HistoryView {
        at: row.time(0)?,
        kind: row.named(1)?,
        detail: owned(2)?,
        referral_id: (referral > 0).then_some(ReferralId(referral)),
        person: person.name().or(person.email),
    })
}
