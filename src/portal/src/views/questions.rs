//! Questions that HubSpot has to be asked for, and how far they are.

use serde::Serialize;
use serde_json::value::RawValue;

use super::runs::WaitingFor;

/// A question, and what is known of its answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    /// Its id.
    pub id: u32,
    /// How far it is, in the words of its kind.
    pub state: &'static str,
    /// What it waits for, if for anything.
    pub waiting_for: Option<WaitingFor>,
    /// What was found so far; its shape is that of the question's kind.
    pub found: Box<RawValue>,
    /// Why it cannot be answered, in words.
    pub problem: Option<String>,
}
