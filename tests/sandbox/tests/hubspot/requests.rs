//! Invalid requests, and the two families of paths.

use sandbox::Request;
use serde_json::json;

use crate::hub::{CONTACTS, Hub};

#[test]
fn older_and_newer_paths_return_the_same() {
    let mut hub = Hub::with(20);
    let pairs = [
        (
            "/crm/v3/objects/contacts?limit=3",
            "/crm/objects/2026-03/contacts?limit=3",
        ),
        (
            "/crm/v3/objects/0-1?limit=3",
            "/crm/objects/2026-09/0-1?limit=3",
        ),
        (
            "/crm/v3/properties/contacts/email",
            "/crm/properties/2026-09/contact/email",
        ),
        ("/crm/v3/lists/1", "/crm/lists/2026-09/1"),
        ("/account-info/v3/details", "/account-info/2026-09/details"),
    ];
    for (older, newer) in pairs {
        let (one, other) = (hub.get(older), hub.get(newer));
        assert_eq!((one.status, other.status), (200, 200), "{older}");
        let strip = |text: String| text.replace(older, "").replace(newer, "");
        let path = |target: &str| target.split('?').next().unwrap().to_owned();
        let one = strip(one.text()).replace(&path(older), "P");
        assert_eq!(one, strip(other.text()).replace(&path(newer), "P"));
    }
    assert_eq!(
        hub.sandbox.stats().by_route["GET /crm/objects/{v}/contacts"],
        4
    );
}

#[test]
fn the_status_says_why_a_request_is_invalid() {
    let mut hub = Hub::with(3);
    let token = hub.token.clone();
    let update = format!("{CONTACTS}/batch/update");
    let json = Request::post(&update).with_bearer(&token);
    let body = |text: &str| Request {
        body: text.as_bytes().to_vec(),
        ..json.clone()
    };
    let typed = |text: &str| body(text).with_header("Content-Type", "application/json");
    let cases = [
        (Request::get(CONTACTS), 401),
        (
            Request::get(CONTACTS).with_header("authorization", "Basic abc"),
            401,
        ),
        (
            Request::get("/crm/objects/2026-09/unicorns").with_bearer(&token),
            404,
        ),
        (
            Request::get("/crm/objects/2021-01/contacts").with_bearer(&token),
            404,
        ),
        (Request::new("PUT", CONTACTS).with_bearer(&token), 405),
        (
            body("{\"inputs\":[]}").with_header("content-type", "text/plain"),
            415,
        ),
        (body("{\"inputs\":[]}"), 415),
        (typed("{\"inputs\":["), 400),
        (typed("[]"), 400),
        (typed("{\"inputs\":[]}"), 400),
        (typed("{\"inputs\":[{\"id\":7}]}"), 400),
        (
            Request::get(format!("{CONTACTS}?limit=101")).with_bearer(&token),
            400,
        ),
        (
            Request::get(format!("{CONTACTS}?limit=0")).with_bearer(&token),
            400,
        ),
        (
            Request::get(format!("{CONTACTS}?after=next")).with_bearer(&token),
            400,
        ),
        (
            Request::get(format!("{CONTACTS}?archived=perhaps")).with_bearer(&token),
            400,
        ),
        (
            Request::get(format!("{CONTACTS}/1")).with_bearer(&token),
            404,
        ),
        (
            Request::get(format!("{CONTACTS}/1?idProperty=phone")).with_bearer(&token),
            400,
        ),
        (
            Request::post("/oauth/2026-09/token").with_json(&json!({})),
            415,
        ),
        (
            Request::post("/oauth/2026-09/token").with_form(&[("grant_type", "password")]),
            400,
        ),
    ];
    for (request, status) in cases {
        let response = hub.send(&request);
        let shown = String::from_utf8_lossy(&request.body).into_owned();
        assert_eq!(
            response.status, status,
            "{} {} {shown}",
            request.method, request.target
        );
        let body = response.to_json();
        assert!(body["correlationId"].is_string(), "{body}");
        assert!(
            body["message"].is_string() && body["status"].is_string(),
            "{body}"
        );
    }
}

#[test]
fn the_same_seed_gives_the_same_sandbox() {
    let mut twins = [Hub::with(50), Hub::with(50)];
    let answers = twins.each_mut().map(|hub| {
        let first = hub
            .get(&format!("{CONTACTS}?limit=50&properties=email,city,vip"))
            .text();
        let ids = hub.first_ids(10);
        let batch = crate::hub::batch(&ids, &json!({ "phone": "1" }), true);
        (
            first,
            hub.post(&format!("{CONTACTS}/batch/update"), &batch).text(),
        )
    });
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn booleans_are_parsed_in_any_case() {
    let mut hub = Hub::with(2);
    let id = hub.first_ids(1).remove(0);
    hub.delete(&format!("{CONTACTS}/{id}"));
    let archived = |hub: &mut Hub, text: &str| {
        let answer = hub.get(&format!("{CONTACTS}?archived={text}"));
        assert_eq!(answer.status, 200, "{text}: {}", answer.text());
        crate::hub::ids(&answer.to_json()["results"]) == [id.as_str()]
    };
    for (text, expected) in [
        ("true", true),
        ("True", true),
        ("TRUE", true),
        ("false", false),
        ("False", false),
        ("", false),
    ] {
        assert_eq!(archived(&mut hub, text), expected, "{text}");
    }
    let list = hub
        .get("/crm/lists/2026-09/1?includeFilters=True")
        .to_json();
    assert!(list["list"]["filterBranch"].is_object());
}
