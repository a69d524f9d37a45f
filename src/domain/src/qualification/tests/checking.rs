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
        (r#"{"equals":"10000000"}"#, "1.0E7", true),
        (r#"{"equals":"7"}"#, "007", false),
        (r#"{"equals":"007"}"#, "7", false),
        (r#"{"equals":"007"}"#, "007", true),
        (r#"{"equals":"1000"}"#, "1E3", false),
        (r#"{"equals":"ÉCOLE"}"#, "école", true),
        (r#"{"equals":"Straße"}"#, "STRASSE", true),
        (r#"{"equals":"ΟΔΟΣ"}"#, "οδος", true),
        (r#"{"anyOf":["größer"]}"#, "klein;GRÖSSER", true),
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
        (r#"{"atLeast":"1000"}"#, "1033.3333333333333", true),
        (r#"{"atLeast":"1033.4"}"#, "1033.3333333333333", false),
        (r#"{"atLeast":"10000000000"}"#, "1.2345678901E10", true),
        (r#"{"atLeast":"12345678902"}"#, "1.2345678901E10", false),
        (r#"{"atLeast":"1000"}"#, "1.7976931348623157E308", true),
        (r#"{"atLeast":"0.1"}"#, "4.9E-324", false),
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
        ("1033.3333333333333", "1033.3333333333333"),
        ("1.2345678901E10", "12345678901"),
        ("1e10", "10000000000"),
        ("1e-10", "0.0000000001"),
        ("-120e-1", "-12"),
    ] {
        assert_eq!(Amount::parse(text).unwrap().to_string(), shown);
    }
    for bad in [
        "", "-", ".5", "1,000", "1 000", "0x10", "1e", "1e401", "1.", "--1", "+1", "1.2.3", "NaN",
        "inf", "\u{663}",
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
            vec![other.clone()],
            "None of the contact's deals is in the pipeline “Sales”; one must reach the stage “Closed won” or “paid”.",
        ),
        (
            WON.to_owned(),
            vec![],
            vec![proposal.clone()],
            "The deal “Roof” is in the stage “Proposal sent”; it must reach “Closed won” or “paid”.",
        ),
        (
            WON.to_owned(),
            vec![],
            vec![proposal.clone(), other, proposal],
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
        referred_at: None,
    };
    let cause: Cause = serde_json::from_str(WON).unwrap();
    assert!(cause.sentence(&blind, &Labels).contains("may not read"));
}

#[test]
fn numbers_are_in_the_order_of_their_amounts() {
    let rising = [
        "-1.0E10",
        "-100",
        "-99.5",
        "-0.01",
        "0",
        "4.9E-324",
        "0.01",
        "0.1",
        "0.12",
        "1",
        "9.99",
        "10",
        "12345678901",
        "1E300",
    ];
    for (at, low) in rising.iter().enumerate() {
        for (other, high) in rising.iter().enumerate() {
            let (low, high) = (Amount::parse(low).unwrap(), Amount::parse(high).unwrap());
            assert_eq!(low.cmp(&high), at.cmp(&other), "{low} {high}");
        }
    }
}

/// A referral stays open if HubSpot holds a text where the rule wants a number.
#[test]
fn a_value_that_is_no_number_is_neither_enough_nor_too_little() {
    let cause = r#"{"contactProperty":{"property":"plan","test":{"atLeast":"100"}}}"#;
    let told = "“Plan” is “about ten”, which Goodword cannot read as a number. \
                Correct the value in HubSpot, or approve the referral.";
    let found = check(cause, &[("plan", "about ten")], &[]);
    assert_eq!(found, Finding::Unknown(told.to_owned()));
}

#[test]
fn a_deal_counts_if_it_reached_its_stage_after_the_person_was_referred() {
    let at = |second| Some(jiff::Timestamp::from_second(second).unwrap());
    let referred = at(1000);
    let won = |entries: &[(&'static str, i64)], created, changed, of_another| Deal {
        entries: entries
            .iter()
            .map(|(stage, second)| (*stage, at(*second).unwrap()))
            .collect(),
        created_at: created,
        changed_at: changed,
        of_another,
        ..deal("1", "default", "closedwon")
    };
    let nobody_can_tell = "HubSpot does not show when the deal “Roof” reached its stage";
    let too_early = "The deal “Roof” reached its stage before the person was referred";
    let another = "The deal “Roof” counts for another of its contacts";
    for (deal, expected) in [
        (won(&[("closedwon", 1000)], None, None, false), Ok(())),
        (
            won(&[("closedwon", 999)], None, at(2000), false),
            Err(too_early),
        ),
        // It was won earlier under another of the rule's stages.
        (
            won(&[("paid", 500), ("closedwon", 1500)], None, None, false),
            Err(too_early),
        ),
        // Other stages do not matter.
        (
            won(&[("proposal", 500), ("closedwon", 1500)], None, None, false),
            Ok(()),
        ),
        (won(&[], at(1001), None, false), Ok(())),
        (won(&[], at(10), at(999), false), Err(too_early)),
        (won(&[], at(10), at(1001), false), Err(nobody_can_tell)),
        (won(&[], None, None, false), Err(nobody_can_tell)),
        (won(&[("closedwon", 1000)], None, None, true), Err(another)),
    ] {
        let told = format!("{deal:?}");
        let cause: Cause = serde_json::from_str(WON).unwrap();
        let deals = [deal];
        let facts = Facts {
            property: &|_| None,
            deals: Some(&deals),
            referred_at: referred,
        };
        let met = Finding::Met(vec![Object::Deal("1".to_owned())]);
        match (cause.check(&facts, &Labels), expected) {
            (found, Ok(())) => assert_eq!(found, met, "{told}"),
            (Finding::Unknown(why), Err(part)) => {
                assert!(part == nobody_can_tell && why.starts_with(part), "{told}");
            }
            (Finding::NotMet(why), Err(part)) => assert!(why.starts_with(part), "{told}: {why}"),
            (found, _) => panic!("{told}: {found:?}"),
        }
    }
}
