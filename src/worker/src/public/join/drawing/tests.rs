//! The page as a document: no text in it can become markup, and its policy admits only its own parts.

use domain::ReferralCode;
use domain::referral_page::{Form, ReferralPage, words};

use super::*;
use crate::edge::settings::Settings;

/// A text that tries to run as a script.
const EVIL: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}";

fn view(state: FormState, values: &[(&str, &str)]) -> PageView {
    let page: ReferralPage = serde_json::from_value(serde_json::json!({
        "fields": [
            {"key": "size", "kind": "choice", "options": ["small", EVIL]},
            {"key": "news", "kind": "checkbox"},
            {"key": "phone", "kind": "phone"},
        ],
        "texts": [{
            "language": "en", "consent": EVIL, "labels": [{"field": "size", "label": EVIL, "options": [EVIL]}],
        }],
    }))
    .unwrap();
    let words = words::of("en");
    let sent = values.iter();
    let sent: Vec<_> = sent
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let form = Form::new(&page, page.texts.first(), words);
    let form = if sent.is_empty() {
        form
    } else {
        form.filled(&sent, words).0
    };
    PageView {
        code: Some(ReferralCode::new(1, 2, 3)),
        language: "en".into(),
        brought: "utm_source=x&a=%22".into(),
        languages: vec![("en".into(), "English".into()), ("de".into(), EVIL.into())],
        words,
        logo: Some("https://cdn.example.com:8443/logo.png?a=1&b='2'".into()),
        host: EVIL.into(),
        accent: page.accent.0,
        background: page.background.0,
        headline: EVIL.into(),
        text: EVIL.into(),
        scene: Scene::Form {
            form,
            button: EVIL.into(),
            opened_at: None,
            state,
            leads_away: false,
        },
    }
}

fn drawn(view: PageView) -> (Reply, String) {
    let key = Settings::for_tests().session_key;
    let reply = reply(
        HostedPage::Shown(Box::new(view)),
        &key,
        Timestamp::UNIX_EPOCH,
    );
    let body = String::from_utf8(reply.body().to_vec()).unwrap();
    (reply, body)
}

#[test]
fn whatever_anybody_wrote_is_text() {
    let sent = [
        ("first_name", EVIL),
        ("email", EVIL),
        ("own_phone", EVIL),
        ("own_size", EVIL),
    ];
    let (_, form) = drawn(view(FormState::Faulty, &sent));
    let thanks = PageView {
        scene: Scene::Thanks("https://shop.example.com/?ref=X&a='\"<>".into()),
        ..view(FormState::Fresh, &[])
    };
    let (_, thanks) = drawn(thanks);
    for page in [form, thanks] {
        assert!(
            !page.contains("<script") && !page.contains("<img src=x"),
            "{page}"
        );
        assert!(!page.contains(" onerror=alert(2)>{{7*7}}\""), "{page}");
        // Every quote of theirs is spelt out: each tag has as many as were written here, two for each attribute.
        for tag in page.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap();
            let in_style = tag.starts_with("style");
            assert!(in_style || tag.matches('"').count() % 2 == 0, "{tag}");
        }
    }
}

#[test]
fn the_policy_admits_the_style_the_logo_and_the_form_and_nothing_else() {
    let (reply, body) = drawn(view(FormState::Fresh, &[]));
    let (_, rest) = body.split_once("<style>").unwrap();
    let (style, _) = rest.split_once("</style>").unwrap();
    let hash = STANDARD.encode(Sha256::digest(style));
    assert_eq!(
        reply.header("content-security-policy").unwrap(),
        format!(
            "default-src 'none'; img-src 'self' https://cdn.example.com:8443; style-src 'sha256-{hash}'; base-uri 'none'; \
             form-action 'self'; frame-ancestors 'none'"
        )
    );
    assert_eq!(reply.header("x-robots-tag"), Some("noindex"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert!(
        !body.contains("<script") && !body.contains("style=\""),
        "{body}"
    );
}

#[test]
fn a_form_that_leads_away_may_be_sent_on_to_any_site_over_https() {
    let mut away = view(FormState::Fresh, &[]);
    if let Scene::Form { leads_away, .. } = &mut away.scene {
        *leads_away = true;
    }
    let (reply, _) = drawn(away);
    let policy = reply.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self' https:;"), "{policy}");
}

#[test]
fn a_fault_is_told_at_its_field_and_what_was_valid_is_kept() {
    let sent = [
        ("first_name", "Bo"),
        ("email", "bo"),
        ("own_news", "true"),
        ("own_size", "small"),
    ];
    let (reply, body) = drawn(view(FormState::Faulty, &sent));
    assert_eq!(reply.status().as_u16(), 422);
    for part in [
        "role=\"alert\"",
        "name=\"first_name\" value=\"Bo\"",
        "aria-invalid=\"true\" aria-describedby=\"email-fault\"",
        "id=\"email-fault\">This is not an e-mail address.",
        "name=\"own_news\" value=\"true\" checked",
        "<option value=\"small\" selected>",
        "id=\"consent-fault\">",
    ] {
        assert!(body.contains(part), "{part}: {body}");
    }
    assert!(!body.contains("first_name-fault"), "{body}");
}

#[test]
fn the_pages_own_addresses_keep_what_the_visitor_brought() {
    let (_, body) = drawn(view(FormState::Fresh, &[]));
    let code = ReferralCode::new(1, 2, 3);
    let form = format!("action=\"/join/{code}?gw-lang=en&#38;utm_source=x&#38;a=%22\"");
    assert!(body.contains(&form), "{body}");
    assert!(
        body.contains("&#38;utm_source=x&#38;a=%22\" lang="),
        "{body}"
    );
}

#[test]
fn each_state_has_its_status() {
    for (state, status, retry) in [
        (FormState::Fresh, 200, None),
        (FormState::Again, 422, None),
        (FormState::TooMuch, 429, Some("60")),
    ] {
        let (reply, _) = drawn(view(state, &[]));
        assert_eq!(reply.status().as_u16(), status);
        assert_eq!(reply.header("retry-after"), retry);
    }
    let key = Settings::for_tests().session_key;
    let at = |page| reply(page, &key, Timestamp::UNIX_EPOCH);
    let thanked = at(HostedPage::Thanked {
        language: "de".into(),
        brought: "utm_source=x".into(),
    });
    assert_eq!(thanked.status().as_u16(), 303);
    assert_eq!(
        thanked.header("location"),
        Some("?gw-thanks&gw-lang=de&utm_source=x")
    );
    let onward = at(HostedPage::Onward("https://shop.example.com/".into()));
    assert_eq!(onward.header("location"), Some("https://shop.example.com/"));
    assert_eq!(at(HostedPage::Paused).status().as_u16(), 410);
    assert_eq!(at(HostedPage::Ended).status().as_u16(), 410);
    assert_eq!(at(HostedPage::Unknown).status().as_u16(), 404);
}

#[test]
fn a_preview_is_a_document_in_an_answer() {
    let preview = PageView {
        code: None,
        ..view(FormState::Fresh, &[])
    };
    let (reply, body) = drawn(preview);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    let html = answer["html"].as_str().unwrap();
    assert!(html.contains("method=\"post\" action=\"\""), "{html}");
    assert!(html.contains("name=\"opened\" value=\"\""), "{html}");
}

#[test]
fn the_buttons_text_can_be_read_and_its_edge_be_seen_in_any_colour() {
    let with = |accent: &str, ground: &str| {
        let mut page = view(FormState::Fresh, &[]);
        page.accent = Colour::parse(accent).unwrap();
        page.background = Colour::parse(ground).unwrap();
        drawn(page).1
    };
    let light = with("#ffe94a", "#000000");
    assert!(light.contains("--on-accent:#1d242c;--edge:#1d242c;--ground:#000000;--ink:#ffffff"));
    let dark = with("#156a7a", "#ffffff");
    assert!(dark.contains("--on-accent:#ffffff;--edge:#156a7a;--ground:#ffffff;--ink:#1d242c"));
}
