//! Signed values that a browser keeps and cannot change: JSON under an HMAC-SHA256 of `SESSION_KEY`.
//!
//! They are not encrypted: a value holds nothing that its bearer may not read. Each purpose signs under its own name, so
//! that a value of one purpose proves nothing for another.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use portal::KeySigner;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The key's length, that of SHA-256's output: more adds nothing, less weakens.
const KEY_BYTES: usize = 32;

/// The purpose of a signed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A session.
    Session,
    /// An authorisation that this browser began.
    OAuthState,
    /// The moment when a form was opened.
    Form,
    /// A hash of a visitor. It is not given back to a browser.
    Pseudonym,
    /// The proofs in API keys.
    ApiKey,
}

impl Purpose {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::Session => b"session\0",
            Self::OAuthState => b"oauth-state\0",
            Self::Form => b"form\0",
            Self::Pseudonym => b"pseudonym\0",
            Self::ApiKey => b"api-key\0",
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    until: i64,
    value: T,
}

/// `SESSION_KEY`.
#[derive(Clone)]
pub(crate) struct SigningKey([u8; KEY_BYTES]);

impl core::fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("SigningKey(…)")
    }
}

impl SigningKey {
    /// Reads the setting: base64 of 32 bytes.
    #[must_use]
    pub(crate) fn from_setting(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.trim()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Signs a value that is valid until `until`. `None` if it cannot be written as JSON.
    #[must_use]
    pub(crate) fn sign<T: Serialize>(
        &self,
        purpose: Purpose,
        value: &T,
        until: Timestamp,
    ) -> Option<String> {
        let payload = serde_json::to_vec(&Envelope {
            until: until.as_second(),
            value,
        })
        .ok()?;
        let payload = URL_SAFE_NO_PAD.encode(payload);
        let seal = self.mac(purpose, &payload)?.finalize().into_bytes();
        Some(format!("{payload}.{}", URL_SAFE_NO_PAD.encode(seal)))
    }

    /// Returns the value, if it was signed for this purpose and is still valid.
    #[must_use]
    pub(crate) fn verify<T: DeserializeOwned>(
        &self,
        purpose: Purpose,
        text: &str,
        now: Timestamp,
    ) -> Option<T> {
        let (payload, seal) = text.split_once('.')?;
        let seal = URL_SAFE_NO_PAD.decode(seal).ok()?;
        self.mac(purpose, payload)?.verify_slice(&seal).ok()?;
        let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
        let envelope: Envelope<T> = serde_json::from_slice(&payload).ok()?;
        (now.as_second() < envelope.until).then_some(envelope.value)
    }

    /// Returns a keyed hash of sixteen characters. It is the same for the same parts on the same day (UTC). Nobody can find
    /// the parts without the key.
    #[must_use]
    pub(crate) fn pseudonym(&self, at: Timestamp, parts: &[&str]) -> String {
        /// With twelve bytes, two of a million hashes of a day are equal once in 10^17.
        const BYTES: usize = 12;
        let day = at.as_second().div_euclid(24 * 60 * 60);
        let text = parts.join("\0");
        let Some(mac) = self.mac(Purpose::Pseudonym, &format!("{day}\0{text}")) else {
            return String::new();
        };
        let hash = mac.finalize().into_bytes();
        URL_SAFE_NO_PAD.encode(hash.get(..BYTES).unwrap_or_default())
    }

    /// Returns the signer of API keys, under a key of its own.
    #[must_use]
    pub(crate) fn key_signer(&self) -> KeySigner {
        let mac = self.mac(Purpose::ApiKey, "");
        let key = mac.map(|mac| mac.finalize().into_bytes().into());
        KeySigner::new(key.unwrap_or(self.0))
    }

    fn mac(&self, purpose: Purpose, payload: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(purpose.name());
        mac.update(payload.as_bytes());
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(fill: u8) -> SigningKey {
        SigningKey([fill; KEY_BYTES])
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_pseudonym_is_the_same_on_one_day_alone() {
        let of = |secret, second, parts: &[&str]| key(secret).pseudonym(at(second), parts);
        let noon = 86_400 / 2;
        let ana = of(1, noon, &["192.0.2.1", "Browser"]);
        assert_eq!(ana.len(), 16);
        assert_eq!(ana, of(1, noon + 3600, &["192.0.2.1", "Browser"]));
        for other in [
            of(1, noon + 86_400, &["192.0.2.1", "Browser"]),
            of(2, noon, &["192.0.2.1", "Browser"]),
            of(1, noon, &["192.0.2.1Browser"]),
            of(1, noon, &["192.0.2.2", "Browser"]),
        ] {
            assert_ne!(ana, other);
        }
    }

    #[test]
    fn a_signed_value_comes_back_until_it_ends() {
        let text = key(1).sign(Purpose::Session, &"Jo", at(100)).unwrap();
        let read = |now| key(1).verify::<String>(Purpose::Session, &text, at(now));
        assert_eq!(read(99).as_deref(), Some("Jo"));
        assert_eq!(read(100), None);
    }

    #[test]
    fn a_forged_value_or_one_of_another_purpose_is_refused() {
        let text = key(1).sign(Purpose::Session, &"Jo", at(100)).unwrap();
        let verify = |key: SigningKey, purpose, text: &str| {
            key.verify::<String>(purpose, text, at(1)).is_some()
        };
        assert!(verify(key(1), Purpose::Session, &text));
        assert!(!verify(key(2), Purpose::Session, &text), "another key");
        assert!(
            !verify(key(1), Purpose::OAuthState, &text),
            "another purpose"
        );
        for position in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[position] = if changed[position] == b'A' {
                b'B'
            } else {
                b'A'
            };
            let changed = String::from_utf8(changed).unwrap();
            assert!(
                !verify(key(1), Purpose::Session, &changed),
                "changed at {position}"
            );
        }
        for broken in ["", ".", "a", &text[..text.len() - 1], &format!("{text}A")] {
            assert!(!verify(key(1), Purpose::Session, broken), "{broken}");
        }
    }

    #[test]
    fn only_a_key_of_full_length_is_one() {
        assert!(SigningKey::from_setting(&STANDARD.encode([7; 32])).is_some());
        for bad in ["", "c2hvcnQ=", "not base64"] {
            assert!(SigningKey::from_setting(bad).is_none(), "{bad}");
        }
    }
}
