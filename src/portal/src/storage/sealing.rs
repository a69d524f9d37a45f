//! Stored tokens: they are sealed with AES-256-GCM under a key that only the Worker's settings hold.
//!
//! A sealed text names the key that sealed it, so that keys can be rotated: the first key of the settings seals, all of
//! them open. The portal's id is authenticated with the text, so a text that is copied from one portal's storage opens
//! in no other portal.

use core::str::FromStr;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::HubId;
use hubspot::Secret;

use crate::storage::error::PortalError;
use crate::storage::ports::Entropy;

/// The nonce that NIST SP 800-38D recommends for GCM: 96 bits.
const NONCE_BYTES: usize = 12;
const KEY_BYTES: usize = 32;

/// The keys of the settings; the first one seals.
pub struct SealingKeys(Vec<(String, Aes256Gcm)>);

/// The error for a setting that is not a list of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealing keys have the form id:base64 of 32 bytes, separated by commas")]
pub struct InvalidSealingKeys;

impl FromStr for SealingKeys {
    type Err = InvalidSealingKeys;

    fn from_str(text: &str) -> Result<Self, InvalidSealingKeys> {
        let keys: Result<Vec<_>, _> = text
            .split(',')
            .map(|entry| {
                let (id, key) = entry.trim().split_once(':').ok_or(InvalidSealingKeys)?;
                let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
                let bytes = BASE64.decode(key).map_err(|_| InvalidSealingKeys)?;
                if !plain || bytes.len() != KEY_BYTES {
                    return Err(InvalidSealingKeys);
                }
                let cipher = Aes256Gcm::new_from_slice(&bytes).map_err(|_| InvalidSealingKeys)?;
                Ok((id.to_owned(), cipher))
            })
            .collect();
        Ok(Self(keys?))
    }
}

impl core::fmt::Debug for SealingKeys {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_list()
            .entries(self.0.iter().map(|(id, _)| id))
            .finish()
    }
}

impl SealingKeys {
    /// Seals a secret for a portal.
    pub(crate) fn seal(
        &self,
        secret: &Secret,
        owner: &HubId,
        entropy: &dyn Entropy,
    ) -> Result<String, PortalError> {
        const FAILED: PortalError = PortalError::Unreadable("the grant to be sealed");
        let (id, cipher) = self.0.first().ok_or(FAILED)?;
        let mut nonce = [0; NONCE_BYTES];
        entropy.fill(&mut nonce);
        let payload = Payload {
            msg: secret.expose().as_bytes(),
            aad: owner.as_str().as_bytes(),
        };
        let sealed = cipher
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| FAILED)?;
        Ok(format!(
            "{id}.{}",
            BASE64.encode([nonce.as_slice(), sealed.as_slice()].concat())
        ))
    }

    /// Opens a text that [`Self::seal`] sealed for the same portal.
    pub(crate) fn open(&self, sealed: &str, owner: &HubId) -> Result<Secret, PortalError> {
        const FAILED: PortalError =
            PortalError::Unreadable("the sealed grant (is its key still among SEALING_KEYS?)");
        let (id, text) = sealed.split_once('.').ok_or(FAILED)?;
        let (_, cipher) = self.0.iter().find(|(known, _)| known == id).ok_or(FAILED)?;
        let bytes = BASE64.decode(text).map_err(|_| FAILED)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(FAILED)?;
        let payload = Payload {
            msg: sealed,
            aad: owner.as_str().as_bytes(),
        };
        let opened = cipher
            .decrypt(&Nonce::from(*nonce), payload)
            .map_err(|_| FAILED)?;
        String::from_utf8(opened)
            .map(Secret::new)
            .map_err(|_| FAILED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::cell::Cell<u8>);

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            self.0.set(self.0.get() + 1);
            bytes.fill(self.0.get());
        }
    }

    fn keys(entries: &[(&str, u8)]) -> SealingKeys {
        let text: Vec<String> = entries
            .iter()
            .map(|(id, fill)| format!("{id}:{}", BASE64.encode([*fill; 32])))
            .collect();
        text.join(",").parse().unwrap()
    }

    #[test]
    fn a_rotated_key_still_opens_what_it_sealed() {
        let entropy = Counting(std::cell::Cell::new(0));
        let hub = HubId::from(42);
        let sealed = keys(&[("a", 1)])
            .seal(&Secret::from("token"), &hub, &entropy)
            .unwrap();
        assert!(!sealed.contains("token"));
        let rotated = keys(&[("b", 2), ("a", 1)]);
        assert_eq!(rotated.open(&sealed, &hub).unwrap().expose(), "token");
        assert!(
            rotated
                .seal(&Secret::from("token"), &hub, &entropy)
                .unwrap()
                .starts_with("b.")
        );
        assert!(keys(&[("b", 2)]).open(&sealed, &hub).is_err());
    }

    #[test]
    fn a_sealed_text_opens_only_whole_and_only_for_its_portal() {
        let entropy = Counting(std::cell::Cell::new(0));
        let keys = keys(&[("a", 1)]);
        let sealed = keys
            .seal(&Secret::from("token"), &HubId::from(42), &entropy)
            .unwrap();
        assert!(keys.open(&sealed, &HubId::from(43)).is_err());
        assert!(
            keys.open(&sealed[..sealed.len() - 4], &HubId::from(42))
                .is_err()
        );
        assert!(keys.open("a.", &HubId::from(42)).is_err());
        assert!(keys.open("", &HubId::from(42)).is_err());
    }

    #[test]
    fn a_setting_that_is_not_a_list_of_keys_is_rejected() {
        for bad in ["", "a", "a:", "a:AAAA", ":AAAA", "a b:AAAA"] {
            assert!(bad.parse::<SealingKeys>().is_err(), "{bad:?}");
        }
    }
}
