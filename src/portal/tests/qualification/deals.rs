//! Deals that are won, lost, deleted, or may not be read yet.

use serde_json::{Value, json};

use crate::world::World;

pub(crate) fn won() -> Value {
    json!({ "rules": [{ "id": 1, "cause": { "dealStage":
        { "pipeline": "default", "stages": ["closedwon"] } } }] })
}

/// The seconds after which a change is seen: HubSpot's index is ten seconds behind, and is read every thirty.
const SOON: i64 = 60;

#[test]
fn a_won_deal_makes_a_success_and_reopening_the_deal_takes_it_back() {
    let mut world = World::new(true);
    let (campaign, code) = world.campaign("Spring", &won());
    let person = world.contact(5);
    let referral = world.claim(&code, &person);
    world.pass(1);
    let why = world.why(referral);
    assert!(why.contains("no deal in the pipeline"), "{why}");
    let deal = world.deal("Roof", "contractsent", &[&person]);
    world.pass(SOON);
    let why = world.why(referral);
    assert!(
        why.contains("“Roof” is in the stage “contractsent”"),
        "{why}"
    );
    assert_eq!(world.numbers(campaign), (1, 0));

    world.moves(&deal, "closedwon");
    world.pass(SOON);
    assert_eq!(world.status(referral), "qualified");
    assert!(world.why(referral).contains("“Roof” is in the stage"));
    assert_eq!(world.numbers(campaign), (1, 1));

    world.moves(&deal, "contractsent");
    world.pass(SOON);
    // The person still came.
    assert_eq!(world.status(referral), "pending");
    assert!(world.why(referral).contains("must reach “closedwon”"));
    assert_eq!(world.numbers(campaign), (1, 0));

    world.moves(&deal, "closedwon");
    world.pass(SOON);
    assert_eq!(world.numbers(campaign), (1, 1));
}

#[test]
fn every_contact_of_a_deal_is_checked_and_each_person_counts_once() {
    let mut world = World::new(true);
    let (campaign, code) = world.campaign("Spring", &won());
    let people = [world.contact(5), world.contact(6), world.contact(7)];
    let referrals = people.each_ref().map(|person| world.claim(&code, person));
    let all: Vec<_> = people.iter().collect();
    world.deal("Roof", "closedwon", &all[1..]);
    world.deal("Cellar", "closedwon", &all[..1]);
    world.pass(SOON);
    let statuses = referrals.map(|id| world.status(id));
    assert_eq!(statuses, ["qualified", "qualified", "pending"]);
    assert_eq!(world.numbers(campaign), (3, 2));
}

#[test]
fn a_deal_makes_one_success_that_of_the_person_who_was_referred_first() {
    let mut world = World::new(true);
    let (campaign, code) = world.campaign("Spring", &won());
    let people = [world.contact(5), world.contact(6)];
    let first = world.claim(&code, &people[0]);
    world.pass(1);
    let second = world.claim(&code, &people[1]);
    world.pass(1);
    // The deal has only the later person at first, and then both.
    let deal = world.deal("Roof", "closedwon", &[&people[1]]);
    world.pass(SOON);
    assert_eq!(
        (world.status(first), world.status(second)),
        ("pending".into(), "qualified".into())
    );
    world.associate(&deal, &people[0]);
    world.pass(13 * 60 * 60);
    assert_eq!(
        (world.status(first), world.status(second)),
        ("qualified".into(), "pending".into())
    );
    let why = world.why(second);
    assert!(why.contains("counts for another of its contacts"), "{why}");
    assert_eq!(world.numbers(campaign), (2, 1));
    // A person rejects the first referral: then the deal counts for the second.
    world.moves(&deal, "contractsent");
    world.pass(SOON);
    assert_eq!(world.numbers(campaign), (2, 0));
    world.decide(first, domain::ReferralEvent::Reject);
    world.moves(&deal, "closedwon");
    world.pass(SOON);
    assert_eq!(world.status(second), "qualified");
}

#[test]
fn a_deal_that_was_won_before_the_person_was_referred_does_not_count() {
    let mut world = World::new(true);
    let (campaign, code) = world.campaign("Spring", &won());
    let person = world.contact(5);
    let deal = world.deal("Roof", "closedwon", &[&person]);
    world.pass(60 * 60);
    let referral = world.claim(&code, &person);
    world.pass(SOON);
    assert_eq!(world.status(referral), "pending");
    let why = world.why(referral);
    assert!(why.contains("reached its stage before"), "{why}");
    // A change of another kind does not make it count. Winning it once more does.
    world.writes_deal(&deal, &json!({ "dealname": "Roof and walls" }));
    world.pass(SOON);
    assert_eq!(world.numbers(campaign), (1, 0));
    world.moves(&deal, "contractsent");
    world.moves(&deal, "closedwon");
    world.pass(SOON);
    assert_eq!(world.numbers(campaign), (1, 1));
}

#[test]
fn a_deal_without_a_date_of_entry_counts_if_it_is_younger_than_the_referral() {
    let mut world = World::hiding(sandbox::DealEntries::Hidden);
    let (campaign, code) = world.campaign("Spring", &won());
    let people = [world.contact(5), world.contact(6), world.contact(7)];
    let old = world.deal("Roof", "closedwon", &[&people[0]]);
    let open = world.deal("Cellar", "contractsent", &[&people[1]]);
    world.pass(60 * 60);
    let [before, unclear, after] = people.each_ref().map(|person| world.claim(&code, person));
    world.pass(1);
    world.deal("Wall", "closedwon", &[&people[2]]);
    world.moves(&open, "closedwon");
    world.pass(13 * 60 * 60);
    assert_eq!(world.status(after), "qualified");
    assert!(world.why(before).contains("reached its stage before"));
    let why = world.why(unclear);
    assert!(why.contains("HubSpot does not show when"), "{why}");
    assert_eq!(world.numbers(campaign), (3, 1));
    let _ = old;
}

#[test]
fn a_change_that_no_search_finds_is_still_noticed() {
    let mut world = World::new(true);
    let (campaign, code) = world.campaign("Spring", &won());
    let (person, other) = (world.contact(5), world.contact(6));
    let (dropped, gone) = (world.claim(&code, &person), world.claim(&code, &other));
    let deal = world.deal("Roof", "closedwon", &[&person]);
    world.deal("Cellar", "closedwon", &[&other]);
    world.pass(SOON);
    assert_eq!(world.numbers(campaign), (2, 2));
    world.drops(&deal);
    world.leaves(&other);
    world.pass(13 * 60 * 60);
    assert_eq!(world.status(dropped), "pending");
    // Deleting a contact undoes no success.
    assert_eq!(world.status(gone), "qualified");
    assert_eq!(world.numbers(campaign), (2, 1));
}

#[test]
fn a_missing_permission_is_reported_and_a_later_grant_catches_up() {
    let mut world = World::new(false);
    let (campaign, code) = world.campaign("Spring", &won());
    let person = world.contact(5);
    let referral = world.claim(&code, &person);
    world.deal("Roof", "closedwon", &[&person]);
    world.pass(SOON);
    assert_eq!(world.status(referral), "pending");
    assert!(
        world
            .why(referral)
            .contains("may not read this account's deals yet")
    );
    let about_deals = |call: &&String| call.contains("deals");
    assert_eq!(world.calls.iter().filter(about_deals).count(), 0);
    world.connect(true);
    world.pass(SOON);
    assert_eq!(world.numbers(campaign), (1, 1));
    // After the permission is taken away again, the success stays.
    world.connect(false);
    world.pass(13 * 60 * 60);
    assert_eq!(world.numbers(campaign), (1, 1));
}

#[test]
fn a_portal_that_was_disconnected_catches_up() {
    let mut world = World::new(true);
    let (campaign, code) = world.campaign("Spring", &won());
    let person = world.contact(5);
    let referral = world.claim(&code, &person);
    world.pass(SOON);
    world.crm.uninstall(world.crm.portal_id());
    world.pass(2 * 60 * 60);
    world.deal("Roof", "closedwon", &[&person]);
    world.pass(60 * 60);
    world.restart();
    world.pass(60);
    assert_eq!(world.status(referral), "pending");
    world.connect(true);
    world.pass(SOON);
    assert_eq!(world.numbers(campaign), (1, 1));
}

#[test]
fn a_persons_decision_takes_precedence_over_every_deal() {
    use domain::ReferralEvent::{Approve, Reject, Reopen};
    use portal::{DecideReferral, Decider, PortalRequest, ReferralRequest};

    let mut world = World::new(true);
    let (_, code) = world.campaign("Spring", &won());
    let people = [world.contact(5), world.contact(6)];
    let [yes, no] = people.each_ref().map(|person| world.claim(&code, person));
    let decide = |world: &mut World, id, event| {
        let asked = ReferralRequest::Decide(id, DecideReferral { event }, Decider::Person);
        world.ask(PortalRequest::Referral(asked));
    };
    decide(&mut world, yes, Approve);
    decide(&mut world, no, Reject);
    world.deal("Roof", "closedwon", &[&people[1]]);
    world.pass(13 * 60 * 60);
    assert_eq!(world.status(yes), "qualified");
    assert_eq!(world.status(no), "rejected");
    decide(&mut world, no, Reopen);
    world.pass(1);
    assert_eq!(world.status(no), "qualified");
}
