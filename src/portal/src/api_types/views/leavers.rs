//! The contacts that a run would treat as having left, and the question about them.

use domain::{ContactId, ListId, OnLeaving};
use jiff::Timestamp;
use serde::Serialize;
use vecmap::VecSet;

/// A question that a run asks before it ends many links.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = LeaverQuestion))]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    /// The question's number, which a decision names.
    pub id: u32,
    /// The number of contacts that left.
    pub leaving: u32,
    /// The number of contacts that took part before.
    pub took_part: u32,
    /// The effect on their links if the run goes on.
    pub on_leaving: OnLeaving,
}

/// A contact that left an audience, and whose link waits for a decision.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Leaver))]
#[serde(rename_all = "camelCase")]
pub struct LeaverView {
    /// The contact.
    pub contact_id: ContactId,
    /// The contact's first name.
    pub first_name: Option<String>,
    /// The contact's last name.
    pub last_name: Option<String>,
    /// The contact's e-mail address.
    pub email: Option<String>,
    /// Whether HubSpot no longer has the contact. Its link is then paused at most.
    pub gone: bool,
    /// The lists of which the contact was a member; empty if all contacts took part.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<ListId>))]
    pub was_in: VecSet<ListId>,
    /// The excluded lists that the contact is in now.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<ListId>))]
    pub excluded_by: VecSet<ListId>,
    /// The time when the contact was last known to take part.
    pub last_seen_at: Option<Timestamp>,
}
