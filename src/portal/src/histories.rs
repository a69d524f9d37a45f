//! What happened to a referrer, as people read it on the referrer's page. That they joined is in their own row.

use domain::{CampaignId, ContactId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::database::{Database, name};
use crate::error::PortalError;
use crate::views::HistoryView;

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
    /// Left the audience; the sync paused or revoked the link.
    Left,
    /// Is back in the audience; the link is live again.
    CameBack,
    /// HubSpot refused to take what Goodword wrote.
    Refused,
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

/// What happened to a referrer, the last first.
pub(crate) fn of(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
) -> Result<Vec<HistoryView>, PortalError> {
    let rows = database.all(
        "SELECT at, kind, detail FROM happening WHERE campaign_id = ?1 AND contact_id = ?2 \
         ORDER BY at DESC LIMIT ?3",
        &[campaign.0.into(), contact.as_str().into(), SHOWN.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(HistoryView {
                at: row.time(0)?,
                kind: row.named(1)?,
                detail: row.optional_text(2)?.map(str::to_owned),
            })
        })
        .collect()
}
