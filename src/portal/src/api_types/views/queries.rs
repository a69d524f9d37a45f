//! Background queries to HubSpot: their states and their results.

use domain::{ContactId, ReferrerField};
use serde::Serialize;
use serde_json::value::RawValue;
use vecmap::VecMap;

use super::runs::WaitingFor;

/// A background query with its result, as far as it is known.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QueryView<F = Box<RawValue>> {
    /// Its id.
    pub id: u32,
    /// Its state.
    pub state: QueryState,
    /// The thing that it waits for, if it waits.
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

/// The number of contacts of an audience, as far as it is known.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CountFound {
    /// The most that there can be: the lists' sizes together.
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

/// The effects of a sync, as far as they are known.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DryRunFound {
    /// The number of contacts to see.
    pub expected: Option<u32>,
    /// Contacts by outcome.
    pub counts: DryRunCounts,
    /// Up to ten of those whose properties would change.
    pub samples: Vec<DryRunSample>,
}

/// Contacts by the outcome that they would get.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DryRunCounts {
    /// Contacts seen so far.
    pub seen: u32,
    /// Contacts that would get their link.
    pub linked: u32,
    /// Contacts of which a property would be updated.
    pub updated: u32,
    /// Contacts whose properties are right already.
    pub unchanged: u32,
    /// Contacts that would be skipped.
    pub skipped: u32,
}

/// The properties of one contact that would change, before and after.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DryRunSample {
    /// The contact.
    pub contact_id: ContactId,
    /// Their name, if they have one.
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
    /// Whether it is met; null before it is known.
    pub met: Option<bool>,
    /// The state in words.
    pub sentence: Option<String>,
    /// The days that the cause would have to last.
    pub hold_days: u16,
    /// The contact's name, else its e-mail address, else its id.
    pub contact_name: Option<String>,
}
