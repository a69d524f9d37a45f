//! Background queries to HubSpot: their states and their results.

use domain::{ContactId, ReferrerField};
use serde::Serialize;
use serde_json::value::RawValue;
use vecmap::VecMap;

use super::runs::WaitingFor;

/// A background query with its result so far.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QueryView<F = Box<RawValue>> {
    /// The query's id.
    pub id: u32,
    /// The query's state.
    pub state: QueryState,
    /// The condition that the query waits for, if it waits.
    pub waiting_for: Option<WaitingFor>,
    /// The result so far; its shape depends on the kind of the query.
    pub found: F,
    /// The reason why there is no result, in words.
    pub problem: Option<String>,
}

/// The state of a query, in the words of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum QueryState {
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
    /// There will be no result.
    Failed,
}

/// The number of contacts of an audience. The numbers are null until they are known.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CountFound {
    /// The upper bound: the sum of the lists' sizes.
    pub at_most: Option<u32>,
    /// The exact number.
    pub count: Option<u32>,
}

/// A few contacts of an audience.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewFound {
    /// Up to five contacts.
    pub contacts: Vec<ContactPreview>,
}

/// One contact, as it would be stored.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ContactPreview {
    /// The contact.
    pub contact_id: ContactId,
    /// The values that would be stored, by referrer field.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, Option<String>>))]
    pub values: VecMap<ReferrerField, Option<String>>,
}

/// The effects that a sync would have, so far.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DryRunFound {
    /// The number of contacts to read, if it is known.
    pub expected: Option<u32>,
    /// The numbers of contacts by outcome.
    pub counts: DryRunCounts,
    /// Up to ten contacts whose properties would change.
    pub samples: Vec<DryRunSample>,
}

/// The numbers of contacts by the outcome that they would get.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DryRunCounts {
    /// The contacts read so far.
    pub seen: u32,
    /// The contacts that would get their link.
    pub linked: u32,
    /// The contacts with a property that would be updated.
    pub updated: u32,
    /// The contacts whose properties are right already.
    pub unchanged: u32,
    /// The contacts that would be skipped.
    pub skipped: u32,
    /// The contacts that HubSpot did not show.
    pub failed: u32,
}

/// The properties of one contact that would change, before and after.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DryRunSample {
    /// The contact.
    pub contact_id: ContactId,
    /// The contact's name, if it has one.
    pub name: Option<String>,
    /// HubSpot's values, by property.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, Option<String>>))]
    pub before: VecMap<String, Option<String>>,
    /// The values that HubSpot would hold.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub after: VecMap<String, String>,
}

/// The state of a rule for a contact.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TrialFound {
    /// Whether the rule is met; null before it is known.
    pub met: Option<bool>,
    /// The state in words.
    pub sentence: Option<String>,
    /// The number of days for which the cause would have to last.
    pub hold_days: u16,
    /// The contact's name, else its e-mail address, else its id.
    pub contact_name: Option<String>,
}
