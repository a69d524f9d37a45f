//! E-mail addresses: read as browsers read them, and compared as people mean them.
//!
//! Invariants: an address has one `@`, behind it a host name with a dot in ASCII lower case, and at
//! most 254 characters. Two addresses with equal [`NormalisedEmail`]s are taken for one person's.
//! Neither is ever printed: `Debug` hides them, and they have no `Display`.
//!
//! Left to others: whether mail arrives at the address, and forgetting it when a person asks for
//! that.

mod aliases;
mod disposable;

use core::fmt;

use crate::unicode_host::host_in_ascii;
use aliases::GMAIL;

/// Source: RFC 5321, 4.5.3.1.3, less the angle brackets of a path.
const LONGEST_ADDRESS: usize = 254;
/// Source: RFC 5321, 4.5.3.1.1.
const LONGEST_LOCAL_PART: usize = 64;
/// Source: RFC 1035, 2.3.4.
const LONGEST_LABEL: usize = 63;

/// An e-mail address.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress {
    address: String,
    at: usize,
}

/// The text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This is not an e-mail address.")]
pub struct InvalidEmail;

/// The form in which e-mail addresses are compared: without regard to case, to a `+tag` (RFC 5233),
/// and to the dots of Gmail addresses. Nothing is ever written or sent to it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NormalisedEmail(String);

impl EmailAddress {
    /// Reads an address as typed.
    ///
    /// The rule is that of `input type=email` (WHATWG HTML, "valid email address"). The host must
    /// also have a dot, because HubSpot takes no other. A host beyond ASCII is taken in its ASCII form, as browsers do.
    ///
    /// # Errors
    /// [`InvalidEmail`] if the text is no address.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let (local, host) = text.trim().split_once('@').ok_or(InvalidEmail)?;
        let host = host_in_ascii(host).ok_or(InvalidEmail)?;
        let local_is_good = (1..=LONGEST_LOCAL_PART).contains(&local.len())
            && local.bytes().all(is_local_character);
        let host_is_good = host.contains('.') && host.split('.').all(is_label);
        if local.len() + 1 + host.len() > LONGEST_ADDRESS || !local_is_good || !host_is_good {
            return Err(InvalidEmail);
        }
        let mut address = String::from(local);
        address.push('@');
        address.push_str(&host.to_ascii_lowercase());
        Ok(Self {
            address,
            at: local.len(),
        })
    }

    /// Returns the address, its host in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// Returns the part behind the `@`.
    #[must_use]
    pub fn host(&self) -> &str {
        self.address.get(self.at + 1..).unwrap_or_default()
    }

    /// Returns the form in which addresses are compared.
    #[must_use]
    pub fn normalised(&self) -> NormalisedEmail {
        let local = self.address.get(..self.at).unwrap_or_default();
        let untagged = local.split('+').next().unwrap_or_default();
        let is_gmail = GMAIL.contains(&self.host());
        let mut key: String = untagged
            .chars()
            .filter(|letter| !(is_gmail && *letter == '.'))
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        // A part that is nothing but a tag or dots is compared as it is: it must not equal all
        // others of its kind.
        if key.is_empty() {
            key = local.to_ascii_lowercase();
        }
        key.push('@');
        let [gmail, _] = GMAIL;
        key.push_str(if is_gmail { gmail } else { self.host() });
        NormalisedEmail(key)
    }

    /// Tells whether the address is with a service for disposable addresses.
    #[must_use]
    pub(crate) fn is_disposable(&self) -> bool {
        disposable::is_host(self.host())
    }
}

impl NormalisedEmail {
    /// Takes back a text that was checked before it was stored.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// Returns the text to store and to compare.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EmailAddress(hidden)")
    }
}

impl fmt::Debug for NormalisedEmail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NormalisedEmail(hidden)")
    }
}

fn is_local_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte)
}

fn is_label(label: &str) -> bool {
    (1..=LONGEST_LABEL).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_read_as_browsers_read_them() {
        for (typed, read) in [
            ("a@b.co", "a@b.co"),
            ("  Ann.Lee@Example.COM\n", "Ann.Lee@example.com"),
            ("o'hara+x@mail.example.co.uk", "o'hara+x@mail.example.co.uk"),
            (".a..b.@example.com", ".a..b.@example.com"),
            ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
            ("1@2.3", "1@2.3"),
        ] {
            assert_eq!(EmailAddress::parse(typed).unwrap().as_str(), read);
        }
        let long_local = format!("{}@example.com", "x".repeat(65));
        let long_label = format!("a@{}.com", "x".repeat(64));
        let long = format!("a@{}com", "abcdefg.".repeat(32));
        for bad in [
            "",
            "a",
            "@",
            "a@",
            "@b.co",
            "a@localhost",
            "a@b@c.co",
            "a b@c.co",
            "a@b..co",
            "a@.co",
            "a@b.co.",
            "a@-b.co",
            "a@b-.co",
            "a@b_c.co",
            "a@[10.0.0.1]",
            "\"a\"@b.co",
            "<a@b.co>",
            "a@b.co, c@d.co",
            "a@b.co\r\nBcc: c@d.co",
            "\u{fc}@b.co",
            "a@b\u{fc}cher.example",
            &long_local,
            &long_label,
            &long,
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn one_person_has_one_normalised_address() {
        let key = |text| EmailAddress::parse(text).unwrap().normalised();
        for (written, otherwise, one_person) in [
            ("ann@example.com", "ANN@EXAMPLE.com", true),
            ("ann@example.com", "ann+shop@example.com", true),
            ("ann@example.com", "ann+a+b@example.com", true),
            ("ann@example.com", "a.nn@example.com", false),
            ("ann@example.com", "ann@example.org", false),
            ("ann.lee@gmail.com", "AnnLee+x@gmail.com", true),
            ("annlee@gmail.com", "a.n.n.l.e.e@googlemail.com", true),
            ("annlee@gmail.com", "annlee@mail.gmail.com", false),
            ("+a@example.com", "+b@example.com", false),
            ("...@gmail.com", "..@gmail.com", false),
        ] {
            assert_eq!(key(written) == key(otherwise), one_person, "{otherwise}");
        }
    }

    #[test]
    fn an_address_is_not_printed() {
        let address = EmailAddress::parse("ann@example.com").unwrap();
        let printed = format!("{address:?} {:?}", address.normalised());
        assert!(!printed.contains("ann") && !printed.contains("example.com"));
    }

    proptest! {
        #[test]
        fn a_normalised_address_is_its_own_normalised_form(
            local in "[a-zA-Z0-9.+_-]{1,20}", host in "(gmail\\.com|GoogleMail\\.com|[a-z]{1,8}\\.[a-z]{2,3})",
        ) {
            let key = EmailAddress::parse(&format!("{local}@{host}")).unwrap().normalised();
            let again = EmailAddress::parse(key.as_str()).unwrap().normalised();
            prop_assert_eq!(key.as_str(), again.as_str());
        }

        #[test]
        fn any_text_is_an_address_or_refused(text in ".{0,40}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address));
            }
        }
    }
}
