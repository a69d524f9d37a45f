//! Parsing the address of a link.
//!
//! ```text
//! shared host   /r/CODE          /r/{portal}/{slug}   /r/{portal}/{campaign's slug}/{slug or CODE}
//! portal's own  /CODE  /r/CODE   /{slug}              /{campaign's slug}/{slug or CODE}
//! ```
//!
//! Codes and slugs are read as people receive them ([`domain::received`]).

use std::borrow::Cow;

use domain::received::{code_in, received_name};
use domain::{HubId, ReferralCode, Slug};

use crate::edge::host::Host;
use crate::edge::url_parts::below;

/// The beginning of all links' paths under the shared host.
pub(crate) const PREFIX: &str = "/r/";

/// A link's address, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinkAddress {
    /// The portal. `None`: the code or the host determines it.
    pub(crate) portal: Option<HubId>,
    /// The campaign's slug before the last segment.
    pub(crate) campaign: Option<Slug>,
    /// The last segment.
    pub(crate) end: End,
}

/// The last segment of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    Code(ReferralCode),
    Slug(Slug),
    /// A slug, or a code in groups if nobody has the slug.
    Either(Slug, ReferralCode),
}

impl End {
    /// Reads a segment of a path.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let name = received_name(text)?;
        // Ten letters and digits in a row are a code.
        let slug = Slug::in_address(&name).filter(|_| ReferralCode::parse(&name).is_err());
        Some(match (slug, code_in(&name)) {
            (None, code) => Self::Code(code?),
            (Some(slug), None) => Self::Slug(slug),
            (Some(slug), Some(code)) => Self::Either(slug, code),
        })
    }
}

/// Returns what a visitor brings in the address of a link: its query, and what some programs put behind the code in place
/// of a query (`/r/CODE&utm_source=x`).
pub(crate) fn brought(target: &str) -> Cow<'_, str> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    match path.split_once('&') {
        None => Cow::Borrowed(query),
        Some((_, more)) => Cow::Owned(format!("{more}&{query}")),
    }
}

/// Returns the code below a prefix of the raw path.
pub(crate) fn code_below(path: &str, prefix: &str) -> Option<ReferralCode> {
    let text = below(bare(path), prefix)?;
    code_in(&received_name(text)?)
}

/// Returns the path without parameters, and without a slash at its end.
fn bare(path: &str) -> &str {
    let path = path.split('&').next().unwrap_or_default();
    path.strip_suffix('/').unwrap_or(path)
}

impl LinkAddress {
    /// Reads a path, with or without a slash at its end. `None`: it is not the path of a link.
    pub(crate) fn read(host: Host<'_>, path: &str) -> Option<Self> {
        if let Some(code) = code_below(path, PREFIX) {
            return Some(Self::bare(End::Code(code)));
        }
        let path = bare(path);
        match host {
            Host::Own(_) => Self::relative(path.strip_prefix('/')?),
            Host::Shared => {
                let (portal, rest) = below(path, PREFIX)?.split_once('/')?;
                let address = Self::relative(rest)?;
                let names_slug = address.campaign.is_some() || !matches!(address.end, End::Code(_));
                names_slug.then_some(Self {
                    portal: Some(portal.parse().ok()?),
                    ..address
                })
            }
        }
    }

    fn relative(path: &str) -> Option<Self> {
        match path.split_once('/') {
            None => End::read(path).map(Self::bare),
            Some((campaign, end)) => Some(Self {
                campaign: Some(Slug::in_address(campaign)?),
                ..Self::bare(End::read(end)?)
            }),
        }
    }

    fn bare(end: End) -> Self {
        Self {
            portal: None,
            campaign: None,
            end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: Host<'_> = Host::Own("go.example.com");

    fn read(host: Host<'_>, path: &str) -> Option<String> {
        let address = LinkAddress::read(host, path)?;
        let portal = address
            .portal
            .map(|id| format!("{id}:"))
            .unwrap_or_default();
        let campaign = address.campaign.map(|slug| format!("{slug}>"));
        let end = match address.end {
            End::Code(code) => code.to_string(),
            End::Slug(slug) => slug.to_string(),
            End::Either(slug, code) => format!("{slug}|{code}"),
        };
        Some(format!("{portal}{}{end}", campaign.unwrap_or_default()))
    }

    #[test]
    fn addresses_name_codes_and_slugs() {
        for (host, path, named) in [
            (Host::Shared, "/r/K7Q2M0X49B", "K7Q2M0X49B"),
            (Host::Shared, "/r/k7q2mox49b/", "K7Q2M0X49B"),
            (Host::Shared, "/r/77/ann-lee", "77:ann-lee"),
            (Host::Shared, "/r/77/Ann-Lee/", "77:ann-lee"),
            (Host::Shared, "/r/77/spring/ann", "77:spring>ann"),
            (
                Host::Shared,
                "/r/77/spring/K7Q2M0X49B",
                "77:spring>K7Q2M0X49B",
            ),
            (OWN, "/K7Q2M0X49B", "K7Q2M0X49B"),
            (OWN, "/r/K7Q2M0X49B", "K7Q2M0X49B"),
            (OWN, "/ann-lee", "ann-lee"),
            (OWN, "/spring/ann", "spring>ann"),
            (OWN, "/spring/K7Q2M0X49B/", "spring>K7Q2M0X49B"),
            // As people receive them.
            (Host::Shared, "/R/k7q2m0x49b", "K7Q2M0X49B"),
            (Host::Shared, "/r/K7Q2M0X49B.", "K7Q2M0X49B"),
            (Host::Shared, "/r/K7Q2M0X49B,", "K7Q2M0X49B"),
            (Host::Shared, "/r/K7Q2M0X49B)", "K7Q2M0X49B"),
            (Host::Shared, "/r/K7Q2M0X49B%20", "K7Q2M0X49B"),
            (Host::Shared, "/r/K7Q2M0X49B%E2%80%8B", "K7Q2M0X49B"),
            (Host::Shared, "/r/K7Q2M0X49B&utm_source=x", "K7Q2M0X49B"),
            (Host::Shared, "/r/K7Q2M0X49B/&a=/b/", "K7Q2M0X49B"),
            (Host::Shared, "/r/K7Q2M-0X49B", "K7Q2M0X49B"),
            (Host::Shared, "/R/77/Ann-Lee.", "77:ann-lee"),
            (
                Host::Shared,
                "/r/77/black-white",
                "77:black-white|B1ACKWH1TE",
            ),
            (OWN, "/K7Q2M0X49B).", "K7Q2M0X49B"),
            (OWN, "/K7Q2M-0X49B", "k7q2m-0x49b|K7Q2M0X49B"),
            (OWN, "/R/K7Q2M-0X49B", "K7Q2M0X49B"),
            (OWN, "/ann-lee!", "ann-lee"),
            (OWN, "/ann-lee%E2%80%A6", "ann-lee"),
            (OWN, "/%61nn-lee", "ann-lee"),
            (OWN, "/spring/ann&a=b", "spring>ann"),
        ] {
            assert_eq!(read(host, path).as_deref(), Some(named), "{path}");
        }
    }

    #[test]
    fn other_paths_are_no_links() {
        for (host, path) in [
            (Host::Shared, "/r/"),
            (Host::Shared, "/r/ann-lee"),
            (Host::Shared, "/r/77"),
            (Host::Shared, "/r/77/"),
            (Host::Shared, "/r/77/K7Q2M0X49B"),
            (Host::Shared, "/r/077/ann-lee"),
            (Host::Shared, "/r/x/ann-lee"),
            (Host::Shared, "/r//ann-lee"),
            (Host::Shared, "/r/77/a/b/c"),
            (Host::Shared, "/K7Q2M0X49B"),
            (OWN, "/"),
            (OWN, ""),
            (OWN, "//ann-lee"),
            (OWN, "/ann-lee//"),
            (OWN, "/wp-login.php"),
            (OWN, "/.env"),
            (OWN, "/a/b/c"),
            (OWN, "/r/ann-lee"),
            (OWN, "/r/77/ann-lee"),
            (OWN, "/ann-lee.php"),
            (OWN, "/&ann-lee"),
        ] {
            assert_eq!(read(host, path), None, "{path}");
        }
    }

    #[test]
    fn parameters_are_brought_behind_either_sign() {
        for (target, expected) in [
            ("/r/X", ""),
            ("/r/X?a=1&b", "a=1&b"),
            ("/r/X&a=1", "a=1&"),
            ("/r/X&a=1?b=2", "a=1&b=2"),
        ] {
            assert_eq!(brought(target), expected, "{target}");
        }
    }
}
