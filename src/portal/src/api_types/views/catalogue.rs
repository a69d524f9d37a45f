//! The properties, lists and pipelines that HubSpot has, for people to choose from.

use domain::mapping::ValueKind;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

/// Which properties, lists and pipelines HubSpot has, as of when they were last fetched.
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
    /// Why there are no lists, if that is not because there are none.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<CatalogueProblem>))]
    pub lists_problem: Box<RawValue>,
    /// The pipelines of deals.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<hubspot::deals::Pipeline>))]
    pub pipelines: Box<RawValue>,
    /// Why there are no pipelines, if that is not because there are none.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<CatalogueProblem>))]
    pub pipelines_problem: Box<RawValue>,
    /// Why the last fetch failed, in words.
    pub problem: Option<String>,
    /// Whether they are being fetched.
    pub refreshing: bool,
    /// When they were last fetched.
    pub fetched_at: Option<Timestamp>,
}

/// A property of contacts, as far as mappings go.
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

/// Why HubSpot gives no lists, or no pipelines.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueProblem {
    /// What can be done.
    pub reason: CatalogueProblemReason,
    /// In words.
    pub detail: String,
}

/// What can be done about what HubSpot does not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum CatalogueProblemReason {
    /// The customer grants the permission.
    Permission,
    /// The account's plan does not have it.
    Plan,
}
