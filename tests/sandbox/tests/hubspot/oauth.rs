//! Connecting the app, refreshing its tokens, and ending the connection.

use sandbox::{DEFAULT_REDIRECT_URL, Request, Rotation, Scopes, Settings};

use serde_json::{Value, json};

use crate::hub::{CONTACTS, Hub, parameter};

#[test]
fn a_user_connects_an_account() {
    let mut hub = Hub::new(Settings {
        portals: 2,
        ..Settings::default()
    });
    let page = hub.send(&Request::get(hub.authorize_target(&[])));
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Connect app") && page.text().contains("Birch Outdoor"));

    let second = hub.sandbox.portal_ids()[1];
    let decision = [
        ("account", second.to_string()),
        ("decision", "connect".to_owned()),
    ];
    let form: Vec<(&str, &str)> = decision
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let sent = hub.send(&Request::post(hub.authorize_target(&[])).with_form(&form));
    let location = sent.header("location").unwrap().to_owned();
    assert!(location.starts_with(DEFAULT_REDIRECT_URL));
    assert_eq!(parameter(&location, "state").as_deref(), Some("s t&te"));

    let tokens = hub.redeem(&parameter(&location, "code").unwrap());
    assert_eq!(tokens.status, 200, "{}", tokens.text());
    let body = tokens.to_json();
    assert_eq!(body["expires_in"], 1800);
    assert_eq!(body["hub_id"], second);
    hub.token = body["access_token"].as_str().unwrap().to_owned();
    assert!(hub.token.len() > 512, "room for long tokens is needed");
    let account = hub.get("/account-info/2026-09/details").to_json();
    assert_eq!(account["portalId"], second);
}

#[test]
fn a_user_who_cancels_is_redirected_without_a_code() {
    let mut hub = Hub::with(1);
    let target = hub.authorize_target(&[]);
    let sent = hub.send(&Request::post(target).with_form(&[("decision", "cancel")]));
    let location = sent.header("location").unwrap();
    assert_eq!(
        parameter(location, "error").as_deref(),
        Some("access_denied")
    );
    assert_eq!(parameter(location, "state").as_deref(), Some("s t&te"));
    assert_eq!(parameter(location, "code"), None);
}

#[test]
fn an_invalid_install_link_does_not_redirect() {
    let mut hub = Hub::with(1);
    let required = hub.sandbox.app().scopes.required.join(" ");
    let wrong = [
        ("client_id", "someone-else".to_owned()),
        (
            "redirect_uri",
            "https://elsewhere.example/callback".to_owned(),
        ),
        ("redirect_uri", format!("{DEFAULT_REDIRECT_URL}/")),
        ("redirect_uri", format!("{DEFAULT_REDIRECT_URL}?x=1")),
        ("scope", "oauth".to_owned()),
        ("scope", format!("{required} tickets")),
        ("optional_scope", "automation".to_owned()),
    ];
    for (name, value) in wrong {
        let target = hub.authorize_target(&[(name, &value)]);
        for request in [
            Request::get(&target),
            Request::post(&target).with_form(&[("decision", "connect")]),
        ] {
            let response = hub.send(&request);
            assert_eq!(response.status, 400, "{name}={value}");
            assert_eq!(response.header("location"), None);
        }
    }
}

#[test]
fn a_code_is_valid_once_for_one_redirect_and_a_short_time() {
    let mut hub = Hub::with(1);
    let code = hub.consent();
    assert_eq!(hub.redeem(&code).status, 200);
    let again = hub.redeem(&code).to_json();
    assert_eq!(
        (&again["error"], &again["status"]),
        (&"invalid_grant".into(), &"BAD_AUTH_CODE".into())
    );

    let code = hub.consent();
    hub.now += 60_000;
    assert_eq!(hub.redeem(&code).to_json()["status"], "EXPIRED_AUTH_CODE");

    let code = hub.consent();
    let mismatch = hub.token_request(&[
        ("grant_type", "authorization_code"),
        ("redirect_uri", "http://localhost:8787/other"),
        ("code", &code),
    ]);
    assert_eq!(mismatch.to_json()["status"], "BAD_REDIRECT_URI");
}

#[test]
fn a_wrong_secret_has_another_error_than_a_wrong_grant_and_ends_no_token() {
    let mut hub = Hub::with(1);
    let code = hub.consent();
    let wrong = hub.token_request(&[
        ("grant_type", "authorization_code"),
        ("redirect_uri", DEFAULT_REDIRECT_URL),
        ("code", &code),
        ("client_secret", "guess"),
    ]);
    assert_eq!(wrong.status, 400);
    let body = wrong.to_json();
    assert_eq!(body["error"], "invalid_client");
    assert_eq!(body["status"], "BAD_CLIENT_SECRET");
    assert_eq!(hub.redeem(&code).status, 200, "the code was not used up");
}

#[test]
fn a_refresh_rotates_tokens_as_the_settings_say() {
    for (refresh_rotation, same, old_lives) in [
        (Rotation::Never, true, true),
        (Rotation::WhenIssued, false, false),
        (Rotation::WhenUsed, false, true),
    ] {
        let mut hub = Hub::new(Settings {
            refresh_rotation,
            ..Settings::default()
        });
        let first = hub.grant("refresh_token");
        let second = hub.refresh(&first).to_json()["refresh_token"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(first == second, same, "{refresh_rotation:?}");
        assert_eq!(
            hub.refresh(&first).status == 200,
            old_lives,
            "{refresh_rotation:?}"
        );
        assert_eq!(hub.refresh(&second).status, 200, "{refresh_rotation:?}");
        if refresh_rotation == Rotation::WhenUsed {
            assert_eq!(hub.refresh(&first).to_json()["status"], "BAD_REFRESH_TOKEN");
        }
    }
}

#[test]
fn an_access_token_lives_for_half_an_hour() {
    let mut hub = Hub::connected(Settings::default());
    hub.now += 30 * 60 * 1_000 - 1_000;
    assert_eq!(hub.get(CONTACTS).status, 200);
    hub.now += 5_000;
    let expired = hub.get(CONTACTS);
    assert_eq!(expired.status, 401);
    let body = expired.to_json();
    assert_eq!(body["category"], "EXPIRED_AUTHENTICATION");
    assert!(
        body["message"]
            .as_str()
            .unwrap()
            .ends_with("second(s) ago."),
        "{body}"
    );
    assert!(body["context"]["expire time"].is_array());
    hub.token = "CNever-issued".to_owned();
    assert_eq!(
        hub.get(CONTACTS).to_json()["category"],
        "INVALID_AUTHENTICATION"
    );
}

#[test]
fn uninstalling_ends_all_tokens() {
    let mut hub = Hub::new(Settings::default());
    let code = hub.consent();
    let tokens = hub.redeem(&code).to_json();
    let refresh = tokens["refresh_token"].as_str().unwrap().to_owned();
    hub.token = tokens["access_token"].as_str().unwrap().to_owned();
    assert_eq!(
        hub.delete("/appinstalls/2026-09/external-install").status,
        204
    );
    assert_eq!(hub.get(CONTACTS).status, 401);
    let refused = hub.refresh(&refresh).to_json();
    assert_eq!(refused["error"], "invalid_grant");
    assert_eq!(refused["status"], "BAD_REFRESH_TOKEN");
}

#[test]
fn revoking_ends_the_refresh_token_but_not_its_access_tokens() {
    let mut hub = Hub::connected(Settings::default());
    let refresh = hub.grant("refresh_token");
    let app = hub.sandbox.app().clone();
    let form = [
        ("client_id", app.client_id.as_str()),
        ("client_secret", &app.client_secret),
        ("token", &refresh),
    ];
    let inspect = |hub: &mut Hub| {
        hub.send(&Request::post("/oauth/2026-09/token/introspect").with_form(&form))
            .to_json()
    };
    let before = inspect(&mut hub);
    assert_eq!(before["active"], true);
    assert_eq!(before["hub_id"], hub.portal);
    hub.send(&Request::post("/oauth/2026-09/token/revoke").with_form(&form));
    assert_eq!(inspect(&mut hub)["active"], false);
    assert_eq!(hub.refresh(&refresh).status, 400);
    assert_eq!(hub.get(CONTACTS).status, 200);
}

#[test]
fn an_error_names_the_missing_scope() {
    let scopes = Scopes {
        required: vec!["oauth".to_owned()],
        optional: Vec::new(),
    };
    let mut hub = Hub::connected(Settings {
        scopes,
        ..Settings::default()
    });
    let refused = hub.get(CONTACTS);
    assert_eq!(refused.status, 403);
    let body = refused.to_json();
    assert_eq!(body["category"], "MISSING_SCOPES");
    assert_eq!(
        body["errors"][0]["context"]["requiredGranularScopes"][0],
        "crm.objects.contacts.read"
    );
    assert_eq!(hub.get("/account-info/2026-09/details").status, 200);
}

#[test]
fn the_marketplace_sends_a_code_and_a_return_url() {
    let mut hub = Hub::with(1);
    let portal = hub.portal;
    let url = hub
        .sandbox
        .install_from_marketplace(portal, DEFAULT_REDIRECT_URL, hub.now)
        .unwrap();
    let back = parameter(&url, "returnUrl").unwrap();
    let path = back
        .split_once("/ecosystem")
        .map(|(_, path)| format!("/ecosystem{path}"))
        .unwrap();
    assert_eq!(parameter(&url, "state"), None);
    assert!(hub.send(&Request::get(&path)).text().contains("incomplete"));
    assert_eq!(hub.redeem(&parameter(&url, "code").unwrap()).status, 200);
    assert!(
        hub.send(&Request::get(&path))
            .text()
            .contains("App installed")
    );
}

#[test]
fn a_verifier_is_required_if_a_challenge_was_sent() {
    let mut hub = Hub::with(1);
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    for (verifier, status) in [
        ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", 200),
        ("guess", 400),
    ] {
        let target = hub.authorize_target(&[
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ]);
        let sent = hub.send(&Request::post(target).with_form(&[("decision", "connect")]));
        let code = parameter(sent.header("location").unwrap(), "code").unwrap();
        let answer = hub.token_request(&[
            ("grant_type", "authorization_code"),
            ("redirect_uri", DEFAULT_REDIRECT_URL),
            ("code", &code),
            ("code_verifier", verifier),
        ]);
        assert_eq!(answer.status, status);
    }
}

fn names(object: &Value) -> Vec<&str> {
    let fields = object.as_object().unwrap();
    fields.keys().map(String::as_str).collect()
}

#[test]
fn introspection_describes_each_kind_of_token_in_its_own_fields() {
    let mut hub = Hub::with(1);
    let code = hub.consent();
    let tokens = hub.redeem(&code).to_json();
    let app = hub.sandbox.app().clone();
    let every = [
        "hub_domain",
        "hub_id",
        "scopes",
        "token",
        "token_type",
        "user",
        "user_id",
    ];
    let of_access = [
        "app_id",
        "expires_in",
        "is_private_distribution",
        "signed_access_token",
    ];
    let introspected = ["active", "app_id", "client_id", "token_use"];
    for kind in ["access", "refresh"] {
        let long = format!("{kind}_token");
        let token = tokens[&long].as_str().unwrap();
        let form = [
            ("client_id", app.client_id.as_str()),
            ("client_secret", &app.client_secret),
            ("token", token),
            ("token_type_hint", &long),
        ];
        let request = Request::post("/oauth/2026-09/token/introspect").with_form(&form);
        let newer = hub.send(&request).to_json();
        let older = hub.get(&format!("/oauth/v1/{kind}-tokens/{token}"));
        let older = older.to_json();
        for described in [&newer, &older] {
            assert_eq!(described["token"], token);
            assert_eq!(described["token_type"], kind);
            assert_eq!(described["hub_id"], hub.portal);
            assert_eq!(described["scopes"], tokens["scopes"]);
            assert!(described["user"].as_str().unwrap().contains('@'));
        }
        assert_eq!(newer["active"], true);
        assert_eq!(newer["token_use"], long);
        assert_eq!(newer["app_id"], app.id);
        assert_eq!(newer["client_id"], app.client_id);

        let expected = |more: &[&'static str]| {
            let mut names = [&every[..], more].concat();
            names.sort_unstable();
            names.dedup();
            names
        };
        if kind == "access" {
            let more = [&introspected[..], &of_access].concat();
            assert_eq!(names(&newer), expected(&more));
            assert_eq!(names(&older), expected(&of_access));
            assert_eq!(
                older["expires_in"].as_i64().map(|left| left > 1_700),
                Some(true)
            );
            let signed = &newer["signed_access_token"];
            assert!(signed["appInstallId"].is_string() && signed["audience"].is_string());
        } else {
            assert_eq!(names(&newer), expected(&introspected));
            assert_eq!(names(&older), expected(&["client_id"]));
        }
        let wrong = form.map(|(name, value)| (name, if name == "token" { "no" } else { value }));
        let request = Request::post("/oauth/2026-09/token/introspect").with_form(&wrong);
        assert_eq!(hub.send(&request).to_json(), json!({ "active": false }));
    }
}
