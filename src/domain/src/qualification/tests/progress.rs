//! Tests of a referral that its rules make successful, hold, or take back over time.

use jiff::Timestamp;

use super::*;
use crate::referral::ReferralEvent::{Qualify, Undo};
use crate::referral::{ReferralState, ReferralStatus};

const DAY: i64 = 86_400;

fn at(day: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + day * DAY).unwrap()
}

/// A deal is won, held, lost and won again: the referral follows.
#[test]
fn a_success_lasts_as_long_as_its_cause() {
    let rules = [rule(1, 14, WON)];
    let (open, won) = ("proposal", "closedwon");
    let mut state = ReferralState::PENDING;
    let mut records = Vec::new();
    for (day, stage, event, due, status) in [
        (0, open, Undo, None, ReferralStatus::Pending),
        (1, won, Undo, Some(15), ReferralStatus::Pending),
        (1, won, Undo, Some(15), ReferralStatus::Pending),
        (9, open, Undo, None, ReferralStatus::Pending),
        (10, won, Undo, Some(24), ReferralStatus::Pending),
        (23, won, Undo, Some(24), ReferralStatus::Pending),
        (24, won, Qualify, None, ReferralStatus::Qualified),
        (25, won, Qualify, None, ReferralStatus::Qualified),
        (30, open, Undo, None, ReferralStatus::Pending),
        (31, won, Undo, Some(45), ReferralStatus::Pending),
        (45, won, Qualify, None, ReferralStatus::Qualified),
    ] {
        let progress = with_facts(&[], &[deal("7", "default", stage)], |facts| {
            settle(&rules, facts, &records, at(day))
        });
        assert_eq!(progress.event, event, "day {day}");
        assert_eq!(progress.due_at, due.map(at), "day {day}");
        records = progress.records;
        state = state.after(event).unwrap();
        assert_eq!(state.status, status, "day {day}");
    }
}

/// Each cause is held for its own time, however many causes there are.
#[test]
fn a_hold_goes_on_when_a_second_rule_is_met() {
    let known = r#"{"contactProperty":{"property":"plan","test":"known"}}"#;
    let rules = [rule(1, 14, WON), rule(2, 30, known)];
    let (open, won) = ("proposal", "closedwon");
    let mut records = Vec::new();
    for (day, stage, plan, event, due) in [
        (1, won, "", Undo, Some(15)),
        (5, won, "pro", Undo, Some(15)),
        (14, won, "pro", Undo, Some(15)),
        // The first cause is gone: the second one is held since day 5.
        (14, open, "pro", Undo, Some(35)),
        (34, won, "pro", Undo, Some(35)),
        (35, won, "pro", Qualify, None),
    ] {
        let properties = [("plan", plan)];
        let progress = with_facts(&properties, &[deal("7", "default", stage)], |facts| {
            settle(&rules, facts, &records, at(day))
        });
        assert_eq!(progress.event, event, "day {day}");
        assert_eq!(progress.due_at, due.map(at), "day {day}");
        records = progress.records;
    }
}

#[test]
fn one_of_several_causes_is_enough_and_each_is_recorded_once() {
    let rules = [
        rule(1, 0, WON),
        rule(
            2,
            0,
            r#"{"contactProperty":{"property":"plan","test":"known"}}"#,
        ),
        rule(3, 0, r#""api""#),
    ];
    let won = [deal("7", "default", "paid"), deal("8", "default", "paid")];
    let recheck = |properties: &[(&str, &str)], deals: &[Deal], records: &[Record]| {
        with_facts(properties, deals, |facts| {
            settle(&rules, facts, records, at(1))
        })
    };
    let all = recheck(&[("plan", "pro")], &won, &[]);
    assert_eq!((all.event, all.records.len()), (Qualify, 3));
    assert_eq!(recheck(&[("plan", "pro")], &won, &all.records), all);
    let one = recheck(&[], &won[..1], &all.records);
    assert_eq!((one.event, one.records.len()), (Qualify, 1));
    assert_eq!(recheck(&[], &[], &one.records).event, Undo);
    let called = [Record::new(&rules[2], Object::Call, at(0))];
    assert_eq!(recheck(&[], &[], &called).event, Qualify);
}

#[test]
fn a_removed_rule_takes_no_success_back_and_makes_none() {
    let gone = rule(9, 14, WON);
    let record = [Record::new(&gone, Object::Deal("7".into()), at(0))];
    let recheck = |day| with_facts(&[], &[], |facts| settle(&[], facts, &record, at(day)));
    let during = recheck(13);
    assert_eq!((during.event, during.due_at), (Undo, None));
    assert!(during.records.is_empty());
    assert_eq!(recheck(14).event, Qualify);
}

#[test]
fn unknown_facts_neither_undo_nor_make_a_success() {
    let rules = [rule(1, 14, WON), rule(2, 0, r#""api""#)];
    let held = [Record::new(&rules[0], Object::Deal("7".into()), at(0))];
    let recheck = |records: &[Record], day| {
        let blind = Facts {
            property: &|_| None,
            deals: None,
            referred_at: None,
        };
        settle(&rules, &blind, records, at(day))
    };
    let during = recheck(&held, 13);
    assert_eq!((during.event, during.due_at), (Undo, Some(at(14))));
    assert_eq!(recheck(&during.records, 14).event, Qualify);
    assert!(recheck(&[], 14).records.is_empty());
}

#[test]
fn every_rule_says_why_a_referral_is_not_successful_yet() {
    let rules = [
        rule(1, 14, WON),
        rule(2, 3, r#""api""#),
        rule(3, 0, r#""byHand""#),
    ];
    let records = [
        Record::new(&rules[0], Object::Deal("7".into()), at(0)),
        Record::new(&rules[1], Object::Call, at(0)),
    ];
    let deals = [deal("7", "default", "paid")];
    let answer = |rules: &[Rule], day| {
        with_facts(&[], &deals, |facts| {
            let unmet = |rule: &Rule| rule.cause.sentence(facts, &Labels);
            explain(rules, &records, at(day), &unmet)
        })
    };
    assert_eq!(
        answer(&rules, 5),
        [
            "It is met, and must stay so for 14 days: until 2027-01-29.",
            "It is met.",
            "Nobody has approved it yet."
        ]
    );
    assert!(answer(&[], 5)[0].contains("no qualification rule"));
}
