//! The properties, lists and pipelines that HubSpot has, for people to choose from.

use domain::mapping::ValueKind;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

/// The properties, lists and pipelines of HubSpot, as they were last fetched.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Catalogue))]
#[serde(rename_all = "camelCase")]
pub struct CatalogueView {
    /// The properties of contacts.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<PropertyView>))]
    pub properties: Box<RawValue>,
    /// The lists of contacts.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<hubspot::lists::ContactList>))]
    pub lists: Box<RawValue>,
    /// The reason why Goodword cannot read the lists; null if it can.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<CatalogueProblem>))]
    pub lists_problem: Box<RawValue>,
    /// The pipelines of deals.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<hubspot::deals::Pipeline>))]
    pub pipelines: Box<RawValue>,
    /// The reason why Goodword cannot read the pipelines; null if it can.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<CatalogueProblem>))]
    pub pipelines_problem: Box<RawValue>,
    /// The reason why the last fetch failed, in words.
    pub problem: Option<String>,
    /// Whether a fetch is in progress.
    pub refreshing: bool,
    /// The time of the last fetch.
    pub fetched_at: Option<Timestamp>,
}

/// A contact property, with the facts that mappings need.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Property))]
pub struct PropertyView {
    /// The name that the API uses.
    pub name: String,
    /// The name that people see.
    pub label: String,
    /// The group that it is listed under.
    pub group: String,
    /// HubSpot's name of its type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Whether Goodword may write it.
    pub writable: bool,
    /// Whether Goodword made it.
    pub own: bool,
    /// The kinds of values that Goodword may write into it.
    pub takes: Vec<ValueKind>,
}

/// The reason why HubSpot does not give the lists or the pipelines.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueProblem {
    /// The reason, by its remedy.
    pub reason: CatalogueProblemReason,
    /// The reason in words.
    pub detail: String,
}

/// The reason why HubSpot does not give something, by its remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum CatalogueProblemReason {
    /// A permission is missing, which the customer can grant.
    Permission,
    /// The account's HubSpot plan does not include it.
    Plan,
}
