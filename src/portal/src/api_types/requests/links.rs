//! The requests about the addresses of a portal's links.

use serde::Deserialize;

/// A request about the addresses of links.
#[derive(Debug, Clone)]
pub enum LinksRequest {
    /// Show the portal's own host for links.
    Domain,
    /// Change or remove the portal's own host for links.
    ChangeDomain(ChangeLinkDomain),
}

/// A change of the portal's own host for links.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = LinkDomainChange))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeLinkDomain {
    /// The new host, such as go.example.com; an empty text removes the host. Links under the present host stop working.
    pub host: String,
}
