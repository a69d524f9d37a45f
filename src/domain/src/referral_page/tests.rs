//! Pages as people set them, and forms as people and programs send them.

use super::*;

fn page(json: &str) -> ReferralPage {
    serde_json::from_str(json).unwrap()
}

fn fault(json: &str) -> &'static str {
    match page(json).check() {
        Err(Fault { field, why }) => {
            assert!(why.ends_with('.'), "{why}");
            field
        }
        Ok(()) => panic!("{json}"),
    }
}

#[test]
fn an_empty_page_is_valid() {
    let usual = page("{}");
    assert_eq!(usual, ReferralPage::default());
    assert_eq!(usual.check(), Ok(()));
    assert_eq!(usual.texts_for(&["de".to_owned()]), None);
    let stored = serde_json::to_string(&usual).unwrap();
    assert_eq!(page(&stored), usual);
}

#[test]
fn a_full_page_is_stored_and_read_again() {
    let json = r##"{"showReferrer":true,"logo":"https://cdn.example.com/l.png","accent":"#ff0000","background":"#000000",
        "fields":[{"key":"size","kind":"choice","options":["s","l"],"required":true,"property":"company_size"},
            {"key":"phone","kind":"phone"},{"key":"news","kind":"checkbox"}],
        "texts":[{"language":"en","headline":"{firstName} & us","offer":"One\nTwo","consent":"I <agree>.",
            "labels":[{"field":"size","label":"How many?","options":["Few","Many"]},{"field":"email","label":"Mail"}]},
            {"language":"de-AT"}],
        "after":{"address":"https://example.com/thanks?x=1"}}"##;
    let full = page(json);
    assert_eq!(full.check(), Ok(()));
    assert_eq!(page(&serde_json::to_string(&full).unwrap()), full);
    let language = |wish: &str| {
        let texts = full.texts_for(&[wish.to_owned()]);
        texts.unwrap().language.clone()
    };
    assert_eq!(language("de"), "de-AT");
    assert_eq!(language("fr"), "en");
}

#[test]
fn a_part_that_cannot_be_shown_is_refused_by_its_name() {
    for (json, part) in [
        (r#"{"logo":"http://example.com/l.png"}"#, "page.logo"),
        (r#"{"logo":"https://10.0.0.1/l.png"}"#, "page.logo"),
        (r#"{"logo":"javascript:alert(1)"}"#, "page.logo"),
        (r#"{"logo":""}"#, "page.logo"),
        (
            r#"{"after":{"address":"https://good.example@evil.example/"}}"#,
            "page.after",
        ),
        (r#"{"after":{"address":"//evil.example"}}"#, "page.after"),
        (r#"{"fields":[{"key":"","kind":"text"}]}"#, "page.fields"),
        (r#"{"fields":[{"key":"a b","kind":"text"}]}"#, "page.fields"),
        (
            r#"{"fields":[{"key":"email","kind":"email"}]}"#,
            "page.fields",
        ),
        (
            r#"{"fields":[{"key":"a","kind":"text"},{"key":"a","kind":"text"}]}"#,
            "page.fields",
        ),
        (
            r#"{"fields":[{"key":"a","kind":"text","property":"p"},{"key":"b","kind":"text","property":"p"}]}"#,
            "page.fields",
        ),
        (
            r#"{"fields":[{"key":"a","kind":"text","property":"email"}]}"#,
            "page.fields",
        ),
        (
            r#"{"fields":[{"key":"a","kind":"text","options":["x","y"]}]}"#,
            "page.fields",
        ),
        (
            r#"{"fields":[{"key":"a","kind":"choice","options":["x"]}]}"#,
            "page.fields",
        ),
        (
            r#"{"fields":[{"key":"a","kind":"choice","options":["x","x"]}]}"#,
            "page.fields",
        ),
        (
            r#"{"fields":[{"key":"a","kind":"choice","options":["x"," y"]}]}"#,
            "page.fields",
        ),
        (r#"{"texts":[{"language":""}]}"#, "page.texts"),
        (r#"{"texts":[{"language":"en\" onload=\""}]}"#, "page.texts"),
        (
            r#"{"texts":[{"language":"en"},{"language":"EN"}]}"#,
            "page.texts",
        ),
        (
            r#"{"texts":[{"language":"en","headline":"a\nb"}]}"#,
            "page.texts",
        ),
        (
            r#"{"texts":[{"language":"en","offer":"a\u0000b"}]}"#,
            "page.texts",
        ),
        (
            r#"{"texts":[{"language":"en","headline":"\u202eb"}]}"#,
            "page.texts",
        ),
        (
            r#"{"texts":[{"language":"en","labels":[{"field":"gone","label":"x"}]}]}"#,
            "page.texts",
        ),
    ] {
        assert_eq!(fault(json), part, "{json}");
    }
    let long = "x".repeat(121);
    let many: Vec<_> = (0..9)
        .map(|key| format!(r#"{{"key":"k{key}","kind":"text"}}"#))
        .collect();
    fault(&format!(
        r#"{{"texts":[{{"language":"en","headline":"{long}"}}]}}"#
    ));
    fault(&format!(r#"{{"fields":[{}]}}"#, many.join(",")));
    for unreadable in [
        r#"{"accent":"red"}"#,
        r#"{"after":"moon"}"#,
        r#"{"script":"x"}"#,
    ] {
        assert!(serde_json::from_str::<ReferralPage>(unreadable).is_err());
    }
}

#[test]
fn a_refusal_says_what_to_change() {
    let Err(Fault { why, .. }) = page(r#"{"logo":"http://a.example"}"#).check() else {
        panic!("the logo is not https");
    };
    assert_eq!(why, "The logo's address must begin with https://.");
}

const FORM: &str = r#"{"fields":[
    {"key":"phone","kind":"phone","property":"phone"},
    {"key":"mail2","kind":"email"},
    {"key":"size","kind":"choice","options":["small","large"],"required":true,"property":"size"},
    {"key":"news","kind":"checkbox","property":"news"}],
    "texts":[{"language":"en","consent":"You may write to me."}]}"#;

/// Fills the form with the answers sent, and returns it with each fault and its field.
fn send(sent: &[(&str, &str)]) -> (Form, Vec<(String, &'static str)>) {
    let page = page(FORM);
    assert_eq!(page.check(), Ok(()));
    let words = words::of("en");
    let pairs = sent
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let pairs: Vec<_> = pairs.collect();
    let (form, good) = Form::new(&page, page.texts.first(), words).filled(&pairs, words);
    let faults = form.fields().iter();
    let faults: Vec<_> = faults
        .filter_map(|field| Some((field.name.clone(), field.fault?)))
        .collect();
    assert_eq!(good, faults.is_empty());
    (form, faults)
}

const GOOD: [(&str, &str); 4] = [
    ("first_name", "  Ana "),
    ("email", "ana@example.com"),
    ("own_size", "large"),
    ("consent", "true"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let others = GOOD
        .into_iter()
        .filter(|(name, _)| changes.iter().all(|(own, _)| own != name));
    changes.iter().copied().chain(others).collect()
}

#[test]
fn the_answers_that_were_sent_are_read() {
    let (form, faults) = send(&with(&[
        ("own_phone", "+49 (30) 123-45"),
        ("own_news", "true"),
    ]));
    assert_eq!(faults, []);
    assert_eq!(form.answer(&FieldUse::FirstName), Some("Ana"));
    assert_eq!(form.answer(&FieldUse::Email), Some("ana@example.com"));
    let mapped: Vec<_> = form.mapped();
    let mapped: Vec<_> = mapped
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        mapped,
        [
            ("phone", "+49 (30) 123-45"),
            ("size", "large"),
            ("news", "true")
        ]
    );
}

#[test]
fn each_fault_stands_at_its_field_and_the_rest_is_kept() {
    let words = words::of("en");
    let long = "x".repeat(251);
    for (change, why) in [
        (("first_name", " \t"), words.missing),
        (("first_name", long.as_str()), words.long),
        (("email", ""), words.missing),
        (("email", "ana"), words.bad_email),
        (("email", "ana@localhost"), words.bad_email),
        (("own_phone", "call me"), words.bad_phone),
        (("own_phone", "1234"), words.bad_phone),
        (("own_mail2", "x@y"), words.bad_email),
        (("own_size", ""), words.bad_choice),
        (("own_size", "huge"), words.bad_choice),
        (("consent", ""), words.agree),
        (("consent", "on"), words.agree),
    ] {
        let (form, faults) = send(&with(&[change]));
        assert_eq!(faults, [(change.0.to_owned(), why)], "{change:?}");
        for field in form.fields() {
            let sent = GOOD
                .iter()
                .find(|(name, _)| *name == field.name && *name != change.0);
            assert_eq!(
                field.value,
                sent.map_or(field.value.as_str(), |(_, value)| value.trim())
            );
        }
    }
    let (_, faults) = send(&[]);
    assert_eq!(faults.len(), 4);
}

#[test]
fn text_from_programs_becomes_one_line_and_the_trap_reveals_them() {
    let (form, faults) = send(&with(&[("first_name", "A\r\nB\0C")]));
    assert_eq!(faults, []);
    assert_eq!(form.answer(&FieldUse::FirstName), Some("A  B C"));
    let pair = |value: &str| [(form::TRAP.to_owned(), value.to_owned())];
    assert!(Form::is_trapped(&pair("https://spam.example")));
    assert!(!Form::is_trapped(&pair("  ")) && !Form::is_trapped(&[]));
}

#[test]
fn labels_are_the_languages_own_or_the_default_ones() {
    let page = page(
        r#"{"fields":[{"key":"size","kind":"choice","options":["s","l"]}],"texts":[{"language":"de",
        "labels":[{"field":"size","label":"Gr\u00f6\u00dfe","options":["klein"]},{"field":"firstName","label":"Rufname"}]}]}"#,
    );
    let form = Form::new(&page, page.texts.first(), words::of("de"));
    let labels: Vec<_> = form
        .fields()
        .iter()
        .map(|field| field.label.as_str())
        .collect();
    assert_eq!(labels, ["Rufname", "E-Mail-Adresse", "Gr\u{f6}\u{df}e"]);
    let names: Vec<_> = form.fields()[2]
        .options
        .iter()
        .map(|(_, name)| name.as_str())
        .collect();
    assert_eq!(names, ["klein", "l"]);
    let bare = Form::new(&page, None, words::of("en"));
    assert_eq!(bare.fields()[2].label, "size");
}

#[test]
fn a_name_replaces_its_placeholder_and_friend_replaces_a_missing_name() {
    assert_eq!(
        with_name("{firstName} & you", Some("Ana"), "A friend"),
        "Ana & you"
    );
    assert_eq!(
        with_name("{firstName} & you", None, "A friend"),
        "A friend & you"
    );
}
