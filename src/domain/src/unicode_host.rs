//! Hosts with letters beyond ASCII: `b\u{fc}cher.example` is taken as `xn--bcher-kva.example`, in destinations, in e-mail
//! addresses and as a host for links.
//!
//! Unicode's tables for this are an eighth of the Worker, and the platform has them: its `URL` converts a host. So the
//! program that knows the platform gives the function once, when it starts ([`convert_with`]). Without it, only hosts
//! in ASCII are known. Invariant: `url` is never given a host that is not ASCII, for which it has no tables.

use std::borrow::Cow;
use std::sync::OnceLock;

use percent_encoding::percent_decode_str;
use url::Url;

/// Returns the ASCII form of a host, as browsers do (WHATWG URL, "domain to ASCII"), or `None` if it has none.
pub type Converter = fn(&str) -> Option<String>;

static CONVERTER: OnceLock<Converter> = OnceLock::new();

/// Sets the function that converts hosts. The first setting stands.
pub fn convert_with(converter: Converter) {
    // A second start within one process brings the same function.
    let _ = CONVERTER.set(converter);
}

/// Why an address has no ASCII form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAscii {
    /// It is no absolute URL.
    NotAnAddress,
    /// Its host has no ASCII form.
    Host,
}

/// Returns a host in ASCII: the host itself if it is, and otherwise its punycode form.
#[must_use]
pub fn host_in_ascii(host: &str) -> Option<Cow<'_, str>> {
    if host.is_ascii() {
        return Some(Cow::Borrowed(host));
    }
    // The converter reads the host as a part of a URL.
    let is_apart = |letter: char| {
        letter.is_whitespace() || letter.is_ascii_control() || "/\\?#@:%[]".contains(letter)
    };
    if host.contains(is_apart) {
        return None;
    }
    let converted = CONVERTER.get().and_then(|convert| convert(host))?;
    converted.is_ascii().then_some(Cow::Owned(converted))
}

/// Parses an absolute URL that came from outside, its host in ASCII.
///
/// # Errors
/// See [`NoAscii`].
pub fn parse_url(text: &str) -> Result<Url, NoAscii> {
    let text = in_ascii(text)?;
    Url::parse(&text).map_err(|_| NoAscii::NotAnAddress)
}

/// Returns the text of a URL with its host in ASCII.
fn in_ascii(text: &str) -> Result<Cow<'_, str>, NoAscii> {
    let Some(start) = authority_start(text) else {
        return Ok(Cow::Borrowed(text));
    };
    let (before, rest) = text.split_at(start);
    let (authority, behind) = rest.split_at(rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len()));
    let host_start = authority.rfind('@').map_or(0, |at| at + 1);
    let (user, host) = authority.split_at(host_start);
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let host_end = host
        .rfind(':')
        .filter(|at| host.get(at + 1..).is_some_and(is_port));
    let (host, port) = host.split_at(host_end.unwrap_or(host.len()));
    let decoded = percent_decode_str(host)
        .decode_utf8()
        .map_err(|_| NoAscii::Host)?;
    if decoded.is_ascii() {
        return Ok(Cow::Borrowed(text));
    }
    // Browsers leave out tabs and line breaks before they look at a host.
    let host: String = decoded
        .chars()
        .filter(|letter| !letter.is_ascii_control())
        .collect();
    let host = host_in_ascii(&host).ok_or(NoAscii::Host)?;
    Ok(Cow::Owned([before, user, &host, port, behind].concat()))
}

/// Returns the place behind the scheme and the slashes of an absolute URL. Browsers take any number of slashes, in
/// either direction.
fn authority_start(text: &str) -> Option<usize> {
    let scheme = text.find(':')?;
    let rest = text.get(scheme + 1..)?;
    let slashes = rest
        .find(|letter: char| !(matches!(letter, '/' | '\\') || letter.is_ascii_control()))
        .unwrap_or(rest.len());
    Some(scheme + 1 + slashes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::destination::Destination;
    use crate::email::EmailAddress;
    use crate::link_host::LinkHost;

    /// A converter with the answers of a browser for a few hosts.
    fn browser(host: &str) -> Option<String> {
        let answer = match host {
            "b\u{fc}cher.example" | "B\u{dc}CHER.example" | "bu\u{308}cher.example" => {
                "xn--bcher-kva.example"
            }
            "k\u{e4}.example" | "K\u{c4}.example" => "xn--k-yga.example",
            "\u{ff45}\u{ff58}.example" => "ex.example",
            _ => return None,
        };
        Some(answer.to_owned())
    }

    #[test]
    fn a_host_beyond_ascii_is_taken_as_its_punycode_form() {
        convert_with(browser);
        for (typed, kept) in [
            (
                "https://b\u{fc}cher.example",
                "https://xn--bcher-kva.example/",
            ),
            (
                "https://B\u{dc}CHER.example:8443/a?b#c",
                "https://xn--bcher-kva.example:8443/a?b#c",
            ),
            (
                "https://bu\u{308}cher.example/\u{fc}",
                "https://xn--bcher-kva.example/%C3%BC",
            ),
            ("https://K\u{c4}.example", "https://xn--k-yga.example/"),
            ("https://K%C3%84.example/", "https://xn--k-yga.example/"),
            (
                "https:\\\\k\u{e4}.example\\x",
                "https://xn--k-yga.example/x",
            ),
            ("https:k\u{e4}.example/x", "https://xn--k-yga.example/x"),
            (
                "https://a.example/?u=https://k\u{e4}.example",
                "https://a.example/?u=https://k%C3%A4.example",
            ),
        ] {
            let destination = Destination::parse(typed);
            assert_eq!(
                destination.as_ref().map(Destination::as_str),
                Ok(kept),
                "{typed}"
            );
        }
        let email = EmailAddress::parse("ann@b\u{fc}cher.example").unwrap();
        assert_eq!(email.as_str(), "ann@xn--bcher-kva.example");
        let host = LinkHost::parse(" B\u{dc}CHER.example ").unwrap();
        assert_eq!(host.as_str(), "xn--bcher-kva.example");
    }

    #[test]
    fn a_host_without_an_ascii_form_is_refused() {
        convert_with(browser);
        for typed in [
            "https://\u{202e}.example",
            "https://k%FF.example",
            "https://u@\u{e9}.example:1/",
        ] {
            assert_eq!(parse_url(typed), Err(NoAscii::Host), "{typed}");
        }
        assert!(EmailAddress::parse("ann@\u{e9}.example").is_err());
        assert!(LinkHost::parse("\u{e9}.example").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_an_address_or_refused(
            text in "(https?:)?[/\\\\]{0,3}(\\PC|[\u{0}-\u{20}%@:.#?]|K\u{c4}|%C3%84|xn--){0,20}",
        ) {
            if let Ok(url) = parse_url(&text) {
                prop_assert!(url.host_str().is_none_or(str::is_ascii));
            }
        }
    }
}
