//! The addresses of a portal's links.

use serde::Serialize;

/// The link of a campaign's slug.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SlugLink))]
#[serde(rename_all = "camelCase")]
pub struct SlugLinkView {
    /// The best public address.
    pub address: String,
    /// The address of its QR code as SVG.
    pub qr_code_url: String,
    /// The address of its QR code as PNG.
    pub qr_code_png_url: String,
}

/// The portal's own host for its links.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = LinkDomain))]
#[serde(rename_all = "camelCase")]
pub struct LinkDomainView {
    /// The host that the portal asked for; empty if none.
    pub host: String,
    /// The state of that host.
    pub state: LinkDomainState,
    /// The beginning of links at present.
    pub base: String,
    /// The former hosts that are being released. Links under them no longer work.
    pub leaving: Vec<String>,
}

/// The state of a host for links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LinkDomainState {
    /// The portal has no host of its own. Links use Goodword's host.
    None,
    /// The host is being claimed, which takes seconds.
    Claiming,
    /// The host is in use for links. DNS is the operator's responsibility.
    Active,
    /// Another account uses the host.
    Taken,
}
