//! The hosts of the public Internet: the names and addresses to which a visitor may be sent.
//!
//! A name needs no list of public suffixes: a link domain is proven by DNS, and a destination only
//! has to be no name of a private network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Host;

/// Source: RFC 1035, 2.3.4.
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

/// Ends of names that no public DNS answers for. `example` is not among them: documents and tests
/// use it, and it leads nowhere.
/// Sources: RFC 6761 (localhost, test, invalid), RFC 6762 with its appendix G (local, intranet,
/// private, corp, home, lan), ICANN's resolution of 2024-07-29 (internal), RFC 8375 (home.arpa),
/// RFC 7686 (onion), RFC 9476 (alt), ICANN's resolution of 2018-02-04 (corp, home, mail).
const PRIVATE_NAMES: [&str; 16] = [
    "localhost",
    "localdomain",
    "test",
    "invalid",
    "local",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "mail",
    "internal",
    "home.arpa",
    "in-addr.arpa",
    "onion",
    "alt",
];

/// Tells whether a name is one of the public DNS: at least two labels of letters, digits, hyphens
/// and underscores, and no name of a private network. The name is in ASCII and lower case.
#[must_use]
pub(crate) fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.len() <= LONGEST_NAME
        && name.contains('.')
        && name.split('.').all(is_label)
        && !PRIVATE_NAMES.iter().any(|private| is_under(name, private))
}

/// Tells whether a text is a label of a DNS name. Some sites have an underscore in theirs.
fn is_label(text: &str) -> bool {
    let plain = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
    };
    (1..=LONGEST_LABEL).contains(&text.len()) && text.bytes().all(plain)
}

/// Tells whether a host is `parent` or below it.
#[must_use]
pub(crate) fn is_under(name: &str, parent: &str) -> bool {
    name.strip_suffix(parent)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Tells whether a visitor anywhere can be sent to a host.
#[must_use]
pub(crate) fn is_public(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => is_public_name(name),
        Host::Ipv4(address) => is_public_address(IpAddr::V4(*address)),
        Host::Ipv6(address) => is_public_address(IpAddr::V6(*address)),
    }
}

fn is_public_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => inner(v6).map_or_else(|| is_public_v6(v6), is_public_v4),
    }
}

/// Source: IANA, IPv4 Special-Purpose Address Registry.
fn is_public_v4(v4: Ipv4Addr) -> bool {
    // 100.64.0.0/10 is shared by carriers (RFC 6598), 0.0.0.0/8 is "this network" (RFC 1122),
    // 192.0.0.0/24 is for protocols (RFC 6890), 192.88.99.0/24 was for relays (RFC 7526),
    // 198.18.0.0/15 is for benchmarks (RFC 2544).
    let [a, b, c, _] = v4.octets();
    !(v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_broadcast()
        || v4.is_multicast()
        || v4.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (18..20).contains(&b)))
}

/// Only `2000::/3` is given out for the public Internet. Source: IANA, IPv6 Address Space, and the
/// IPv6 Special-Purpose Address Registry for the exceptions in it.
fn is_public_v6(v6: Ipv6Addr) -> bool {
    let [first, second, ..] = v6.segments();
    // 2001::/23 is for protocols (RFC 2928), 2001:db8::/32 (RFC 3849) and 3fff::/20 (RFC 9637) are
    // for documentation.
    first & 0xe000 == 0x2000
        && !(first == 0x2001 && second < 0x200)
        && (first, second) != (0x2001, 0xdb8)
        && !(first == 0x3fff && second < 0x1000)
}

/// Returns the IPv4 address inside an IPv6 address: mapped, compatible (RFC 4291), translated (RFC
/// 6052), or 6to4 (RFC 3056). Local translations (`64:ff9b:1::/48`, RFC 8215) have none, because
/// their network alone knows where it stands.
fn inner(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let octets = v6.octets();
    let four = |from: usize| {
        let part: [u8; 4] = octets.get(from..from + 4)?.try_into().ok()?;
        Some(Ipv4Addr::from(part))
    };
    match v6.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, ..] => four(12),
        [0x2002, ..] => four(2),
        _ => v6.to_ipv4(),
    }
}
