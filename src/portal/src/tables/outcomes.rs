//! The table of outcomes that a person should see: contacts of a run that failed or were skipped, and why.

use domain::{ContactId, RunId};
use hubspot::Rejection;
use serde::{Deserialize, Serialize};

use crate::api_types::requests::OutcomeKind;
use crate::api_types::views::OutcomeView;
use crate::storage::database::{Database, name};
use crate::storage::error::PortalError;

/// Why a contact failed or was skipped, by what a person can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OutcomeReason))]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// HubSpot refused the values or the contact; its own words are in the detail.
    Refused,
    /// The contact is no longer in HubSpot.
    Gone,
    /// HubSpot took the call several times and never mentioned the contact.
    Unconfirmed,
    /// The referrer's link was revoked: nothing more is written.
    LinkRevoked,
}

impl Reason {
    /// As the API writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Gone => "gone",
            Self::Unconfirmed => "unconfirmed",
            Self::LinkRevoked => "linkRevoked",
        }
    }
}

/// An outcome to be recorded.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) contact: ContactId,
    pub(crate) kind: OutcomeKind,
    pub(crate) reason: Reason,
    pub(crate) detail: String,
}

impl Outcome {
    /// The outcome of a contact that HubSpot refused by itself.
    pub(crate) fn refused(contact: ContactId, rejection: &Rejection) -> Self {
        let gone = rejection.status == 404 || rejection.category == "OBJECT_NOT_FOUND";
        Self {
            contact,
            kind: OutcomeKind::Failed,
            reason: if gone { Reason::Gone } else { Reason::Refused },
            detail: rejection.message.clone(),
        }
    }

    /// The outcome of a contact that HubSpot keeps silent about.
    pub(crate) fn unconfirmed(contact: ContactId) -> Self {
        Self {
            contact,
            kind: OutcomeKind::Failed,
            reason: Reason::Unconfirmed,
            detail: "HubSpot took the update several times without confirming it.".into(),
        }
    }

    /// The outcome of a contact that was asked for by name and is no longer in HubSpot.
    pub(crate) fn gone(contact: ContactId) -> Self {
        Self {
            contact,
            kind: OutcomeKind::Skipped,
            reason: Reason::Gone,
            detail: "The contact was deleted in HubSpot.".into(),
        }
    }

    /// The outcome of a contact whose link was revoked.
    pub(crate) fn link_revoked(contact: ContactId) -> Self {
        Self {
            contact,
            kind: OutcomeKind::Skipped,
            reason: Reason::LinkRevoked,
            detail: "The contact's link was revoked; nothing is written for it.".into(),
        }
    }
}

/// Records an outcome; a later one of the same run replaces an earlier one.
pub(crate) fn record(
    database: &Database,
    run: RunId,
    outcome: &Outcome,
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO outcome (run_id, contact_id, kind, reason, detail) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (run_id, contact_id) \
         DO UPDATE SET kind = excluded.kind, reason = excluded.reason, detail = excluded.detail",
        &[
            run.0.into(),
            outcome.contact.as_str().into(),
            name(&outcome.kind)?,
            name(&outcome.reason)?,
            outcome.detail.as_str().into(),
        ],
    )
}

/// A page of a run's outcomes, by contact id.
pub(crate) fn page(
    database: &Database,
    run: RunId,
    kind: Option<OutcomeKind>,
    after: Option<&ContactId>,
    most: u32,
) -> Result<Vec<OutcomeView>, PortalError> {
    let rows = database.all(
        "SELECT contact_id, kind, reason, detail FROM outcome WHERE run_id = ?1 \
         AND contact_id > ?2 AND (?3 IS NULL OR kind = ?3) ORDER BY contact_id LIMIT ?4",
        &[
            run.0.into(),
            after.map_or("", ContactId::as_str).into(),
            kind.as_ref()
                .map(name)
                .transpose()?
                .unwrap_or(crate::storage::ports::SqlValue::Null),
            most.into(),
        ],
    )?;
    rows.iter()
        .map(|row| {
            Ok(OutcomeView {
                contact_id: row.parsed(0)?,
                kind: row.named(1)?,
                reason: row.named(2)?,
                detail: row.text(3)?.to_owned(),
            })
        })
        .collect()
}

/// How many outcomes of a kind a run has.
pub(crate) fn count(
    database: &Database,
    run: RunId,
    kind: OutcomeKind,
) -> Result<u32, PortalError> {
    let row = database.first(
        "SELECT COUNT(*) FROM outcome WHERE run_id = ?1 AND kind = ?2",
        &[run.0.into(), name(&kind)?],
    )?;
    row.map_or(Ok(0), |row| row.count(0))
}
