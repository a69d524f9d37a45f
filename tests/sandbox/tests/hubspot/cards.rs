//! `hubspot.fetch`, for the cases that need no socket.

use sandbox::{Failure, Settings};
use serde_json::{Value, json};

use crate::hub::Hub;

fn hub() -> Hub {
    let permitted_fetch = vec!["https://goodword.example".to_owned()];
    Hub::new(Settings {
        permitted_fetch,
        ..Settings::default()
    })
}

fn asked(changes: &Value) -> Value {
    let mut asked = json!({ "portalId": 4711, "userId": 7, "userEmail": "ada+x@example.com",
                            "url": "https://goodword.example/card?contactId=5", "method": "GET" });
    for (name, value) in changes.as_object().unwrap() {
        asked[name] = value.clone();
    }
    asked
}

#[test]
fn the_users_identity_is_appended_and_signed() {
    let hub = hub();
    let call = hub.sandbox.card_call(&asked(&json!({}))).unwrap();
    let request = call.request("secret", 1_000);
    let app = hub.sandbox.app().id;
    let expected = format!(
        "https://goodword.example/card?contactId=5&userId=7&portalId=4711\
         &userEmail=ada%2Bx%40example.com&appId={app}"
    );
    assert_eq!(request.url, expected);
    assert!(request.body.is_empty());
    assert_eq!(request.header("x-hubspot-signature-version"), Some("v2"));
    assert_eq!(request.header("x-hubspot-request-timestamp"), Some("1000"));
    assert!(request.header("x-hubspot-signature-v3").is_some());
    assert_eq!(request.header("content-type"), None);

    let post = json!({ "url": "https://goodword.example/card", "method": "post",
                       "body": { "contactId": "5" }, "headers": { "authorization": "Bearer x" } });
    let request = hub
        .sandbox
        .card_call(&asked(&post))
        .unwrap()
        .request("secret", 1_000);
    assert!(
        request
            .url
            .starts_with("https://goodword.example/card?userId=7&")
    );
    assert_eq!(request.method, "POST");
    assert_eq!(request.body, br#"{"contactId":"5"}"#);
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("authorization"), Some("Bearer x"));
}

#[test]
fn the_proxy_refuses_the_same_requests_as_hubspots() {
    let hub = hub();
    let big = "x".repeat(1_000_001);
    let wrong = [
        json!({ "url": "https://elsewhere.example/card" }),
        json!({ "url": "http://goodword.example/card" }),
        json!({ "url": "https://goodword.example.evil.example/card" }),
        json!({ "url": "card" }),
        json!({ "method": "TRACE" }),
        json!({ "headers": { "x-mine": "1" } }),
        json!({ "headers": { "authorization": "1", "accept": "2" } }),
        json!({ "method": "POST", "body": [1] }),
        json!({ "method": "POST", "body": "text" }),
        json!({ "method": "POST", "body": { "x": big } }),
    ];
    for changes in wrong {
        let refused = hub.sandbox.card_call(&asked(&changes)).unwrap_err();
        assert_eq!(refused["status"], 400);
        assert_eq!(refused["body"]["category"], "VALIDATION_ERROR");
    }
}

#[test]
fn a_card_reads_successes_and_only_an_envelope_of_errors() {
    let call = hub().sandbox.card_call(&asked(&json!({}))).unwrap();
    let ok = call.answer(200, br#"{"status":"enrolled"}"#);
    assert_eq!(
        ok,
        json!({ "status": 200, "body": { "status": "enrolled" } })
    );
    for status in [302, 401, 404, 500] {
        let hidden = call.answer(status, br#"{"title":"No"}"#);
        assert_eq!(hidden["status"], 200);
        assert_eq!(hidden["body"]["category"], "BAD_GATEWAY");
        assert_eq!(
            hidden["body"]["context"]["appServerStatusCode"][0],
            status.to_string()
        );
    }
    assert_eq!(call.answer(200, b"<html>")["status"], 400);
    assert_eq!(call.answer(200, &vec![b'1'; 1_000_001])["status"], 400);
    assert_eq!(call.failed(Failure::TimedOut)["status"], 504);
    assert_eq!(call.timeout_ms, 15_000);
    let long = hub()
        .sandbox
        .card_call(&asked(&json!({ "timeout": 999_999 })))
        .unwrap();
    assert_eq!(long.timeout_ms, 120_000);
}
