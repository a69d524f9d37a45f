//! The host of a request: the shared one, or a portal's own host for its links.

use domain::LinkBlock;
use worker::Env;

use crate::edge::settings;
use crate::edge::url_parts::authority;

/// A host under which this Worker is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host<'a> {
    /// The host of `PUBLIC_ORIGIN`, with the dashboard and the API.
    Shared,
    /// Another host, by its name. It serves links and their pages, and nothing else.
    Own(&'a str),
}

impl<'a> Host<'a> {
    /// Returns the host of an absolute URL. While `PUBLIC_ORIGIN` is missing, every host is the shared one.
    pub(crate) fn of(url: &'a str, env: &Env) -> Self {
        settings::public_host(env).map_or(Self::Shared, |shared| Self::beside(url, &shared))
    }

    /// Whether the links of a block work under this host.
    pub(crate) fn serves(self, block: &LinkBlock) -> bool {
        match self {
            Self::Shared => true,
            Self::Own(host) => block.is_good_under(host),
        }
    }

    fn beside(url: &'a str, shared: &str) -> Self {
        let authority = authority(url);
        if authority == shared {
            return Self::Shared;
        }
        Self::Own(
            authority
                .split_once(':')
                .map_or(authority, |(name, _)| name),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Host::{Own, Shared};

    #[test]
    fn every_host_but_the_shared_one_is_a_portals_own() {
        for (url, shared, host) in [
            ("https://g.example/", "g.example", Shared),
            ("https://g.example", "g.example", Shared),
            ("https://g.example?x", "g.example", Shared),
            ("http://localhost:8787/r/X", "localhost:8787", Shared),
            ("http://localhost:8788/", "localhost:8787", Own("localhost")),
            ("https://go.b.example/x?y", "g.example", Own("go.b.example")),
            (
                "http://go.b.example:8787/",
                "localhost:8787",
                Own("go.b.example"),
            ),
            ("https://x.g.example/", "g.example", Own("x.g.example")),
        ] {
            assert_eq!(Host::beside(url, shared), host, "{url}");
        }
    }
}
