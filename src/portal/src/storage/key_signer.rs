//! The proof in an API key: a code that only this deployment can compute. A key that somebody made up is refused
//! before any portal is asked.
//!
//! The proof says that the key was given out, not that it is still valid: the portal knows which of its keys were
//! revoked.

use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// 128 bits: nobody guesses one in 2^128, and each guess takes a request.
const PROOF_BYTES: usize = 16;
/// The length of a proof in base64, which writes three bytes as four letters.
pub(crate) const PROOF_LETTERS: usize = (PROOF_BYTES * 4).div_ceil(3);

/// The secret under which keys are signed. It is never printed.
#[derive(Clone)]
pub struct KeySigner([u8; 32]);

impl KeySigner {
    /// Takes the secret.
    #[must_use]
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Returns the proof of the other parts of a key.
    pub(crate) fn proof(&self, parts: &str) -> String {
        let Some(mac) = self.mac(parts) else {
            return String::new();
        };
        let bytes = mac.finalize().into_bytes();
        URL_SAFE_NO_PAD.encode(bytes.get(..PROOF_BYTES).unwrap_or_default())
    }

    /// Returns whether a proof is the one of these parts. The time does not depend on where they differ.
    pub(crate) fn proves(&self, parts: &str, proof: &str) -> bool {
        let sent = URL_SAFE_NO_PAD.decode(proof).unwrap_or_default();
        let mac = self.mac(parts).filter(|_| sent.len() == PROOF_BYTES);
        mac.is_some_and(|mac| mac.verify_truncated_left(&sent).is_ok())
    }

    fn mac(&self, parts: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(parts.as_bytes());
        Some(mac)
    }
}

impl fmt::Debug for KeySigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeySigner(hidden)")
    }
}
