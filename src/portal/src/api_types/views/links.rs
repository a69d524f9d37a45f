//! The addresses of a portal's links.

use jiff::Timestamp;
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
    /// The host that the portal asked for, or the one that the operator took back; empty if none.
    pub host: String,
    /// The state of that host.
    pub state: LinkDomainState,
    /// The beginning of links at present.
    pub base: String,
    /// The DNS records to set for the host.
    pub records: Vec<DnsRecordView>,
    /// The last look at the host; `null` before the first one.
    pub last_look: Option<LookView>,
    /// The time of the next look; `null` if there is none.
    pub next_look_at: Option<Timestamp>,
    /// The time until which nobody can have the host; `null` if it is not in quarantine.
    pub quarantined_until: Option<Timestamp>,
    /// The time when the host is given up, because the account is not connected to HubSpot; `null` if it is.
    pub kept_until: Option<Timestamp>,
    /// The operator's reason for taking the host back; `null` if the operator has not.
    pub reason: Option<String>,
    /// The former hosts that are being released. Links under one of them work until HubSpot has all links with
    /// another address.
    pub leaving: Vec<String>,
    /// The former hosts that no other account can have yet. This account can take them back.
    pub given_up: Vec<GivenUpHostView>,
}

/// A DNS record that proves who owns a host.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DnsRecord))]
#[serde(rename_all = "camelCase")]
pub struct DnsRecordView {
    /// The record's type: `TXT`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The record's full name.
    pub name: String,
    /// The record's value.
    pub value: String,
}

/// A look at a host.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = LinkDomainLook))]
#[serde(rename_all = "camelCase")]
pub struct LookView {
    /// The time of the look.
    pub at: Timestamp,
    /// What it found, in words.
    pub found: String,
}

/// A host that was given up.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = GivenUpLinkDomain))]
#[serde(rename_all = "camelCase")]
pub struct GivenUpHostView {
    /// The host.
    pub host: String,
    /// The time from which another account can have it.
    pub until: Timestamp,
}

/// The state of a host for links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LinkDomainState {
    /// The portal has no host of its own. Links use Goodword's host.
    None,
    /// DNS does not prove yet that the account owns the host.
    WaitingForDns,
    /// DNS proves that the account owns the host. It does not lead to Goodword yet, or is being set up.
    Verified,
    /// The host is in use for links.
    Active,
    /// The host is in use for links, and did not lead to Goodword at the last look.
    Unreachable,
    /// Another account gave the host up not long ago, or the operator took it back. Nobody can have it yet.
    Quarantine,
    /// Another account uses the host.
    Taken,
    /// The operator took the host back.
    TakenBack,
}
