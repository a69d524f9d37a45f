//! The network that a visitor comes from, for limits on strangers.
//!
//! A network is what one subscriber of a provider has: an IPv4 address, or 64 bits of an IPv6 address, within which the
//! subscriber chooses freely (RFC 7421). The browser's name is no part of it, because a program sends a new one each
//! time. An address is neither stored nor logged: outside of this file there is a hash under a key that changes each
//! day.

use core::net::{IpAddr, Ipv6Addr};

use jiff::Timestamp;

use crate::edge::headers::CLIENT_ADDRESS;
use crate::edge::incoming::Incoming;
use crate::edge::signing::SigningKey;

/// Keeps these hashes apart from those of clicks, so that one does not lead to the other.
const LIMITS: &str = "limits";

/// Returns the label of a request's network.
pub(crate) fn of(incoming: &Incoming, key: &SigningKey, now: Timestamp) -> String {
    label(incoming.header(CLIENT_ADDRESS), key, now)
}

/// Returns the label of the network of an address.
pub(crate) fn label(address: Option<&str>, key: &SigningKey, now: Timestamp) -> String {
    key.pseudonym(now, &[LIMITS, &of_address(address.unwrap_or_default())])
}

/// Returns the part of an address that its subscriber cannot change.
pub(crate) fn of_address(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
        },
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::settings::Settings;

    #[test]
    fn one_subscriber_is_one_network() {
        for (one, other, same) in [
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("192.0.2.7", "::ffff:192.0.2.7", true),
            ("2001:db8:1:2::3", "2001:db8:1:2:ffff::1", true),
            ("2001:db8:1:2::3", "2001:0DB8:0001:0002::4", true),
            ("2001:db8:1:2::3", "2001:db8:1:3::3", false),
            ("", "unknown", false),
        ] {
            assert_eq!(of_address(one) == of_address(other), same, "{one} {other}");
        }
    }

    #[test]
    fn a_label_shows_no_address_and_heeds_no_browser() {
        let key = Settings::for_tests().session_key;
        let from = |agent| {
            let headers = [(CLIENT_ADDRESS, "192.0.2.7"), ("user-agent", agent)];
            let incoming = Incoming::get("/", &headers);
            of(&incoming, &key, Timestamp::UNIX_EPOCH)
        };
        assert_eq!(from("one"), from("another"));
        assert_eq!(from("one").len(), 16);
        assert!(!from("one").contains("192"));
    }
}
