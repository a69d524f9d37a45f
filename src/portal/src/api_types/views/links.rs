//! The addresses of a portal's links.

use serde::Serialize;

/// The link of a campaign's slug.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SlugLink))]
#[serde(rename_all = "camelCase")]
pub struct SlugLinkView {
    /// The best public address.
    pub address: String,
    /// Where its QR code is found, as SVG.
    pub qr_code_url: String,
    /// The same, as PNG.
    pub qr_code_png_url: String,
}

/// The host of the portal's own for its links.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = LinkDomain))]
#[serde(rename_all = "camelCase")]
pub struct LinkDomainView {
    /// The host that is wanted; empty if none is.
    pub host: String,
    /// How far that has come.
    pub state: LinkDomainState,
    /// How links begin at present.
    pub base: String,
    /// Former hosts that are being given back: links under them do not work any more.
    pub leaving: Vec<String>,
}

/// How far a host for links has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LinkDomainState {
    /// No host is wanted: links have Goodword's own.
    None,
    /// It is being claimed, which takes seconds.
    Claiming,
    /// Links have it. Whether it is led to Goodword is up to whoever runs that.
    Active,
    /// Another account has it.
    Taken,
}
