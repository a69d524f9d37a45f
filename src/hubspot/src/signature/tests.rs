//! Tests of HubSpot's signatures: HubSpot's own vector, changed parts, odd headers, the time limit.

use jiff::SignedDuration;

use super::*;

const SIGNED_AT: &str = "1632188626483";

/// Returns the secret of HubSpot's own test vector. The other signatures were computed with another
/// implementation of HMAC, from the address with its twelve escapes decoded by hand.
fn secret() -> Secret {
    Secret::from("f6e94c08-85d0-4608-bcc6-e1850176e7b8")
}

fn signed_at() -> Timestamp {
    Timestamp::from_millisecond(1_632_188_626_483).unwrap()
}

fn hubspots_own() -> SignedRequest<'static> {
    SignedRequest {
        method: "POST",
        uri: "https://www.hubspot.com/webhook",
        body: b"REQUEST_BODY",
        timestamp: Some(SIGNED_AT),
        signature: Some("jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU="),
    }
}

/// Returns a request with a body of JSON. Its signature was computed with another implementation of
/// HMAC.
fn with_json() -> SignedRequest<'static> {
    SignedRequest {
        body: br#"{"contactId":"51"}"#,
        signature: Some("JW3FjuQ/LDYQw/M8rHBUfNAfO/YdE5EtIchGk84G66w="),
        ..hubspots_own()
    }
}

/// Returns the base64 of a request's signature.
fn sign(request: SignedRequest<'_>) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret().expose().as_bytes()).unwrap();
    mac.update(request.method.as_bytes());
    mac.update(decoded(request.uri).as_bytes());
    mac.update(request.body);
    mac.update(request.timestamp.unwrap().as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[test]
fn hubspots_own_vector_is_signed_as_here() {
    let own = hubspots_own();
    let signature = STANDARD.decode(own.signature.unwrap()).unwrap();
    assert!(is_signed(&secret(), own, SIGNED_AT, &signature));
}

#[test]
fn a_signature_fits_one_request_alone() {
    use SignatureProblem::{Ambiguous, Malformed};
    let uri = "https://goodword.example/card/contact?portalId=620&userId=7&appId=10";
    for method in ["GET", "HEAD", "DELETE", "POST", "PUT", "PATCH"] {
        let own = SignedRequest {
            method,
            uri,
            body: b"",
            ..hubspots_own()
        };
        let signature = sign(own);
        let own = SignedRequest {
            signature: Some(&signature),
            ..own
        };
        assert_eq!(verify_v3(&secret(), own, signed_at()), Ok(()));
        // The same text, taken apart at every other place.
        for at in "https://goodword.example/".len()..uri.len() {
            let moved = SignedRequest {
                uri: &uri[..at],
                body: &uri.as_bytes()[at..],
                ..own
            };
            assert_eq!(sign(moved), signature, "the fault is there to be closed");
            let verdict = verify_v3(&secret(), moved, signed_at());
            assert_eq!(verdict, Err(Ambiguous), "{method} {at}");
        }
        let late = format!("0{SIGNED_AT}");
        let moved = SignedRequest {
            uri: &uri[..uri.len() - 1],
            timestamp: Some(&late),
            ..own
        };
        assert_eq!(sign(moved), signature);
        assert_eq!(verify_v3(&secret(), moved, signed_at()), Err(Malformed));
    }
    // A body that seems to be a part of the address, and one that takes digits of the time.
    let json = with_json();
    let swallowed = format!("{}{}", json.uri, r#"{"contactId":"51"}"#);
    for (uri, body) in [
        (swallowed.as_str(), &b""[..]),
        (json.uri, &br#"{"contactId":"51"}1"#[..]),
        (json.uri, &br#" {"contactId":"51"}"#[..]),
    ] {
        let moved = SignedRequest { uri, body, ..json };
        assert_eq!(verify_v3(&secret(), moved, signed_at()), Err(Ambiguous));
    }
}

#[test]
fn addresses_are_signed_with_twelve_escapes_decoded_and_all_others_kept() {
    let get = |uri, signature| SignedRequest {
        method: "GET",
        uri,
        body: b"",
        signature: Some(signature),
        ..hubspots_own()
    };
    let post = |body, signature| SignedRequest {
        uri: "https://goodword.example/card/enrolment?portalId=123",
        body,
        signature: Some(signature),
        ..hubspots_own()
    };
    for request in [
        with_json(),
        get(
            "https://goodword.example/card/contact?contactId=51&userId=7&portalId=123&userEmail=jo%40example.com&appId=9",
            "sU2FzGszbzDigjJJS7RRlkA999GUOs/7OgYCZGb4pyc=",
        ),
        get(
            "https://goodword.example/a?u=%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B",
            "lnHVo0jUl+TRxXqu/h4snn2zp5I0g6FKYPIuuPXCNwU=",
        ),
        get(
            "https://goodword.example/a?u=:/?@!$'()*,;",
            "lnHVo0jUl+TRxXqu/h4snn2zp5I0g6FKYPIuuPXCNwU=",
        ),
        get(
            "https://goodword.example/a?u=%3a%2f%3f%2a%2c%3b",
            "8lehK1DOyZXJeU+KTJ8qjtuCry45Jlp5yk2OXLbz9LQ=",
        ),
        get(
            "https://goodword.example/a?e=jo%2Bspring%40example.com&n=a%20b%26c%3Dd%25%23",
            "qgwfJRqyP705i+4ne0yOVzHIPM0F8NCS3Bfz7h5oJTc=",
        ),
        get(
            "https://goodword.example/a?e=%2540",
            "KHlVXGK5RsCgqjmSGumV1fNFVoDw4PVIsb6bTESy5Tk=",
        ),
        get(
            "https://goodword.example/a?e=%%40%4&f=%",
            "hrC3qJ2blAUiSTjixwZjlT/GaO3D1Y8VsSFDn515ZxE=",
        ),
        get(
            "https://goodword.example/a?n=J%C3%B6rg+K%4é",
            "oXGmpvF3bwVQsqfixXHRZTqXTTT+tPUQzt6Q0O1a4cI=",
        ),
        post(
            br#"{"contactId":"51","name":"J\u00f6rg","campaignId":1}"#,
            "xyyWyCREYg3UQUQdeNyB2DbMt+zgdX6OarTz7TMHU4M=",
        ),
        post(
            "{\"name\":\"Jörg\"}".as_bytes(),
            "dsO2BXI8JECeYc4KQ8t7EwqSvqEJZLndHz8LtyMvSzU=",
        ),
    ] {
        assert_eq!(
            verify_v3(&secret(), request, signed_at()),
            Ok(()),
            "{}",
            request.uri
        );
    }
}

#[test]
fn no_signed_part_can_be_changed() {
    let own = with_json();
    for changed in [
        SignedRequest {
            method: "PUT",
            ..own
        },
        SignedRequest {
            method: "post",
            ..own
        },
        SignedRequest {
            uri: "http://www.hubspot.com/webhook",
            ..own
        },
        SignedRequest {
            uri: "https://www.hubspot.com/webhook/",
            ..own
        },
        SignedRequest {
            uri: "https://www.hubspot.com/webhook?",
            ..own
        },
        SignedRequest {
            uri: "https://www.hubspot.com:443/webhook",
            ..own
        },
        SignedRequest {
            body: br#"{"contactId":"52"}"#,
            ..own
        },
        SignedRequest { body: b"", ..own },
        SignedRequest {
            timestamp: Some("1632188626484"),
            ..own
        },
        SignedRequest {
            signature: Some("AAAA"),
            ..own
        },
        SignedRequest {
            signature: Some(""),
            ..own
        },
        SignedRequest {
            signature: Some("AW3FjuQ/LDYQw/M8rHBUfNAfO/YdE5EtIchGk84G66w="),
            ..own
        },
    ] {
        let verdict = verify_v3(&secret(), changed, signed_at());
        assert_eq!(verdict, Err(SignatureProblem::Mismatch));
    }
    let other = verify_v3(&Secret::from("another"), own, signed_at());
    assert_eq!(other, Err(SignatureProblem::Mismatch));
    assert_eq!(
        verify_v3(&Secret::from(""), own, signed_at()),
        Err(SignatureProblem::Mismatch)
    );
}

#[test]
fn missing_or_odd_headers_are_distinguished_from_forgeries() {
    use SignatureProblem::{Malformed, Missing};
    let own = with_json();
    for (request, problem) in [
        (
            SignedRequest {
                signature: None,
                ..own
            },
            Missing,
        ),
        (
            SignedRequest {
                timestamp: None,
                ..own
            },
            Missing,
        ),
        (
            SignedRequest {
                timestamp: Some(""),
                ..own
            },
            Malformed,
        ),
        (
            SignedRequest {
                timestamp: Some("01632188626483"),
                ..own
            },
            Malformed,
        ),
        (
            SignedRequest {
                timestamp: Some("+1632188626483"),
                ..own
            },
            Malformed,
        ),
        (
            SignedRequest {
                timestamp: Some("-1632188626483"),
                ..own
            },
            Malformed,
        ),
        (
            SignedRequest {
                timestamp: Some(" 1632188626483"),
                ..own
            },
            Malformed,
        ),
        (
            SignedRequest {
                timestamp: Some("1632188626.483"),
                ..own
            },
            Malformed,
        ),
        (
            SignedRequest {
                timestamp: Some("NaN"),
                ..own
            },
            Malformed,
        ),
        (
            SignedRequest {
                timestamp: Some("99999999999999999999"),
                ..own
            },
            Malformed,
        ),
        (
            SignedRequest {
                signature: Some("not base64"),
                ..own
            },
            Malformed,
        ),
        (
            SignedRequest {
                signature: Some("JW3FjuQ/LDYQw/M8rHBUfNAfO/YdE5EtIchGk84G66w"),
                ..own
            },
            Malformed,
        ),
        (
            SignedRequest {
                signature: Some("JW3FjuQ/LDYQw/M8rHBUfNAfO/YdE5EtIchGk84G66x="),
                ..own
            },
            Malformed,
        ),
    ] {
        assert_eq!(verify_v3(&secret(), request, signed_at()), Err(problem));
    }
}

#[test]
fn a_signature_is_valid_for_five_minutes_either_way() {
    for (offset_ms, verdict) in [
        (0, Ok(())),
        (300_000, Ok(())),
        (300_001, Err(SignatureProblem::Expired)),
        (-300_000, Ok(())),
        (-300_001, Err(SignatureProblem::FromTheFuture)),
    ] {
        let now = signed_at() + SignedDuration::from_millis(offset_ms);
        assert_eq!(
            verify_v3(&secret(), with_json(), now),
            verdict,
            "{offset_ms}"
        );
    }
    let far = SignedRequest {
        timestamp: Some("9223372036854775807"),
        ..with_json()
    };
    assert_eq!(
        verify_v3(&secret(), far, signed_at()),
        Err(SignatureProblem::FromTheFuture)
    );
    let epoch = SignedRequest {
        timestamp: Some("1"),
        ..with_json()
    };
    assert_eq!(
        verify_v3(&secret(), epoch, Timestamp::MAX),
        Err(SignatureProblem::Expired)
    );
}
