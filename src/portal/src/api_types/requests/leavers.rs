//! Decisions about the links of contacts that left an audience.

use serde::{Deserialize, Serialize};

/// A decision about all contacts of a run's question.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = LeaverAnswer))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideLeavers {
    /// The question that is answered: the `id` of the run's `question`. A question is about exactly the contacts that
    /// were listed; if they change, the run asks again.
    pub question: u32,
    /// The decision.
    pub decision: LeaverDecision,
}

/// A decision about the links of contacts that left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LeaverDecision {
    /// Go on: the links are paused or revoked, as the sync says.
    End,
    /// The links stay as they are, although their contacts left.
    Keep,
}
