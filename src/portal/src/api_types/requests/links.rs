//! The requests about the addresses of a portal's links.

use serde::Deserialize;

/// A request about the addresses of links.
#[derive(Debug, Clone)]
pub enum LinksRequest {
    /// Show the portal's own host for links.
    Domain,
    /// Change or remove the portal's own host for links.
    ChangeDomain(ChangeLinkDomain),
    /// Look at the portal's host now.
    CheckDomain,
    /// Record that the operator takes a host back.
    TakeDomainBack(LinkDomainTakenBack),
}

/// A change of the portal's own host for links.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = LinkDomainChange))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeLinkDomain {
    /// The new host, such as go.example.com; an empty text gives the present host up. Its links stop working once
    /// HubSpot has all links with Goodword's own host.
    pub host: String,
}

/// The operator's decision to take a host back.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkDomainTakenBack {
    /// The host.
    pub host: String,
    /// The reason, as the portal's people read it.
    pub reason: String,
}
