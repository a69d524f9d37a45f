//! Runs, their rates, and the outcomes of their contacts.

use domain::{ContactId, RunId, SyncId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::leavers::QuestionView;
use crate::api_types::requests::OutcomeKind;

/// A run.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Run))]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// The run's id.
    pub id: RunId,
    /// The sync that the run executes.
    pub sync_id: SyncId,
    /// The contacts that the run covers.
    pub kind: RunKind,
    /// The state of the run.
    pub state: RunStateView,
    /// The condition that the run waits for, if it waits.
    pub waiting_for: Option<WaitingFor>,
    /// The problem that holds the run, in words.
    pub problem: Option<String>,
    /// A remark about the lists of the audience, in words. The run goes on, or waits by itself.
    pub notice: Option<String>,
    /// The question that the run asks before it ends many links.
    pub question: Option<QuestionView>,
    /// The number of contacts that the run will read, if it is known.
    pub expected: Option<u32>,
    /// The numbers of contacts by outcome.
    pub counts: CountsView,
    /// The recent rate in contacts a minute, while the run is under way.
    pub per_minute: Option<u32>,
    /// The number of seconds until its end at that rate, if both are known.
    pub seconds_left: Option<u32>,
    /// The time when the run began.
    pub started_at: Timestamp,
    /// The time when the run ended.
    pub finished_at: Option<Timestamp>,
    /// The number of calls to HubSpot.
    pub hubspot_calls: u32,
    /// The number of values written to the link index.
    pub kv_writes: u32,
    /// The number of rows written to the portal's storage.
    pub rows_written: u32,
}

/// The contacts that a run covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum RunKind {
    /// The whole audience.
    Full,
    /// The contacts that failed in an earlier run.
    Retry,
}

/// The number of contacts that a run had read by one moment.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RateSample))]
pub struct RateView {
    /// The moment.
    pub at: Timestamp,
    /// The number of contacts.
    pub seen: u32,
}

/// The state of a run, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RunState))]
#[serde(rename_all = "camelCase")]
pub enum RunStateView {
    /// The run checks the properties.
    Preparing,
    /// The run reads the members of the lists.
    Gathering,
    /// The run reads contacts and writes properties.
    Reading,
    /// The run has read all contacts and still writes properties.
    Writing,
    /// The run is paused.
    Paused,
    /// The run is complete.
    Finished,
    /// The run ended early.
    Stopped,
}

/// The condition that a run or a query waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum WaitingFor {
    /// HubSpot's limit of calls permits the next call.
    Quota,
    /// HubSpot is slow or failing, and recovers.
    Hubspot,
    /// A person resumes the run.
    Person,
    /// A person connects the account again.
    Connection,
    /// A person grants the missing permission.
    Permission,
    /// A person repairs the mapped properties.
    Properties,
    /// A person repairs the audience, because a list no longer exists.
    Lists,
    /// HubSpot finishes its work on a list.
    ListProcessing,
    /// A person decides about the links of contacts that left the audience.
    Leavers,
}

/// The numbers of contacts by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RunCounts))]
pub struct CountsView {
    /// The contacts read so far.
    pub seen: u32,
    /// The contacts that got their link.
    pub linked: u32,
    /// The contacts with a property that was updated.
    pub updated: u32,
    /// The contacts whose properties were right already.
    pub unchanged: u32,
    /// The contacts that were left out, with a reason.
    pub skipped: u32,
    /// The contacts that HubSpot refused, with a reason.
    pub failed: u32,
}

/// A contact of a run that failed or was skipped.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Outcome))]
#[serde(rename_all = "camelCase")]
pub struct OutcomeView {
    /// The contact.
    pub contact_id: ContactId,
    /// Whether the contact failed or was skipped.
    pub kind: OutcomeKind,
    /// The reason.
    pub reason: Reason,
    /// The reason in words.
    pub detail: String,
}

/// The reason why a contact failed or was skipped, by its remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OutcomeReason))]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// HubSpot refused the values or the contact; the detail quotes HubSpot.
    Refused,
    /// The contact is no longer in HubSpot.
    Gone,
    /// The contact was merged into another one, which has a place of its own.
    Merged,
    /// HubSpot did not show the contact; the detail says why.
    Unread,
    /// HubSpot never confirmed the update: its responses did not contain the contact, or each attempt failed.
    Unconfirmed,
    /// The referrer's link was revoked, so nothing more is written.
    LinkRevoked,
}

impl Reason {
    /// Returns the name that the API uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Gone => "gone",
            Self::Merged => "merged",
            Self::Unread => "unread",
            Self::Unconfirmed => "unconfirmed",
            Self::LinkRevoked => "linkRevoked",
        }
    }
}
