//! The rate limits of a portal.

use sandbox::{Quota, Request, Settings};
use serde_json::json;

use crate::hub::{CONTACTS, Hub};

/// Sends a call at this time, without moving the clock.
fn at(hub: &mut Hub, now: i64) -> sandbox::Response {
    let request = Request::get(CONTACTS).with_bearer(&hub.token);
    hub.sandbox.handle(&request, now)
}

#[test]
fn ten_seconds_allow_110_calls() {
    let mut hub = Hub::connected(Settings::default());
    let start = hub.now + 60_000;
    for call in 0..110 {
        let answer = at(&mut hub, start + call * 10);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("X-HubSpot-RateLimit-Max"), Some("110"));
        let left = (109 - call).to_string();
        assert_eq!(
            answer.header("X-HubSpot-RateLimit-Remaining"),
            Some(left.as_str())
        );
        assert_eq!(
            answer.header("X-HubSpot-RateLimit-Interval-Milliseconds"),
            Some("10000")
        );
    }
    let refused = at(&mut hub, start + 9_999);
    assert_eq!(refused.status, 429);
    let body = refused.to_json();
    assert_eq!(
        body["message"],
        "You have reached your ten_secondly_rolling limit."
    );
    assert_eq!(body["errorType"], "RATE_LIMIT");
    assert_eq!(body["policyName"], "TEN_SECONDLY_ROLLING");
    assert_eq!(refused.header("X-HubSpot-RateLimit-Remaining"), Some("0"));
    assert_eq!(
        at(&mut hub, start + 10_000).status,
        200,
        "the first call has left the window"
    );
    assert_eq!(at(&mut hub, start + 10_005).status, 429);
    assert_eq!(hub.sandbox.stats().http_429, 2);
}

#[test]
fn each_portal_and_each_app_has_its_own_limit() {
    let quota = Quota {
        ten_secondly: 1,
        ..Quota::default()
    };
    let mut hub = Hub::connected(Settings {
        quota,
        portals: 2,
        ..Settings::default()
    });
    let now = hub.now + 60_000;
    assert_eq!(
        (at(&mut hub, now).status, at(&mut hub, now).status),
        (200, 429)
    );
    for portal in hub.sandbox.portal_ids().to_vec() {
        hub.token = hub.sandbox.access_token(portal).to_owned();
        assert_eq!(
            (at(&mut hub, now).status, at(&mut hub, now).status),
            (200, 429)
        );
    }
}

#[test]
fn searches_have_their_own_limit_per_second() {
    let mut hub = Hub::with(1);
    let now = hub.now + 60_000;
    let search = Request::post(format!("{CONTACTS}/search"))
        .with_bearer(&hub.token)
        .with_json(&json!({}));
    for _ in 0..5 {
        let answer = hub.sandbox.handle(&search, now);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("X-HubSpot-RateLimit-Remaining"), None);
    }
    let refused = hub.sandbox.handle(&search, now + 999);
    assert_eq!(refused.status, 429);
    assert_eq!(
        refused.to_json()["message"],
        "You have reached your secondly limit."
    );
    assert_eq!(hub.sandbox.handle(&search, now + 1_000).status, 200);
    let left = at(&mut hub, now + 1_000);
    assert_eq!(
        left.header("X-HubSpot-RateLimit-Remaining"),
        Some("109"),
        "searches do not count"
    );
}

#[test]
fn oauth_and_unauthorised_calls_do_not_count_against_a_limit() {
    let quota = Quota {
        ten_secondly: 1,
        ..Quota::default()
    };
    let mut hub = Hub::new(Settings {
        quota,
        ..Settings::default()
    });
    for _ in 0..5 {
        assert_eq!(hub.refresh("unknown").status, 400);
        let stranger = Request::get(CONTACTS).with_bearer("CUnknown");
        assert_eq!(hub.send(&stranger).status, 401);
    }
    assert_eq!(hub.get(CONTACTS).status, 200);
}
