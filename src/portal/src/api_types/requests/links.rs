//! What can be asked of the addresses of a portal's links.

use serde::Deserialize;

/// One question or change.
#[derive(Debug, Clone)]
pub enum LinksRequest {
    /// Which host of the portal's own its links have.
    Domain,
    /// Give them another, or none.
    ChangeDomain(ChangeLinkDomain),
}

/// A change of the portal's own host for links.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = LinkDomainChange))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeLinkDomain {
    /// A name such as go.example.com; empty: none. Links under the present host stop working.
    pub host: String,
}
