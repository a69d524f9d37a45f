//! Rules about properties, hold periods, rules that change, and contacts that are merged.

use serde_json::{Value, json};

use crate::world::World;

const SOON: i64 = 60;
const DAY: i64 = 24 * 60 * 60;

fn customer(hold_days: u16) -> Value {
    let stage = json!({ "property": "lifecyclestage", "test": { "equals": "customer" } });
    let cause = json!({ "contactProperty": stage });
    json!({ "rules": [{ "id": 1, "cause": cause, "holdDays": hold_days }] })
}

#[test]
fn a_property_that_reaches_a_value_makes_a_success() {
    let mut world = World::new(false);
    let (campaign, code) = world.campaign("Spring", &customer(0));
    let person = world.contact(5);
    world.write(&person, &json!({ "lifecyclestage": "lead" }));
    let referral = world.claim(&code, &person);
    world.pass(1);
    let why = world.why(referral);
    assert!(why.contains("“lead”; it must be “customer”"), "{why}");
    assert!(world.referral(referral)["lookedAt"].is_string());
    world.write(&person, &json!({ "lifecyclestage": "customer" }));
    world.pass(SOON);
    assert_eq!(world.status(referral), "qualified");
    assert_eq!(world.numbers(campaign), (1, 1));
    // No deals are read if no rule is about deals.
    assert!(world.calls.iter().all(|call| !call.contains("deals")));
}

#[test]
fn a_hold_is_over_only_if_its_cause_is_still_there() {
    let mut world = World::new(false);
    let (campaign, code) = world.campaign("Spring", &customer(1));
    let people = [world.contact(5), world.contact(6)];
    let [stays, goes] = people.each_ref().map(|person| world.claim(&code, person));
    // The people are not customers yet when they are first looked up in HubSpot.
    world.pass(1);
    for person in &people {
        world.write(person, &json!({ "lifecyclestage": "customer" }));
    }
    world.pass(SOON);
    assert!(world.why(stays).contains("must stay so for a day"));
    world.pass(DAY - 2 * SOON);
    assert_eq!(world.numbers(campaign), (2, 0));
    // The change comes just before the end, too late for the index; the recheck at the end sees it.
    world.write(&people[1], &json!({ "lifecyclestage": "" }));
    world.pass(3 * SOON);
    assert_eq!(world.status(stays), "qualified");
    assert_eq!(world.status(goes), "pending");
}

#[test]
fn changed_rules_are_checked_against_all_referrals_again() {
    let mut world = World::new(true);
    let (campaign, code) = world.campaign("Spring", &json!({}));
    let people = [world.contact(5), world.contact(6)];
    let referrals = people.each_ref().map(|person| world.claim(&code, person));
    world.pass(1);
    world.write(&people[0], &json!({ "lifecyclestage": "customer" }));
    world.pass(SOON);
    assert_eq!(world.numbers(campaign), (2, 0));
    world.change_terms(campaign, &customer(0));
    world.pass(1);
    let statuses = referrals.map(|id| world.status(id));
    assert_eq!(statuses, ["qualified", "pending"]);
    // A rule that was removed takes no success back and makes none.
    world.change_terms(campaign, &json!({}));
    world.write(&people[1], &json!({ "lifecyclestage": "customer" }));
    world.pass(13 * 60 * 60);
    let statuses = referrals.map(|id| world.status(id));
    assert_eq!(statuses, ["qualified", "pending"]);
}

#[test]
fn a_portal_without_rules_about_hubspot_makes_no_calls_for_them() {
    let mut world = World::new(true);
    let by_call = json!({ "rules": [{ "id": 1, "cause": "api" }] });
    let (_, code) = world.campaign("Spring", &by_call);
    let person = world.contact(5);
    world.claim(&code, &person);
    // The person is looked up once.
    world.pass(1);
    world.calls.clear();
    world.pass(DAY);
    assert_eq!(world.calls, [""; 0]);
}

#[test]
fn a_change_causes_one_recheck_however_often_it_is_reported() {
    let mut world = World::new(false);
    let (_, code) = world.campaign("Spring", &customer(0));
    let person = world.contact(5);
    world.claim(&code, &person);
    world.pass(5 * SOON);
    world.calls.clear();
    world.write(&person, &json!({ "firstname": "Ann" }));
    world.pass(10 * SOON);
    let looks = world
        .calls
        .iter()
        .filter(|call| call.ends_with("batch/read"));
    assert_eq!(looks.count(), 1);
    // The index is read every half a minute, whatever the response.
    let searches = world.calls.iter().filter(|call| call.ends_with("search"));
    assert!((15..=20).contains(&searches.count()));
}

#[test]
fn people_whose_contacts_are_merged_count_once() {
    let mut world = World::new(true);
    let (campaign, code) = world.campaign("Spring", &crate::deals::won());
    let people = [world.contact(5), world.contact(6)];
    let [first, second] = people.each_ref().map(|person| world.claim(&code, person));
    world.pass(SOON);
    assert_eq!(world.numbers(campaign), (2, 0));
    let one = world.merge(&people[0], &people[1]);
    world.deal("Roof", "closedwon", &[&one]);
    world.pass(13 * 60 * 60);
    assert_eq!(world.referral(first)["contactId"], one.as_str());
    assert_eq!(world.status(first), "qualified");
    assert_eq!(world.status(second), "rejected");
    assert_eq!(world.numbers(campaign), (1, 1));
}

#[test]
fn a_person_is_shown_as_unknown_until_hubspot_has_them() {
    let mut world = World::new(true);
    let (campaign, _) = world.campaign("Spring", &crate::deals::won());
    let referral = world.add(campaign, "new@example.com");
    let why = world.why(referral);
    assert_eq!(why, "The person's contact in HubSpot is not known yet.");
    world.pass(SOON);
    let why = world.why(referral);
    assert!(why.starts_with("The contact has no deal"), "{why}");
}

#[test]
fn a_referrer_who_is_merged_with_the_person_has_referred_themselves() {
    // The referred contact is merged into the referrer's, or the other way round; a rule of any kind is met then.
    for (into_referrer, by_call) in [(true, false), (false, false), (true, true), (false, true)] {
        let mut world = World::new(true);
        let mut terms = crate::deals::won();
        if by_call {
            terms = json!({ "rules": [{ "id": 1, "cause": "api" }] });
        }
        let (campaign, code) = world.campaign("Spring", &terms);
        let (referrer, person) = (world.contact(0), world.contact(5));
        let referral = world.claim(&code, &person);
        world.pass(SOON);
        let survivor = if into_referrer {
            world.merge(&referrer, &person)
        } else {
            world.merge(&person, &referrer)
        };
        if by_call {
            world.report(referral, domain::ReferralEvent::Qualify);
        } else {
            world.deal("Roof", "closedwon", &[&survivor]);
        }
        world.pass(13 * 60 * 60);
        let shown = world.referral(referral);
        assert_eq!(shown["notCounted"], "selfReferral", "{shown}");
        assert_eq!(shown["contactId"], survivor.as_str());
        assert_eq!(world.numbers_of(campaign, referrer), (0, 0));
        assert!(
            world
                .try_decide(referral, domain::ReferralEvent::Approve)
                .is_err()
        );
    }
}

#[test]
fn nobody_who_decides_lets_a_person_refer_themselves_after_a_merge() {
    let mut world = World::new(false);
    let (campaign, code) = world.campaign("Spring", &json!({}));
    let (referrer, person) = (world.contact(0), world.contact(5));
    let referral = world.claim(&code, &person);
    world.pass(SOON);
    world.merge(&referrer, &person);
    world.decide(referral, domain::ReferralEvent::Approve);
    world.pass(SOON);
    assert_eq!(world.referral(referral)["notCounted"], "selfReferral");
    assert_eq!(world.numbers_of(campaign, referrer), (0, 0));
}

#[test]
fn a_value_that_is_no_number_leaves_a_referral_open_and_says_so() {
    let mut world = World::new(false);
    let test = json!({ "property": "company", "test": { "atLeast": "1000" } });
    let rule = json!({ "id": 1, "cause": { "contactProperty": test } });
    let (_, code) = world.campaign("Spring", &json!({ "rules": [rule] }));
    let person = world.contact(5);
    world.write(&person, &json!({ "company": "a lot" }));
    let referral = world.claim(&code, &person);
    world.pass(SOON);
    let why = world.why(referral);
    assert!(
        why.contains("“a lot”, which Goodword cannot read as a number"),
        "{why}"
    );
    world.write(&person, &json!({ "company": "1033.3333333333333" }));
    world.pass(SOON);
    assert_eq!(world.status(referral), "qualified");
}
