//! Questions that HubSpot has to be asked for, and how far they are.

use serde::Serialize;
use serde_json::value::RawValue;

use super::runs::WaitingFor;

/// A question, and what is known of its answer.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuestionView<F = Box<RawValue>> {
    /// Its id.
    pub id: u32,
    /// How far it is.
    pub state: QuestionState,
    /// What it waits for, if for anything.
    pub waiting_for: Option<WaitingFor>,
    /// What was found so far; its shape is that of the question's kind.
    pub found: F,
    /// Why it cannot be answered, in words.
    pub problem: Option<String>,
}

/// How far a question is, in the words of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum QuestionState {
    /// Counting an audience.
    Counting,
    /// The audience is counted.
    Counted,
    /// Reading contacts.
    Reading,
    /// The contacts of a preview are read.
    Ready,
    /// Every contact of a dry run is read.
    Finished,
    /// It cannot be answered.
    Failed,
}
