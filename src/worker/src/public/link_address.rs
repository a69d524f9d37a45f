//! Parsing the address of a link.
//!
//! ```text
//! shared host   /r/CODE          /r/{portal}/{slug}   /r/{portal}/{campaign's slug}/{slug or CODE}
//! portal's own  /CODE  /r/CODE   /{slug}              /{campaign's slug}/{slug or CODE}
//! ```

use domain::{HubId, ReferralCode, Slug};

use crate::edge::host::Host;

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
}

impl End {
    /// Reads a segment of a path.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let code = ReferralCode::parse(text).map(Self::Code).ok();
        code.or_else(|| Slug::in_address(text).map(Self::Slug))
    }

    /// Returns the text in an address.
    pub(crate) fn as_text(&self) -> String {
        match self {
            Self::Code(code) => code.to_string(),
            Self::Slug(slug) => slug.to_string(),
        }
    }
}

impl LinkAddress {
    /// Reads a path, with or without a slash at its end. `None`: it is not the path of a link.
    pub(crate) fn read(host: Host<'_>, path: &str) -> Option<Self> {
        let path = path.strip_suffix('/').unwrap_or(path);
        if let Some(code) = path
            .strip_prefix(PREFIX)
            .and_then(|text| ReferralCode::parse(text).ok())
        {
            return Some(Self::bare(End::Code(code)));
        }
        match host {
            Host::Own(_) => Self::relative(path.strip_prefix('/')?),
            Host::Shared => {
                let (portal, rest) = path.strip_prefix(PREFIX)?.split_once('/')?;
                let address = Self::relative(rest)?;
                let names_slug = address.campaign.is_some() || matches!(address.end, End::Slug(_));
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
        let end = address.end.as_text();
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
            (OWN, "/%61nn-lee"),
        ] {
            assert_eq!(read(host, path), None, "{path}");
        }
    }
}
