//! Tests of a rule against the facts of one contact.

use super::*;

fn check(cause: &str, properties: &[(&str, &str)], deals: &[Deal]) -> Finding {
    let cause: Cause = serde_json::from_str(cause).unwrap();
    with_facts(properties, deals, |facts| cause.check(facts, &Labels))
}

#[test]
fn a_property_is_compared_as_the_test_says() {
    for (test, value, met) in [
        (r#"{"equals":"Pro"}"#, "pro", true),
        (r#"{"equals":"Pro"}"#, " Pro ", true),
        (r#"{"equals":"Pro"}"#, "Pro plus", false),
        (r#"{"equals":"Pro"}"#, "", false),
        (r#"{"equals":"3"}"#, "3.0", true),
        (r#"{"equals":"true"}"#, "true", true),
        (r#"{"anyOf":["pro","team"]}"#, "Team", true),
        (r#"{"anyOf":["pro","team"]}"#, "free;pro", true),
        (r#"{"anyOf":["pro","team"]}"#, "free", false),
        (r#"{"atLeast":"100"}"#, "100", true),
        (r#"{"atLeast":"100"}"#, "100.00", true),
        (r#"{"atLeast":"100"}"#, "99.999999", false),
        (r#"{"atLeast":"100"}"#, "1.0E7", true),
        (r#"{"atLeast":"0.1"}"#, "0.10000000", true),
        (r#"{"atLeast":"-5"}"#, "-4.5", true),
        (r#"{"atLeast":"-5"}"#, "-5.5", false),
        (r#"{"atLeast":"100"}"#, "a lot", false),
        (
            r#"{"atLeast":"9007199254740993"}"#,
            "9007199254740992",
            false,
        ),
        (r#""known""#, "x", true),
        (r#""known""#, "  ", false),
    ] {
        let cause = format!(r#"{{"contactProperty":{{"property":"plan","test":{test}}}}}"#);
        let found = check(&cause, &[("plan", value)], &[]);
        let expected = met.then(|| vec![Object::Contact]);
        let objects = match found {
            Finding::Met(objects) => Some(objects),
            Finding::NotMet(_) | Finding::Unknown(_) => None,
        };
        assert_eq!(objects, expected, "{test} {value:?}");
    }
}

#[test]
fn numbers_are_exact_and_shown_without_spare_zeros() {
    for (text, shown) in [
        ("0", "0"),
        ("-0", "0"),
        ("007.50", "7.5"),
        ("1e3", "1000"),
        ("1.5E-3", "0.0015"),
        ("-1234.000000001", "-1234.000000001"),
        ("99999999999999999999", "99999999999999999999"),
    ] {
        assert_eq!(Amount::parse(text).unwrap().to_string(), shown);
    }
    for bad in [
        "",
        "-",
        ".5",
        "1,000",
        "1 000",
        "0x10",
        "1e",
        "1e10",
        "1e-10",
        "--1",
        "+1",
        "1.2.3",
        "NaN",
        "inf",
        "0.0000000001",
        "999999999999999999999",
        "\u{663}",
    ] {
        assert!(Amount::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn all_deals_of_the_contact_are_checked() {
    let deals = [
        deal("1", "default", "proposal"),
        deal("2", "default", "closedwon"),
        deal("3", "other", "closedwon"),
        deal("4", "default", "paid"),
    ];
    let both = [Object::Deal("2".to_owned()), Object::Deal("4".to_owned())];
    assert_eq!(check(WON, &[], &deals), Finding::Met(both.to_vec()));
}

#[test]
fn one_sentence_says_what_is_missing() {
    let plan = |test: &str| format!(r#"{{"contactProperty":{{"property":"plan","test":{test}}}}}"#);
    let (proposal, other) = (
        deal("1", "default", "proposal"),
        deal("2", "x", "closedwon"),
    );
    for (cause, properties, deals, sentence) in [
        (
            plan(r#"{"anyOf":["pro","team","max"]}"#),
            vec![("plan", "free")],
            vec![],
            "“Plan” is “free”; it must be “pro”, “team” or “max”.",
        ),
        (
            plan(r#"{"atLeast":"100.50"}"#),
            vec![],
            vec![],
            "“Plan” is empty; it must be at least 100.5.",
        ),
        (plan(r#""known""#), vec![], vec![], "“Plan” is empty."),
        (
            WON.to_owned(),
            vec![],
            vec![],
            "The contact has no deal in the pipeline “Sales”; one must reach the stage “Closed won” or “paid”.",
        ),
        (
            WON.to_owned(),
            vec![],
            vec![other],
            "None of the contact's deals is in the pipeline “Sales”; one must reach the stage “Closed won” or “paid”.",
        ),
        (
            WON.to_owned(),
            vec![],
            vec![proposal],
            "The deal “Roof” is in the stage “Proposal sent”; it must reach “Closed won” or “paid”.",
        ),
        (
            WON.to_owned(),
            vec![],
            vec![proposal, other, proposal],
            "The deal “Roof” is in the stage “Proposal sent”, and 1 more of the contact's in the pipeline “Sales” \
             are in others; one must reach “Closed won” or “paid”.",
        ),
        (
            r#""api""#.to_owned(),
            vec![],
            vec![],
            "No API call has reported it yet.",
        ),
        (
            r#""byHand""#.to_owned(),
            vec![],
            vec![],
            "Nobody has approved it yet.",
        ),
    ] {
        assert_eq!(
            check(&cause, &properties, &deals),
            Finding::NotMet(sentence.to_owned())
        );
    }
}

#[test]
fn one_sentence_says_what_is_reached() {
    let told = |cause: &str, properties: &[(&str, &str)], deals: &[Deal]| {
        let cause: Cause = serde_json::from_str(cause).unwrap();
        with_facts(properties, deals, |facts| cause.sentence(facts, &Labels))
    };
    let plan = r#"{"contactProperty":{"property":"plan","test":"known"}}"#;
    assert_eq!(told(plan, &[("plan", " pro ")], &[]), "“Plan” is “pro”.");
    assert_eq!(told(plan, &[], &[]), "“Plan” is empty.");
    let deals = [
        deal("1", "default", "proposal"),
        deal("2", "default", "closedwon"),
    ];
    assert_eq!(
        told(WON, &[], &deals),
        "The deal “Roof” is in the stage “Closed won”."
    );
    let blind = Facts {
        property: &|_| None,
        deals: None,
    };
    let cause: Cause = serde_json::from_str(WON).unwrap();
    assert!(cause.sentence(&blind, &Labels).contains("may not read"));
}
