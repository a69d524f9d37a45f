//! Proof keys (RFC 7636): the verifier must match the challenge of the authorise URL.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Returns whether a verifier matches a challenge. Without a challenge no verifier is needed.
pub(super) fn verifies(challenge: Option<&str>, verifier: Option<&str>) -> bool {
    match (challenge, verifier) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(challenge), Some(verifier)) => {
            URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge
        }
    }
}

#[cfg(test)]
mod tests {
    use super::verifies;

    #[test]
    fn the_example_of_rfc_7636_is_verified() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(verifies(Some(challenge), Some(verifier)));
        assert!(!verifies(Some(challenge), Some("another")));
        assert!(!verifies(Some(challenge), None));
    }
}
