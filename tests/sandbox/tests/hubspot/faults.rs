//! Faults of a portal, or of the network in front of it.

use sandbox::{Denial, Fault, Quota, QuotaRefusal, Request, Settings};
use serde_json::{Value, from_value, json};

use crate::hub::{CONTACTS, Hub, batch, codes, ids};

const UPDATE: &str = "POST /crm/objects/{v}/contacts/batch/update";

fn inject(hub: &mut Hub, fault: Value) {
    hub.sandbox
        .add_faults([from_value::<Fault>(fault).unwrap()]);
}

fn phone(hub: &Hub, id: &str) -> Option<String> {
    hub.sandbox.contact_value(hub.portal, id, "phone")
}

#[test]
fn a_fault_answers_before_or_after_the_call_takes_effect() {
    for (status, acted) in [
        (502, false),
        (502, true),
        (500, false),
        (429, false),
        (423, true),
    ] {
        let mut hub = Hub::with(3);
        let id = hub.first_ids(1);
        let fault = json!({ "when": { "route": UPDATE, "nth": [1] },
                            "then": { "status": status, "acted": acted } });
        inject(&mut hub, fault);
        let body = batch(&id, &json!({ "phone": "555" }), true);
        let path = format!("{CONTACTS}/batch/update");
        assert_eq!(hub.post(&path, &body).status, status);
        assert_eq!(phone(&hub, &id[0]).as_deref() == Some("555"), acted);
        assert_eq!(hub.post(&path, &body).status, 200);
        assert_eq!(phone(&hub, &id[0]).as_deref(), Some("555"));
    }
}

#[test]
fn a_lost_response_leaves_the_caller_waiting() {
    for acted in [false, true] {
        let mut hub = Hub::with(3);
        let id = hub.first_ids(1);
        inject(
            &mut hub,
            json!({ "when": { "route": UPDATE }, "then": { "timeout": true, "acted": acted } }),
        );
        let lost = hub.post(
            &format!("{CONTACTS}/batch/update"),
            &batch(&id, &json!({ "phone": "5" }), true),
        );
        assert!(lost.lost);
        assert_eq!(phone(&hub, &id[0]).as_deref() == Some("5"), acted);
        assert_eq!(hub.sandbox.stats().lost, 1);
    }
}

#[test]
fn a_fault_performs_only_a_part_of_a_batch() {
    let mut hub = Hub::with(10);
    let some = hub.first_ids(10);
    let path = format!("{CONTACTS}/batch/update");
    inject(
        &mut hub,
        json!({ "when": { "route": UPDATE, "nth": [1] }, "then": { "partial": 4 } }),
    );
    inject(
        &mut hub,
        json!({ "when": { "route": UPDATE, "nth": [2] }, "then": { "partial": 6, "status": 504 } }),
    );
    let partial = hub.post(&path, &batch(&some, &json!({ "phone": "1" }), true));
    assert_eq!(partial.status, 207);
    let body = partial.to_json();
    assert_eq!(ids(&body["results"]).len(), 4);
    assert_eq!(body["numErrors"], 6);
    assert_eq!(
        body["errors"][5]["context"]["objectWriteTraceId"][0],
        format!("t{}", some[9])
    );
    let timeout = hub.post(&path, &batch(&some, &json!({ "phone": "2" }), true));
    assert_eq!(timeout.status, 504);
    assert!(
        timeout
            .header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    let second = Some("2".to_owned());
    let written = some.iter().filter(|id| phone(&hub, id) == second).count();
    assert_eq!(written, 6);
}

#[test]
fn a_portals_own_rules_refuse_writes_of_some_contacts() {
    let mut hub = Hub::with(10);
    let some = hub.first_ids(4);
    inject(
        &mut hub,
        json!({ "when": { "contact": some[1] }, "then": { "refuse": "validation" } }),
    );
    inject(
        &mut hub,
        json!({ "when": { "contact": some[2] }, "then": { "refuse": "conditional_required" } }),
    );
    let body = batch(&some, &json!({ "phone": "1" }), true);
    let september = hub.post(&format!("{CONTACTS}/batch/update"), &body);
    assert_eq!(september.status, 207);
    assert_eq!(ids(&september.to_json()["results"]).len(), 2);
    let march = hub.post("/crm/objects/2026-03/contacts/batch/update", &body);
    assert_eq!(
        ids(&march.to_json()["results"]).len(),
        3,
        "older versions know no such rule"
    );

    let untraced = batch(&some[2..3], &json!({ "phone": "2" }), false);
    let whole = hub.post(&format!("{CONTACTS}/batch/update"), &untraced);
    assert_eq!(whole.status, 400);
    assert_eq!(codes(&whole), ["MISSING_CONDITIONAL_REQUIRED_PROPERTY"]);
    let single = json!({ "properties": { "phone": "3" } });
    let refused = hub.call("PATCH", &format!("{CONTACTS}/{}", some[1]), &single);
    assert_eq!(
        (refused.status, refused.to_json()["category"].as_str()),
        (400, Some("VALIDATION_ERROR"))
    );
}

#[test]
fn a_fault_ends_a_token_during_a_call() {
    let mut hub = Hub::connected(Settings::default());
    inject(
        &mut hub,
        json!({ "when": { "nth": [2] }, "then": { "token": "expired" } }),
    );
    assert_eq!(hub.get(CONTACTS).status, 200);
    assert_eq!(
        hub.get(CONTACTS).to_json()["category"],
        "EXPIRED_AUTHENTICATION"
    );
    assert_eq!(hub.get(CONTACTS).status, 401);

    let mut hub = Hub::connected(Settings::default());
    let refresh = hub.grant("refresh_token");
    inject(
        &mut hub,
        json!({ "when": { "route": "GET /crm/*", "nth": [1] }, "then": { "token": "revoked" } }),
    );
    assert_eq!(hub.get(CONTACTS).status, 401);
    assert_eq!(
        hub.refresh(&refresh).to_json()["status"],
        "BAD_REFRESH_TOKEN"
    );
}

#[test]
fn a_fault_strikes_only_its_contact_its_portal_and_its_time() {
    let mut hub = Hub::with(5);
    let some = hub.first_ids(3);
    let (from, portal) = (hub.now + 1_000, hub.portal);
    inject(
        &mut hub,
        json!({ "when": { "contact": some[1], "portal": portal, "from_ms": from, "until_ms": from + 1_000 },
                             "then": { "status": 477, "retry_after": 9 } }),
    );
    let read = |hub: &mut Hub, id: &str| hub.get(&format!("{CONTACTS}/{id}"));
    assert_eq!(read(&mut hub, &some[1]).status, 200);
    hub.now = from;
    assert_eq!(read(&mut hub, &some[0]).status, 200);
    let moved = read(&mut hub, &some[1]);
    assert_eq!(
        (moved.status, moved.header("retry-after")),
        (477, Some("9"))
    );
    let named = hub.post(
        &format!("{CONTACTS}/batch/read"),
        &json!({ "inputs": [{ "id": some[1] }] }),
    );
    assert_eq!(named.status, 477, "a body names contacts too");
    hub.now = from + 1_000;
    assert_eq!(read(&mut hub, &some[1]).status, 200);
}

#[test]
fn the_controls_set_faults_and_read_counters() {
    let mut hub = Hub::with(5);
    let rule = json!([{ "then": { "status": 503 }, "when": { "times": 1 } }]);
    let added = hub.send(&Request::post("/_sandbox/faults").with_json(&rule));
    assert_eq!(added.status, 200);
    assert_eq!(hub.get(CONTACTS).status, 503);
    assert_eq!(hub.get(CONTACTS).status, 200);
    let rules = hub.send(&Request::get("/_sandbox/faults")).to_json();
    assert_eq!(
        (&rules[0]["applied"], &rules[0]["struck"]),
        (&2.into(), &1.into())
    );
    let wrong = hub.send(&Request::post("/_sandbox/faults").with_json(&json!([{ "then": {} }])));
    assert_eq!(wrong.status, 400);
    let stats = hub.send(&Request::get("/_sandbox/stats")).to_json();
    assert_eq!(stats["calls"], 2);
    assert_eq!(stats["by_status"]["503"], 1);
    assert_eq!(
        hub.send(&Request::new("DELETE", "/_sandbox/faults")).status,
        204
    );
}

#[test]
fn the_log_of_calls_contains_no_secret() {
    let mut hub = Hub::connected(Settings {
        record_har: true,
        ..Settings::default()
    });
    hub.get(CONTACTS);
    let token = hub.token.clone();
    hub.get(&format!("/oauth/v1/access-tokens/{token}"));
    let app = hub.sandbox.app().clone();
    let form = [
        ("client_id", app.client_id.as_str()),
        ("client_secret", &app.client_secret),
        ("token", &token),
    ];
    hub.send(&Request::post("/oauth/2026-09/token/introspect").with_form(&form));
    let har = hub.send(&Request::get("/_sandbox/har")).to_json();
    let entries = har["log"]["entries"].as_array().unwrap();
    assert_eq!(har["log"]["version"], "1.2");
    assert_eq!(
        entries.len(),
        4,
        "the exchange of the code, and three calls"
    );
    assert_eq!(entries[1]["request"]["method"], "GET");
    assert!(
        entries[0]["request"]["postData"]["text"]
            .as_str()
            .unwrap()
            .contains("authorization_code")
    );
    let text = har.to_string();
    let secret = &hub.sandbox.app().client_secret;
    assert!(!text.contains(&token) && !text.contains(secret.as_str()));
    assert!(!text.contains("refresh_token=na1"));
}

#[test]
fn a_partly_performed_batch_may_get_a_2xx() {
    for (keep, done) in [(4, 4), (0, 0), (9, 6)] {
        let mut hub = Hub::with(6);
        let some = hub.first_ids(6);
        inject(
            &mut hub,
            json!({ "when": { "route": UPDATE }, "then": { "partial": keep, "status": 200 } }),
        );
        let path = format!("{CONTACTS}/batch/update");
        let answer = hub.post(&path, &batch(&some, &json!({ "phone": "1" }), true));
        assert_eq!(answer.status, 200);
        let body = answer.to_json();
        assert_eq!(body["status"], "COMPLETE");
        assert_eq!(ids(&body["results"]).len(), done);
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        assert_eq!(errors.len(), 6 - done);
        assert_eq!(body["numErrors"].as_u64().unwrap_or(0), errors.len() as u64);
        for (error, id) in errors.iter().zip(&some[done..]) {
            assert_eq!(error["context"]["ids"], json!([id]));
        }
        let first = Some("1".to_owned());
        let written = some.iter().filter(|id| phone(&hub, id) == first).count();
        assert_eq!(written, done);
    }
}

#[test]
fn a_record_that_is_never_taken_is_refused_or_fails_the_whole_call() {
    for (refuse, status, updated) in [
        ("forbidden", 207, 2),
        ("read_only", 207, 2),
        ("server_error", 500, 0),
        ("locked", 423, 0),
    ] {
        let mut hub = Hub::with(5);
        let some = hub.first_ids(3);
        inject(
            &mut hub,
            json!({ "when": { "contact": some[1] }, "then": { "refuse": refuse } }),
        );
        let body = batch(&some, &json!({ "phone": "77" }), true);
        let answer = hub.post(&format!("{CONTACTS}/batch/update"), &body);
        assert_eq!(answer.status, status, "{refuse}");
        let written = some
            .iter()
            .filter(|id| phone(&hub, id).as_deref() == Some("77"));
        assert_eq!(written.count(), updated, "{refuse}");
        let read = hub.get(&format!("{CONTACTS}/{}", some[1]));
        assert_eq!(read.status, 200, "{refuse}: it can be read");
    }
}

#[test]
fn a_denial_has_a_category_in_one_of_its_wordings_alone() {
    for (denial, category) in [
        (Denial::Scoped, Some("MISSING_SCOPES")),
        (Denial::ViewSchema, None),
        (Denial::OauthToken, None),
        (Denial::External, None),
        (Denial::User, Some("FORBIDDEN")),
        (Denial::Page, None),
    ] {
        let mut hub = Hub::connected(Settings {
            denial,
            ..Settings::default()
        });
        let deals = hub.get("/crm/objects/2026-09/deals");
        assert_eq!(deals.status, 403, "a scope that was not granted");
        assert_eq!(deals.to_json()["category"].as_str(), category, "{denial:?}");
        inject(&mut hub, json!({ "then": { "status": 403 } }));
        let contacts = hub.get(CONTACTS);
        assert_eq!(contacts.status, 403, "a permission that was taken away");
        assert_eq!(
            contacts.to_json()["category"].as_str(),
            category,
            "{denial:?}"
        );
    }
}

#[test]
fn a_429_may_lack_the_policy_and_the_headers() {
    for (quota_refusal, named) in [(QuotaRefusal::Full, true), (QuotaRefusal::Bare, false)] {
        let mut hub = Hub::connected(Settings {
            quota_refusal,
            quota: Quota {
                ten_secondly: 1,
                ..Quota::default()
            },
            ..Settings::default()
        });
        hub.get(CONTACTS);
        let refused = hub.get(CONTACTS);
        assert_eq!(refused.status, 429);
        assert_eq!(refused.to_json().get("policyName").is_some(), named);
        assert_eq!(refused.header("x-hubspot-ratelimit-max").is_some(), named);
    }
}

#[test]
fn a_url_that_is_too_long_is_refused_by_a_proxy() {
    let mut hub = Hub::with(1);
    let names = |count: usize| vec!["a".repeat(99); count].join(",");
    let long = hub.get(&format!("{CONTACTS}?properties={}", names(90)));
    assert_eq!(long.status, 414);
    assert!(long.text().starts_with("<html>"));
    let fitting = hub.get(&format!("{CONTACTS}?properties={}", names(70)));
    assert_eq!(fitting.status, 200);
}
