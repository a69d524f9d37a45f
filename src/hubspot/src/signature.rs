//! Verifies that a request really comes from HubSpot, by its signature in version 3.
//!
//! HubSpot signs method, address, body and time with the app's secret. It signs the address with
//! twelve escapes decoded and all others kept. So the address must be taken as it was called, and
//! the body as its raw bytes: a library that normalises or serialises them again breaks the
//! signature.
//!
//! HubSpot puts the parts together without anything between them, so that one signature fits several
//! requests: the last digits of the address may as well be a body, or the beginning of the time.
//! Only a request that can be taken apart in one way is accepted, whatever its method: its address
//! has no bracket that begins JSON, its body is empty or begins with one and ends with one, and its
//! time has no leading zero.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use crate::secret::Secret;

/// The header that holds the signature, in lower case.
pub const SIGNATURE_HEADER: &str = "x-hubspot-signature-v3";

/// The header that holds the time of signing, in lower case.
pub const TIMESTAMP_HEADER: &str = "x-hubspot-request-timestamp";

/// The greatest difference between the time of signing and now, in milliseconds. HubSpot's
/// documentation asks to refuse requests older than five minutes. Goodword also refuses requests
/// from more than five minutes ahead: nothing else limits the life of a signature made for a later
/// time.
const MAX_SKEW_MS: i64 = 5 * 60 * 1000;

/// The escapes that HubSpot decodes before it signs; it keeps all others.
const DECODED: [([u8; 2], char); 12] = [
    (*b"3A", ':'),
    (*b"2F", '/'),
    (*b"3F", '?'),
    (*b"40", '@'),
    (*b"21", '!'),
    (*b"24", '$'),
    (*b"27", '\''),
    (*b"28", '('),
    (*b"29", ')'),
    (*b"2A", '*'),
    (*b"2C", ','),
    (*b"3B", ';'),
];

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureProblem {
    /// A header is missing.
    #[error("the request is not signed")]
    Missing,
    /// A header cannot be read.
    #[error("the signature or its time cannot be read")]
    Malformed,
    /// The same text is signed for another address, body or time.
    #[error("the signed text can be taken apart in several ways")]
    Ambiguous,
    /// Signed more than five minutes ago.
    #[error("the signature is too old")]
    Expired,
    /// Signed for a time more than five minutes ahead.
    #[error("the signature is from the future")]
    FromTheFuture,
    /// It is not signed with this app's secret, or was changed afterwards.
    #[error("the signature does not match the request")]
    Mismatch,
}

/// The signed parts of a request, as it arrived.
#[derive(Clone, Copy)]
pub struct SignedRequest<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The whole address as HubSpot called it, scheme and query included.
    pub uri: &'a str,
    /// The raw body.
    pub body: &'a [u8],
    /// The header [`TIMESTAMP_HEADER`].
    pub timestamp: Option<&'a str>,
    /// The header [`SIGNATURE_HEADER`].
    pub signature: Option<&'a str>,
}

/// Verifies the request's signature and its time.
///
/// # Errors
/// The [`SignatureProblem`]. None of them reveals anything about the secret to a forger.
pub fn verify_v3(
    secret: &Secret,
    request: SignedRequest<'_>,
    now: Timestamp,
) -> Result<(), SignatureProblem> {
    let timestamp = request.timestamp.ok_or(SignatureProblem::Missing)?;
    let signature = request.signature.ok_or(SignatureProblem::Missing)?;
    let signed_at = milliseconds(timestamp).ok_or(SignatureProblem::Malformed)?;
    let signature = STANDARD
        .decode(signature)
        .map_err(|_| SignatureProblem::Malformed)?;
    if !has_one_reading(request.uri, request.body) {
        return Err(SignatureProblem::Ambiguous);
    }
    let age = now.as_millisecond().saturating_sub(signed_at);
    if age > MAX_SKEW_MS {
        return Err(SignatureProblem::Expired);
    }
    if age < -MAX_SKEW_MS {
        return Err(SignatureProblem::FromTheFuture);
    }
    if is_signed(secret, request, timestamp, &signature) {
        Ok(())
    } else {
        Err(SignatureProblem::Mismatch)
    }
}

/// Compares in constant time.
fn is_signed(
    secret: &Secret,
    request: SignedRequest<'_>,
    timestamp: &str,
    signature: &[u8],
) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
        return false;
    };
    mac.update(request.method.as_bytes());
    mac.update(decoded(request.uri).as_bytes());
    mac.update(request.body);
    mac.update(timestamp.as_bytes());
    mac.verify_slice(signature).is_ok()
}

/// Tells whether address and body, written one after the other and before a time, show where each
/// ends. Browsers and HubSpot escape brackets in an address.
fn has_one_reading(uri: &str, body: &[u8]) -> bool {
    let is_json = matches!(
        (body.first(), body.last()),
        (None, None) | (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']'))
    );
    is_json && !uri.contains(['{', '['])
}

/// Reads digits only, as HubSpot writes them. Neither sign, space nor leading zero is allowed,
/// whatever `parse` alone would allow.
fn milliseconds(text: &str) -> Option<i64> {
    let digits = !text.starts_with('0') && !text.is_empty();
    let digits = digits && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn decoded(uri: &str) -> String {
    let mut parts = uri.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let escape = part
            .as_bytes()
            .first_chunk::<2>()
            .map(|digits| digits.map(|digit| digit.to_ascii_uppercase()));
        let known = DECODED.iter().find(|(digits, _)| Some(*digits) == escape);
        if let (Some((_, char)), Some(rest)) = (known, part.get(2..)) {
            text.push(*char);
            text.push_str(rest);
        } else {
            text.push('%');
            text.push_str(part);
        }
    }
    text
}

#[cfg(test)]
mod tests;
