//! Randomness from the platform's `crypto.getRandomValues`.

use portal::Entropy;

/// The platform's source of unguessable bytes.
#[derive(Debug, Clone, Copy)]
pub struct PlatformEntropy;

impl Entropy for PlatformEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        fill(bytes);
    }
}

/// Fills the slice, or ends the event.
///
/// Without randomness a code would be guessable and a nonce repeated, so there is no value to go on
/// with. Throwing rolls the surrounding transaction back; the platform gives no occasion for it, as
/// `getRandomValues` refuses only outside of an event or for more than 65,536 bytes.
pub fn fill(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        wasm_bindgen::throw_str("the platform gave no randomness");
    }
}

/// Returns a fresh array of unguessable bytes.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut fresh = [0; N];
    fill(&mut fresh);
    fresh
}
