//! Tests of the binary over real sockets, for the parts that the library leaves to its caller.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that finds something else than it expects should stop there"
)]

mod backend;
mod process;

use std::time::Duration;

use serde_json::{Value, json};

use backend::Backend;
use process::Server;

fn card(server: &Server, changes: &Value) -> Value {
    let mut asked = json!({ "portalId": server.portal(), "userId": 1, "userEmail": "a@example.com",
                            "method": "POST", "body": { "a": 1 } });
    for (name, value) in changes.as_object().unwrap() {
        asked[name] = value.clone();
    }
    server.call("POST", "/_sandbox/hubspot-fetch", &asked).1
}

#[test]
fn the_first_line_has_the_data_for_signing_in() {
    let server = Server::start(&["--contacts", "3"]);
    let (status, page) = server.get("/crm/v3/objects/contacts");
    assert_eq!(status, 200);
    assert_eq!(page["results"].as_array().unwrap().len(), 3);
    for field in ["client_id", "client_secret", "access_token", "url"] {
        assert!(server.info[field].is_string(), "{field}");
    }
    assert!(server.info["app_id"].is_number());
}

#[test]
fn a_card_reaches_its_backend_and_a_5xx_is_retried_once() {
    let backend = Backend::start(|call| match call {
        1 => (200, r#"{"ok":1}"#),
        2 => (503, "busy"),
        3 => (200, r#"{"ok":3}"#),
        4 | 5 => (500, "broken"),
        6 => (302, ""),
        _ => (404, r#"{"title":"no"}"#),
    });
    let server = Server::start(&["--contacts", "1", "--permitted-fetch", &backend.url]);
    let url = json!({ "url": format!("{}/card?x=1", backend.url) });
    assert_eq!(
        card(&server, &url),
        json!({ "status": 200, "body": { "ok": 1 } })
    );
    assert_eq!(
        card(&server, &url),
        json!({ "status": 200, "body": { "ok": 3 } })
    );
    for status in ["500", "302", "404"] {
        let hidden = card(&server, &url);
        assert_eq!(hidden["status"], 200);
        assert_eq!(hidden["body"]["context"]["appServerStatusCode"][0], status);
    }
    let calls = backend.calls();
    assert_eq!(calls.len(), 7);
    assert!(
        calls[0].starts_with("POST /card?x=1&userId=1&portalId="),
        "{}",
        calls[0]
    );
    assert!(calls[0].contains("userEmail=a%40example.com&appId="));
    assert!(calls[0].to_lowercase().contains("x-hubspot-signature-v3: "));
    assert!(calls[0].ends_with("{\"a\":1}"));
    let elsewhere = card(&server, &json!({ "url": "http://127.0.0.1:9/card" }));
    assert_eq!(elsewhere["body"]["category"], "VALIDATION_ERROR");
}

#[test]
fn an_unreachable_or_slow_backend_is_a_gateway_error() {
    let slow = Backend::start(|_| {
        std::thread::sleep(Duration::from_secs(2));
        (200, "{}")
    });
    let away = "http://127.0.0.1:1";
    let permitted = [
        "--contacts",
        "1",
        "--permitted-fetch",
        &slow.url,
        "--permitted-fetch",
        away,
    ];
    let server = Server::start(&permitted);
    let late = card(
        &server,
        &json!({ "url": format!("{}/card", slow.url), "timeout": 100 }),
    );
    assert_eq!(
        (&late["status"], &late["body"]["category"]),
        (&504.into(), &"GATEWAY_TIMEOUT".into())
    );
    let none = card(&server, &json!({ "url": format!("{away}/card") }));
    assert_eq!(none["status"], 500);
}

#[test]
fn webhooks_are_posted() {
    let backend = Backend::start(|_| (204, ""));
    let target = format!("{}/hubspot/webhooks", backend.url);
    let server = Server::start(&["--contacts", "1"]);
    server.connect();
    let settings = json!({ "targetUrl": target, "delayMs": 0, "spreadMs": 0,
                           "subscriptions": [{ "subscriptionType": "object.creation" }] });
    assert_eq!(server.call("PUT", "/_sandbox/webhooks", &settings).0, 200);
    let contact = json!({ "properties": { "firstname": "Ada" } });
    assert_eq!(server.call("POST", "/_sandbox/contacts", &contact).0, 201);
    let post = backend.wait_for(1).remove(0);
    assert!(
        post.starts_with("POST /hubspot/webhooks HTTP/1.1"),
        "{post}"
    );
    assert!(post.contains("\"object.creation\""));
}

#[test]
fn assets_come_only_from_their_folder() {
    let folder = std::env::temp_dir().join(format!("sandbox-assets-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("deeper")).unwrap();
    std::fs::write(folder.join("record-page.js"), "export {}").unwrap();
    std::fs::write(folder.join("deeper/secret.js"), "no").unwrap();
    let server = Server::start(&[
        "--contacts",
        "1",
        "--record-assets",
        folder.to_str().unwrap(),
    ]);
    let (status, head, body) = server.raw("GET", "/_sandbox/assets/record-page.js", "");
    assert_eq!((status, body.as_str()), (200, "export {}"));
    assert!(head.contains("text/javascript"), "{head}");
    for name in [
        "nothing.js",
        "deeper/secret.js",
        "../Cargo.toml",
        "%2e%2e/Cargo.toml",
        "",
    ] {
        assert_eq!(
            server.raw("GET", &format!("/_sandbox/assets/{name}"), "").0,
            404,
            "{name}"
        );
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_lost_response_keeps_the_connection_open() {
    let server = Server::start(&["--contacts", "1"]);
    let fault = json!([{ "then": { "timeout": true } }]);
    assert_eq!(server.call("POST", "/_sandbox/faults", &fault).0, 200);
    assert!(server.is_silent("/crm/v3/objects/contacts", Duration::from_millis(500)));
    let (_, stats) = server.get("/_sandbox/stats");
    assert_eq!(stats["lost"], 1);
}
