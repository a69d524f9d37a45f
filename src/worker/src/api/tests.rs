//! The table of routes.

use super::*;
use crate::adapters::internal_routes;
use crate::routing::route::Caller;

fn look_up(method: &str, path: &str) -> Result<(&'static str, Vec<String>), String> {
    find(&[], method, path)
        .map(|(route, ids)| (route.path, ids.into_iter().map(str::to_owned).collect()))
        .map_err(|problem| {
            let reply = problem.into_reply();
            let allowed = reply.header("allow").unwrap_or("-");
            format!("{} {allowed}", reply.status().as_u16())
        })
}

#[test]
fn a_path_names_its_route_and_its_ids() {
    let found = look_up("PATCH", "/api/campaigns/7/referrers/123").unwrap();
    let path = "/api/campaigns/{campaign}/referrers/{contact}";
    assert_eq!(found, (path, vec!["7".to_owned(), "123".to_owned()]));
    assert_eq!(look_up("HEAD", "/api/runs").unwrap().0, "/api/runs");
    assert_eq!(
        look_up("POST", "/api/runs/1/pause").unwrap().0,
        "/api/runs/{run}/pause"
    );
}

#[test]
fn an_unknown_path_is_not_found_and_another_method_is_answered_with_the_allowed_ones() {
    for path in [
        "/api/",
        "/api/nothing",
        "/api/runs/1/fly",
        "/api/campaigns/1/referrers",
    ] {
        assert_eq!(look_up("GET", path).unwrap_err(), "404 -", "{path}");
    }
    for (method, path, allowed) in [
        ("DELETE", "/api/campaigns", "GET, HEAD, POST"),
        ("POST", "/api/session", "GET, HEAD"),
        ("GET", "/api/session/sign-out", "POST"),
        ("PUT", "/api/syncs/1", "GET, HEAD, PATCH, DELETE"),
        ("PATCH", "/api/referrals/review", "POST"),
        ("GET", "/api/campaigns/1/referrers/import", "POST"),
    ] {
        let refusal = look_up(method, path).unwrap_err();
        assert_eq!(refusal, format!("405 {allowed}"), "{path}");
    }
}

#[test]
fn every_route_can_be_reached() {
    for route in routes() {
        let path = route.path.replace(['{', '}'], "");
        let (found, _) = find(&[], route.method, &path)
            .map_err(|_| route.path)
            .unwrap();
        assert!(
            core::ptr::eq(found, route),
            "{} {}",
            route.method,
            route.path
        );
    }
}

/// A request to a route with an id in each place for one, without a query or body.
fn handled(route: &Route) -> Result<(), Problem> {
    let ids = route.path.split('/').filter(|part| part.starts_with('{'));
    let ids: Vec<&str> = ids.map(|_| "1").collect();
    let incoming = Incoming::get("/", &[]);
    let parts = RequestParts::new(ids, &incoming);
    match route.action {
        Action::Portal(handler) => handler.handle(&parts).map(drop),
        Action::Edge(handler) => handler.handle(&parts).map(drop),
    }
}

#[test]
fn every_function_takes_as_many_ids_as_its_path_has() {
    for route in routes().chain(internal_routes::ROUTES) {
        let status = handled(route)
            .err()
            .map(|problem| problem.into_reply().status().as_u16());
        // An empty body is no JSON.
        let expected = route.takes_body().then_some(400);
        assert_eq!(status, expected, "{} {}", route.method, route.path);
    }
}

#[test]
fn an_id_that_cannot_be_one_is_not_found() {
    for path in ["/api/runs/x", "/api/runs/+1", "/api/runs/-1", "/api/runs/"] {
        let incoming = Incoming::get(path, &[]);
        let (route, ids) = find(&[], "GET", path).unwrap();
        let Action::Portal(handler) = &route.action else {
            panic!("{path}");
        };
        let refused = handler.handle(&RequestParts::new(ids, &incoming));
        let status = refused.err().map(|problem| problem.into_reply().status());
        assert_eq!(status, Some(StatusCode::NOT_FOUND), "{path}");
    }
}

#[test]
fn a_body_that_is_an_array_is_refused_by_every_route() {
    for route in routes().filter(|route| route.takes_body()) {
        let ids = route.path.split('/').filter(|part| part.starts_with('{'));
        let mut incoming = Incoming::get("/", &[]);
        incoming.body = br#"["Name", "https://example.com"]"#.to_vec();
        let parts = RequestParts::new(ids.map(|_| "1").collect(), &incoming);
        let refused = match route.action {
            Action::Portal(handler) => handler.handle(&parts).map(drop),
            Action::Edge(handler) => handler.handle(&parts).map(drop),
        };
        let problem = refused.unwrap_err();
        assert!(problem.detail().contains("not an array"), "{}", route.path);
        assert_eq!(
            problem.into_reply().status().as_u16(),
            422,
            "{}",
            route.path
        );
    }
}

#[test]
fn no_address_of_the_api_is_internal() {
    for route in routes() {
        assert!(route.path.starts_with(PREFIX), "{}", route.path);
        assert_ne!(route.caller, Caller::Worker, "{}", route.path);
    }
    for route in internal_routes::ROUTES {
        assert!(route.path.starts_with("/-/"), "{}", route.path);
        assert_eq!(route.caller, Caller::Worker, "{}", route.path);
    }
}

#[test]
fn only_a_post_heeds_an_idempotency_key() {
    for (method, path, key, expected) in [
        (
            "POST",
            "/api/syncs/1/runs",
            "12345678",
            Ok(Some("12345678")),
        ),
        ("POST", "/api/syncs/1/runs", "1234567", Err(400)),
        ("DELETE", "/api/syncs/1", "1234567", Ok(None)),
        ("GET", "/api/syncs/1", "12345678", Ok(None)),
    ] {
        let incoming = Incoming::get(path, &[(IDEMPOTENCY_KEY, key)]);
        let (route, _) = find(&[], method, path).unwrap();
        let heeded = idempotency_key(route, &incoming);
        let heeded = heeded.map_err(|problem| problem.into_reply().status().as_u16());
        assert_eq!(heeded, expected, "{method} {path} {key}");
    }
}

#[test]
fn without_a_cookie_nobody_is_signed_in() {
    let headers = [("cookie", "__Host-goodword_session=x.y")];
    let incoming = Incoming::get("/api/session", &headers);
    let settings = Settings::for_tests();
    let sessions = Sessions::of(&incoming, &settings, Timestamp::UNIX_EPOCH);
    assert!(sessions.asked_for(&incoming).is_none());
}
