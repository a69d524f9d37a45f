//! The table of outcomes that a person should see: contacts of a run that failed or were skipped, with the reason.

use domain::{ContactId, RunId};
use hubspot::Rejection;

use crate::api_types::requests::OutcomeKind;
use crate::api_types::views::{OutcomeView, Reason};
use crate::storage::columns::{self, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

columns::named!(Reason);

/// An outcome to record.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) contact: ContactId,
    pub(crate) kind: OutcomeKind,
    pub(crate) reason: Reason,
    pub(crate) detail: String,
}

impl Outcome {
    /// Returns the outcome of a contact that HubSpot refused.
    pub(crate) fn refused(contact: ContactId, rejection: &Rejection) -> Self {
        let gone = rejection.status == 404 || rejection.category == "OBJECT_NOT_FOUND";
        Self {
            contact,
            kind: OutcomeKind::Failed,
            reason: if gone { Reason::Gone } else { Reason::Refused },
            detail: rejection.message.clone(),
        }
    }

    /// Returns the outcome of a contact whose update has failed again and again, for this reason.
    pub(crate) fn troubled(contact: ContactId, detail: String) -> Self {
        Self {
            contact,
            kind: OutcomeKind::Failed,
            reason: Reason::Unconfirmed,
            detail,
        }
    }

    /// Returns the outcome of a contact that is no longer in HubSpot under its id: it was merged into another, or
    /// deleted.
    pub(crate) fn lost(contact: ContactId, into: Option<&ContactId>) -> Self {
        Self {
            contact,
            kind: OutcomeKind::Failed,
            reason: Reason::Gone,
            detail: match into {
                Some(into) => format!("The contact was merged into the contact {into} in HubSpot."),
                None => "The contact was deleted in HubSpot.".into(),
            },
        }
    }

    /// Returns the outcome of a contact that HubSpot does not mention.
    pub(crate) fn unconfirmed(contact: ContactId) -> Self {
        Self {
            contact,
            kind: OutcomeKind::Failed,
            reason: Reason::Unconfirmed,
            detail: "HubSpot took the update several times without confirming it.".into(),
        }
    }

    /// Returns the outcome of a contact that was read by its id and is no longer in HubSpot.
    pub(crate) fn gone(contact: ContactId) -> Self {
        Self {
            contact,
            kind: OutcomeKind::Skipped,
            reason: Reason::Gone,
            detail: "The contact was deleted in HubSpot.".into(),
        }
    }

    /// Returns the outcome of a contact that was read by its id and was merged into another one.
    pub(crate) fn merged(contact: ContactId, into: &ContactId) -> Self {
        Self {
            contact,
            kind: OutcomeKind::Skipped,
            reason: Reason::Merged,
            detail: format!("The contact was merged into the contact {into}."),
        }
    }

    /// Returns the outcome of a contact that HubSpot did not show.
    pub(crate) fn unread(contact: ContactId, why: &str) -> Self {
        Self {
            contact,
            kind: OutcomeKind::Failed,
            reason: Reason::Unread,
            detail: format!("HubSpot did not show the contact: {why}"),
        }
    }

    /// Returns the outcome of a contact whose link was revoked.
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
            run.into(),
            (&outcome.contact).into(),
            to_name(&outcome.kind)?,
            to_name(&outcome.reason)?,
            outcome.detail.as_str().into(),
        ],
    )
}

row! {
    /// An outcome's row.
    struct OutcomeRow {
        contact: ContactId = "contact_id",
        kind: OutcomeKind = "kind",
        reason: Reason = "reason",
        detail: String = "detail",
    }
}

impl From<OutcomeRow> for OutcomeView {
    fn from(row: OutcomeRow) -> Self {
        Self {
            contact_id: row.contact,
            kind: row.kind,
            reason: row.reason,
            detail: row.detail,
        }
    }
}

/// Returns a page of a run's outcomes, by contact id.
pub(crate) fn page(
    database: &Database,
    run: RunId,
    kind: Option<OutcomeKind>,
    after: Option<&ContactId>,
    most: u32,
) -> Result<Vec<OutcomeView>, PortalError> {
    let columns = OutcomeRow::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM outcome WHERE run_id = ?1 AND contact_id > ?2 \
         AND (?3 IS NULL OR kind = ?3) ORDER BY contact_id LIMIT ?4"
    );
    let rows: Vec<OutcomeRow> = database.all(
        &statement,
        &[
            run.into(),
            after.map_or("", ContactId::as_str).into(),
            kind.as_ref().map(to_name).transpose()?.into(),
            most.into(),
        ],
    )?;
    Ok(rows.into_iter().map(OutcomeView::from).collect())
}

/// Deletes the outcomes of a run that is deleted.
pub(crate) fn delete_of_run(database: &Database, run: RunId) -> Result<(), PortalError> {
    database.change("DELETE FROM outcome WHERE run_id = ?1", &[run.into()])
}

/// Counts the outcomes of a kind that a run has.
pub(crate) fn count(
    database: &Database,
    run: RunId,
    kind: OutcomeKind,
) -> Result<u32, PortalError> {
    let statement = "SELECT COUNT(*) FROM outcome WHERE run_id = ?1 AND kind = ?2";
    database.number(statement, &[run.into(), to_name(&kind)?])
}
