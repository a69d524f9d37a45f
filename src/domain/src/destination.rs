//! The address to which a campaign's links lead.
//!
//! A destination is checked once, when a person sets it. It is split into the parts before and
//! behind the code, so that a redirect only joins three texts and can lead nowhere else.

use core::fmt;

use url::{Host, Url};

use crate::handed_on::parameter_name;
use crate::public_host::is_public;
use crate::unicode_host::{NoAscii, parse_url};

/// The query parameter that carries the code to the destination.
pub const CODE_PARAMETER: &str = "ref";

/// Browsers and proxies carry 2,000 characters everywhere; the code's parameter needs 15 of them.
pub const LONGEST_DESTINATION: usize = 1900;

/// A checked destination: an absolute https address on a public host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination(Url);

/// Why a text is no destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDestination {
    /// It is not an absolute URL.
    #[error("The destination must be a full address such as https://www.example.com/offer.")]
    NotAnAddress,
    /// Its host has letters that no name on the Internet can have.
    #[error("The destination's host has letters that no name on the Internet can have.")]
    NoSuchHost,
    /// It is not https.
    #[error("The destination must begin with https://.")]
    NotHttps,
    /// It has a user name or password in it.
    #[error("The destination must not contain a user name or password.")]
    Credentials,
    /// Its host is no name that DNS could know, or its port is 0.
    #[error(
        "The destination's host has a character or a port that no site on the Internet can have."
    )]
    NotAHost,
    /// It is on this machine or a private network.
    #[error("The destination must be a public address on the Internet.")]
    NotPublic,
    /// It is longer than browsers carry everywhere.
    #[error("The destination is too long: at most 1,900 characters.")]
    TooLong,
}

impl Destination {
    /// Reads a destination as typed.
    ///
    /// # Errors
    /// The [`InvalidDestination`], with a sentence for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, InvalidDestination> {
        if text.len() > LONGEST_DESTINATION {
            return Err(InvalidDestination::TooLong);
        }
        let text = text.trim();
        let url = parse_url(text).map_err(|why| match why {
            NoAscii::NotAnAddress => InvalidDestination::NotAnAddress,
            NoAscii::Host => InvalidDestination::NoSuchHost,
        })?;
        if url.scheme() != "https" {
            return Err(InvalidDestination::NotHttps);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidDestination::Credentials);
        }
        let host = url.host().ok_or(InvalidDestination::NotAnAddress)?;
        if url.port() == Some(0) || has_foreign_character(&host) {
            return Err(InvalidDestination::NotAHost);
        }
        if !is_public(&host) {
            return Err(InvalidDestination::NotPublic);
        }
        if url.as_str().len() > LONGEST_DESTINATION {
            return Err(InvalidDestination::TooLong);
        }
        Ok(Self(url))
    }

    /// Takes back a destination that was checked before it was stored.
    ///
    /// # Errors
    /// When the text is no address at all.
    pub fn from_stored(text: &str) -> Result<Self, InvalidDestination> {
        Url::parse(text)
            .map(Self)
            .map_err(|_| InvalidDestination::NotAnAddress)
    }

    /// Returns the normalised address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns the host, in ASCII.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Tells whether the address is on this host, which is in lower case. A dot at the end of a
    /// name changes nothing for DNS.
    #[must_use]
    pub fn is_on(&self, host: &str) -> bool {
        let own = self.host();
        own.strip_suffix('.').unwrap_or(own) == host
    }

    /// Returns the parts before and behind the code in a redirect. Keeps every parameter as it is,
    /// except one with the code's own name.
    #[must_use]
    pub fn around_code(&self) -> (String, String) {
        let mut bare = self.0.clone();
        bare.set_query(None);
        bare.set_fragment(None);
        let mut before = String::from(bare.as_str());
        before.push('?');
        for parameter in self.0.query().unwrap_or_default().split('&') {
            if !parameter.is_empty() && parameter_name(parameter) != CODE_PARAMETER {
                before.push_str(parameter);
                before.push('&');
            }
        }
        before.push_str(CODE_PARAMETER);
        before.push('=');
        let behind = self
            .0
            .fragment()
            .map(|part| format!("#{part}"))
            .unwrap_or_default();
        (before, behind)
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Tells whether a name has a character that URLs permit and DNS names never have. Some of them
/// would end a policy or a header in which the host stands.
fn has_foreign_character(host: &Host<&str>) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    matches!(host, Host::Domain(name) if !name.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_fragment_stay_as_they_were() {
        for (destination, with_code) in [
            (
                "https://www.example.com",
                "https://www.example.com/?ref=CODE",
            ),
            (
                "https://www.example.com/a/b",
                "https://www.example.com/a/b?ref=CODE",
            ),
            (
                "https://www.example.com/?utm_source=x&b=%20%2B+1",
                "https://www.example.com/?utm_source=x&b=%20%2B+1&ref=CODE",
            ),
            (
                "https://www.example.com/?ref=old&a=1",
                "https://www.example.com/?a=1&ref=CODE",
            ),
            (
                "https://www.example.com/?reference=1&flag",
                "https://www.example.com/?reference=1&flag&ref=CODE",
            ),
            (
                "https://www.example.com/p#top",
                "https://www.example.com/p?ref=CODE#top",
            ),
            (
                "https://xn--bcher-kva.example/\u{e4}",
                "https://xn--bcher-kva.example/%C3%A4?ref=CODE",
            ),
        ] {
            let (before, behind) = Destination::parse(destination).unwrap().around_code();
            assert_eq!(format!("{before}CODE{behind}"), with_code);
        }
    }

    #[test]
    fn only_public_https_addresses_are_destinations() {
        use InvalidDestination::{
            Credentials, NoSuchHost, NotAHost, NotAnAddress, NotHttps, NotPublic, TooLong,
        };
        for (bad, why) in [
            ("", NotAnAddress),
            ("www.example.com", NotAnAddress),
            ("//example.com", NotAnAddress),
            ("https://b\u{fc}cher.example/", NoSuchHost),
            ("http://example.com", NotHttps),
            ("javascript:alert(1)", NotHttps),
            ("data:text/html,x", NotHttps),
            ("https://user@example.com", Credentials),
            ("https://user:pass@example.com", Credentials),
            // The part before the sign is no host, however much it looks like one.
            ("https://shop.example.com@evil.example/", Credentials),
            ("https://shop.example.com%2f@evil.example/", Credentials),
            ("https://shop.example.com:443@evil.example/", Credentials),
            ("\\\\evil.example", NotAnAddress),
            ("///evil.example", NotAnAddress),
            ("java\nscript:alert(1)", NotHttps),
            (" \u{1}javascript:alert(1)", NotHttps),
            ("https://", NotAnAddress),
            ("https://%31%30.0.0.1/", NotPublic),
            ("https://\u{ff11}\u{ff10}.0.0.1/", NoSuchHost),
            ("https://*.example.com/", NotAHost),
            ("https://shop.example.com\"/", NotAHost),
            ("https://shop.example.com;x/", NotAHost),
            ("https://shop.example.com,x/", NotAHost),
            ("https://shop.example.com'/", NotAHost),
            ("https://shop.example.com$/", NotAHost),
            ("https://shop.example.com{/", NotAHost),
            ("https://shop.example.com!/", NotAHost),
            ("https://shop.example.com:0/", NotAHost),
            ("https://8.8.8.8:0/", NotAHost),
            ("https://shop..example.com/", NotPublic),
            ("https://.example.com/", NotPublic),
        ] {
            assert_eq!(Destination::parse(bad).unwrap_err(), why, "{bad}");
        }
        let long = format!("https://example.com/{}", "x".repeat(2000));
        assert_eq!(Destination::parse(&long).unwrap_err(), TooLong);
    }

    #[test]
    fn no_destination_is_on_a_private_network_however_it_is_written() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "shop.localhost",
            "intranet",
            "printer.local",
            "db.internal",
            "router.lan",
            "nas.home.arpa",
            "shop.test",
            "shop.invalid",
            "shop.test.",
            "wiki.corp",
            "wiki.intranet",
            "box.home",
            "box.localdomain",
            "site.onion",
            "name.alt",
            "127.0.0.1",
            "127.0.0.1.",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "0177.0.0.1",
            "127.1",
            "0",
            "0.0.0.0",
            "10.0.0.1",
            "012.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "3232235777",
            "169.254.169.254",
            "0xa9fea9fe",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.88.99.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "[::]",
            "[::1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::8.8.8.8]",
            "[64:ff9b:1:2::1]",
            "[2002:7f00:1::]",
            "[100::1]",
            "[2001::1]",
            "[2001:10::1]",
            "[2001:20::1]",
            "[2001:db8::1]",
            "[3fff::1]",
            "[5f00::1]",
            "[4000::1]",
            "[fc00::1]",
            "[fd00::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
        ] {
            let address = format!("https://{host}/");
            let why = Destination::parse(&address).unwrap_err();
            assert_eq!(why, InvalidDestination::NotPublic, "{host}");
        }
        for host in [
            "172.15.0.1",
            "172.32.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "8.8.8.8",
            "[2606:4700::1]",
            "[2001:4860:4860::8888]",
            "[2001:200::1]",
            "[3fff:1000::1]",
            "[64:ff9b::8.8.8.8]",
            "my_shop.example.com",
            "shop.example.com.",
            "contest.example",
            "nottest.com",
            "notlocal.example.com",
            "local.example.com",
        ] {
            let address = format!("https://{host}/");
            assert!(Destination::parse(&address).is_ok(), "{host}");
        }
    }

    #[test]
    fn a_destination_is_on_its_host_however_the_host_is_written() {
        for (destination, host, is_on) in [
            ("https://go.example.com/x", "go.example.com", true),
            ("https://GO.example.com./x", "go.example.com", true),
            ("https://go.example.com:8443/x", "go.example.com", true),
            ("https://www.go.example.com/x", "go.example.com", false),
            (
                "https://example.com/go.example.com",
                "go.example.com",
                false,
            ),
        ] {
            let destination = Destination::parse(destination).unwrap();
            assert_eq!(destination.is_on(host), is_on, "{destination}");
        }
    }

    #[test]
    fn a_redirect_goes_to_the_checked_host_even_with_backslashes() {
        for (typed, kept) in [
            (
                "https:\\\\shop.example.com\\a",
                "https://shop.example.com/a",
            ),
            (
                "https://shop.example.com\\@evil.example/",
                "https://shop.example.com/@evil.example/",
            ),
            ("https:shop.example.com", "https://shop.example.com/"),
            ("https:////shop.example.com", "https://shop.example.com/"),
            (
                "https://shop.example.com/..//evil.example",
                "https://shop.example.com//evil.example",
            ),
            ("ht\ttps://shop.example.com\n/", "https://shop.example.com/"),
            (
                "https://shop.example.com/?to=//evil.example\r\nSet-Cookie: a",
                "https://shop.example.com/?to=//evil.exampleSet-Cookie:%20a",
            ),
        ] {
            assert_eq!(Destination::parse(typed).unwrap().as_str(), kept);
        }
    }
}
