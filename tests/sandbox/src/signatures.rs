//! The signatures of HubSpot's requests to an app.
//!
//! v3 is the base64 of HMAC-SHA256 with the client secret as key, over method, URL, raw body and
//! timestamp. Before signing, exactly twelve escapes in the URL are decoded. v1 and v2 are hex
//! digests without a key, which HubSpot still sends beside v3.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The escapes that are decoded: `:/?@!$'()*,;`. All others stay, so that an escaped `&`, `=` or
/// `+` is never taken for syntax.
const DECODED: [(&str, char); 12] = [
    ("3A", ':'),
    ("2F", '/'),
    ("3F", '?'),
    ("40", '@'),
    ("21", '!'),
    ("24", '$'),
    ("27", '\''),
    ("28", '('),
    ("29", ')'),
    ("2A", '*'),
    ("2C", ','),
    ("3B", ';'),
];

/// The values that a signature covers.
pub(crate) struct Signer<'a> {
    pub(crate) client_secret: &'a str,
    pub(crate) method: &'a str,
    pub(crate) url: &'a str,
    pub(crate) body: &'a [u8],
    pub(crate) timestamp_ms: i64,
}

/// The older signature that is sent beside v3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Older {
    /// Over secret and body, for webhooks.
    V1,
    /// Over secret, method, URL and body, for cards.
    V2,
}

impl Signer<'_> {
    /// Returns all headers of the signature.
    pub(crate) fn headers(&self, older: Older) -> Vec<(String, String)> {
        let (signature, version) = match older {
            Older::V1 => (self.v1(), "v1"),
            Older::V2 => (self.v2(), "v2"),
        };
        [
            ("X-HubSpot-Signature", signature),
            ("X-HubSpot-Signature-Version", version.to_owned()),
            ("X-HubSpot-Request-Timestamp", self.timestamp_ms.to_string()),
            ("X-HubSpot-Signature-v3", self.v3()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// Returns the signature of version 3.
    pub(crate) fn v3(&self) -> String {
        // Any key length is valid: longer keys are hashed first.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.client_secret.as_bytes()) else {
            return String::new();
        };
        mac.update(self.method.as_bytes());
        mac.update(decoded(self.url).as_bytes());
        mac.update(self.body);
        mac.update(self.timestamp_ms.to_string().as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }

    fn v1(&self) -> String {
        hex(&[self.client_secret.as_bytes(), self.body])
    }

    fn v2(&self) -> String {
        hex(&[self.client_secret, self.method, self.url]
            .map(str::as_bytes)
            .into_iter()
            .chain([self.body])
            .collect::<Vec<_>>())
    }
}

fn hex(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .concat()
}

/// Decodes the twelve escapes of a URL, whether their digits are in upper or lower case.
fn decoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let escape = after.get(..2).unwrap_or_default();
        let known = DECODED
            .iter()
            .find(|(code, _)| escape.eq_ignore_ascii_case(code));
        if let Some((_, letter)) = known {
            out.push(*letter);
            rest = after.get(2..).unwrap_or_default();
        } else {
            out.push('%');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Older, Signer, decoded};

    #[test]
    fn the_vector_of_hubspots_own_test_gives_the_same_signature() {
        let signer = Signer {
            client_secret: "f6e94c08-85d0-4608-bcc6-e1850176e7b8",
            method: "POST",
            url: "https://www.hubspot.com/webhook",
            body: b"REQUEST_BODY",
            timestamp_ms: 1_632_188_626_483,
        };
        assert_eq!(signer.v3(), "jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU=");
        let headers = signer.headers(Older::V2);
        let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"X-HubSpot-Signature-v3"));
    }

    #[test]
    fn the_examples_of_hubspots_guide_give_the_same_signatures() {
        // From the guide "Validating requests": secret and body of its v1 and v2 examples.
        let signer = Signer {
            client_secret: "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy",
            method: "GET",
            url: "https://www.example.com/webhook_uri",
            body: b"",
            timestamp_ms: 0,
        };
        assert_eq!(
            signer.v2(),
            "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e"
        );
    }

    #[test]
    fn only_twelve_escapes_are_decoded() {
        let cases = [
            ("https://a.example/x", "https://a.example/x"),
            ("?userEmail=ada%40example.com", "?userEmail=ada@example.com"),
            ("?e=ada%2Bnews%40example.com", "?e=ada%2Bnews@example.com"),
            ("?a=%26%3D%23%25%20", "?a=%26%3D%23%25%20"),
            ("%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B", ":/?@!$'()*,;"),
            ("%3a%2f%3f%2a%2c%3b", ":/?*,;"),
            ("?a=%2540", "?a=%2540"),
            ("?a=100%", "?a=100%"),
            ("?a=%4", "?a=%4"),
            ("?a=%é", "?a=%é"),
            ("?plus=+&space=%20", "?plus=+&space=%20"),
        ];
        for (given, expected) in cases {
            assert_eq!(decoded(given), expected);
        }
    }
}
