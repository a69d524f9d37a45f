//! Runs, how fast they go, and what came of each contact.

use domain::{ContactId, RunId, SyncId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::api_types::requests::OutcomeKind;

/// A run.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Run))]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// Its id.
    pub id: RunId,
    /// The sync it executes.
    pub sync_id: SyncId,
    /// Whom it covers.
    pub kind: RunKind,
    /// How far it is.
    pub state: RunStateView,
    /// What it waits for, if for anything.
    pub waiting_for: Option<WaitingFor>,
    /// What holds it, in words.
    pub problem: Option<String>,
    /// How many contacts it is about to see, as far as that is known.
    pub expected: Option<u32>,
    /// Contacts by outcome.
    pub counts: CountsView,
    /// Contacts a minute lately, while it is under way.
    pub per_minute: Option<u32>,
    /// Seconds until its end at that rate, as far as that can be said.
    pub seconds_left: Option<u32>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Calls made to HubSpot.
    pub hubspot_calls: u32,
    /// Values written to the link index.
    pub kv_writes: u32,
    /// Rows written to the portal's storage.
    pub rows_written: u32,
}

/// Whom a run covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum RunKind {
    /// The whole audience.
    Full,
    /// Those who failed in an earlier run.
    Retry,
}

/// How many contacts a run had seen by a moment.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RateSample))]
pub struct RateView {
    /// The moment.
    pub at: Timestamp,
    /// Contacts seen.
    pub seen: u32,
}

/// How far a run is, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RunState))]
#[serde(rename_all = "camelCase")]
pub enum RunStateView {
    /// Looking at the properties.
    Preparing,
    /// Learning who is in the lists.
    Gathering,
    /// Reading and writing.
    Reading,
    /// Only writing.
    Writing,
    /// Held.
    Paused,
    /// Done.
    Finished,
    /// Ended early.
    Stopped,
}

/// What a run waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum WaitingFor {
    /// HubSpot's limit of calls.
    Quota,
    /// HubSpot, which is slow or failing.
    Hubspot,
    /// A person who resumes it.
    Person,
    /// A person who connects the account again.
    Connection,
    /// A person who grants the missing permission.
    Permission,
    /// A person who mends the mapped properties.
    Properties,
    /// A person who mends the audience: a list is gone.
    Lists,
}

/// Contacts by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RunCounts))]
pub struct CountsView {
    /// Read so far.
    pub seen: u32,
    /// Got their link.
    pub linked: u32,
    /// Had a property brought up to date.
    pub updated: u32,
    /// Had everything right already.
    pub unchanged: u32,
    /// Left out, with a reason.
    pub skipped: u32,
    /// Refused by HubSpot, with a reason.
    pub failed: u32,
}

/// A contact of a run that failed or was skipped.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Outcome))]
#[serde(rename_all = "camelCase")]
pub struct OutcomeView {
    /// The contact.
    pub contact_id: ContactId,
    /// Failed or skipped.
    pub kind: OutcomeKind,
    /// Why.
    pub reason: Reason,
    /// Why, in words.
    pub detail: String,
}

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
