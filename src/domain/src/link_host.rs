//! A customer's own host for their links, such as `go.example.com`.
//!
//! Invariants: a host is a DNS name in ASCII and lower case with at least two labels, and a
//! certificate can be had for it. So it is no IP address, no name of a local network, and none of
//! the names that Cloudflare gives to Workers.
//!
//! Left to others: that only one portal has a host, that DNS proves whose the host is, and that it
//! leads to the Worker. The proof makes a list of public suffixes unnecessary: nobody can set a
//! record under `co.uk`.

use core::fmt;

use serde::Serialize;

use url::Url;

use crate::public_host::{is_public_name, is_under};
use crate::unicode_host::host_in_ascii;

/// Source: RFC 1035, 2.3.4.
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

/// The names that Cloudflare gives to Workers and to its sites.
const PLATFORMS: [&str; 2] = ["workers.dev", "pages.dev"];

/// A host for links.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct LinkHost(String);

/// Why a text is no host for links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLinkHost {
    /// It is not a DNS name.
    #[error(
        "Write the name of the host alone, such as go.example.com, without https:// or a path."
    )]
    NotAName,
    /// It has letters that no name on the Internet can have.
    #[error("The host has letters that no name on the Internet can have.")]
    NoSuchHost,
    /// It is an IP address.
    #[error("An IP address cannot be a link domain. Write a name such as go.example.com.")]
    Address,
    /// Nobody can have it on the Internet, or it belongs to the platform.
    #[error("Goodword cannot serve links on this host. Choose one below a domain of your own.")]
    NotOnesOwn,
}

impl LinkHost {
    /// Reads a host as typed, in any case.
    ///
    /// # Errors
    /// The [`InvalidLinkHost`], with a sentence for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, InvalidLinkHost> {
        let name = host_in_ascii(text.trim()).ok_or(InvalidLinkHost::NoSuchHost)?;
        let name = name.to_ascii_lowercase();
        let labels: Vec<&str> = name.split('.').collect();
        if name.len() > LONGEST_NAME || labels.len() < 2 || !labels.iter().all(|one| is_label(one))
        {
            return Err(InvalidLinkHost::NotAName);
        }
        // Browsers read a name whose last label is a number, 0x7f included, as an address. Source: WHATWG URL, "ends
        // in a number checker".
        let last = labels.last().copied().unwrap_or_default();
        if last.starts_with(|letter: char| letter.is_ascii_digit()) {
            return Err(InvalidLinkHost::Address);
        }
        if !is_public_name(&name) || PLATFORMS.iter().any(|end| is_under(&name, end)) {
            return Err(InvalidLinkHost::NotOnesOwn);
        }
        // An ACE label has to be Punycode, as in `xn--bcher-kva`. Browsers refuse any other.
        if !Url::parse(&format!("https://{name}/")).is_ok_and(|url| url.host_str() == Some(&name)) {
            return Err(InvalidLinkHost::NotAName);
        }
        Ok(Self(name))
    }

    /// Tells whether the host is another one, above it or below it. Whoever serves one of them
    /// could act on behalf of the other.
    #[must_use]
    pub fn is_kin_of(&self, other: &str) -> bool {
        is_under(&self.0, other) || is_under(other, &self.0)
    }

    /// Takes back a text that was checked before it was stored.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// Returns the host.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_label(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_LABEL).contains(&text.len())
        && text.bytes().all(plain)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

impl fmt::Display for LinkHost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use InvalidLinkHost::{Address, NoSuchHost, NotAName, NotOnesOwn};

    #[test]
    fn a_link_host_is_a_public_dns_name() {
        let label = "x".repeat(63);
        for (typed, read) in [
            ("go.example.com", "go.example.com"),
            ("  GO.Example.COM ", "go.example.com"),
            ("example.co", "example.co"),
            ("a.b.c.d.example", "a.b.c.d.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("1.example.com", "1.example.com"),
            ("go-2.example.com", "go-2.example.com"),
            ("myworkers.dev", "myworkers.dev"),
            ("local.example", "local.example"),
            (&format!("{label}.example"), &format!("{label}.example")),
        ] {
            assert_eq!(LinkHost::parse(typed).unwrap().as_str(), read);
        }
    }

    #[test]
    fn any_other_text_is_refused_as_a_link_host() {
        let long = format!("{}.example", "abcdefgh.".repeat(30).trim_end_matches('.'));
        let label = format!("{}.example", "x".repeat(64));
        for (bad, why) in [
            ("", NotAName),
            ("example", NotAName),
            ("go.example.com.", NotAName),
            (".example.com", NotAName),
            ("go..example.com", NotAName),
            ("-go.example.com", NotAName),
            ("go-.example.com", NotAName),
            ("go_x.example.com", NotAName),
            ("go example.com", NotAName),
            ("https://go.example.com", NotAName),
            ("go.example.com/", NotAName),
            ("go.example.com:8787", NotAName),
            ("user@go.example.com", NotAName),
            ("go.example.com?x", NotAName),
            ("go.example.com#x", NotAName),
            ("*.example.com", NotAName),
            ("go%2eexample.com", NotAName),
            ("go.example.com\nx", NotAName),
            ("[::1]", NotAName),
            (&long, NotAName),
            (&label, NotAName),
            ("b\u{fc}cher.example", NoSuchHost),
            ("go.ex\u{430}mple.com", NoSuchHost),
            ("127.0.0.1", Address),
            ("10.1", Address),
            ("go.0x7f", Address),
            ("go.example.007", Address),
            ("go.localhost", NotOnesOwn),
            ("printer.local", NotOnesOwn),
            ("db.internal", NotOnesOwn),
            ("goodword.me.workers.dev", NotOnesOwn),
            ("workers.dev", NotOnesOwn),
            ("goodword.pages.dev", NotOnesOwn),
            ("go.shop.test", NotOnesOwn),
            ("go.invalid", NotOnesOwn),
            ("go.corp", NotOnesOwn),
            ("xn--0.example", NotAName),
            ("xn--.example", NotAName),
            ("go.xn--0", NotAName),
        ] {
            assert_eq!(LinkHost::parse(bad).unwrap_err(), why, "{bad}");
        }
    }

    #[test]
    fn kin_of_a_host_are_itself_its_parents_and_its_children() {
        for (host, other, is_kin) in [
            ("goodword.example.com", "goodword.example.com", true),
            ("example.com", "goodword.example.com", true),
            ("go.goodword.example.com", "goodword.example.com", true),
            ("go.example.com", "goodword.example.com", false),
            ("notgoodword.example.com", "goodword.example.com", false),
            ("word.example.com", "goodword.example.com", false),
        ] {
            let host = LinkHost::parse(host).unwrap();
            assert_eq!(host.is_kin_of(other), is_kin, "{host} {other}");
        }
    }
}
