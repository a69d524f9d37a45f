//! Which host a request came to: the shared one, or one that a portal has of its own for its links.

use domain::LinkBlock;
use worker::Env;

use crate::edge::settings;

/// A host that this Worker is reached under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visited<'a> {
    /// `PUBLIC_ORIGIN`'s, with the dashboard and the API.
    Shared,
    /// Another, by its name: links and what belongs to them, and nothing else.
    Own(&'a str),
}

impl<'a> Visited<'a> {
    /// The host of an absolute URL. While the deployment does not say what is shared, all is.
    pub(crate) fn of(url: &'a str, env: &Env) -> Self {
        settings::public_host(env).map_or(Self::Shared, |shared| Self::beside(url, &shared))
    }

    /// Whether the links of a block are served here.
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

/// Host and port of an absolute URL.
pub(crate) fn authority(url: &str) -> &str {
    let behind = url.split_once("://").map_or(url, |(_, rest)| rest);
    behind.split(['/', '?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Visited::{Own, Shared};

    #[test]
    fn every_host_but_the_shared_one_is_somebodys_own() {
        for (url, shared, visited) in [
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
            assert_eq!(Visited::beside(url, shared), visited, "{url}");
        }
    }
}
