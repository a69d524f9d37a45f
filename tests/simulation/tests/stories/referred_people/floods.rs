//! Floods of forms from one network, and the people of other networks beside them.

use domain::{Attribution, ReferralEvent};
use portal::{Claim, DecideNetwork, NetworkDecision, PortalRequest, ReferralRequest};
use serde_json::Value;

use super::world::{CODE, TELLING, World, few, referred, with_email};

/// More than a network may send over one link in an hour.
const FLOOD: u32 = 26;

/// The claims of a flood that count before its network is reviewed.
const COUNTED: u32 = domain::attribution::MAX_OF_LINK_IN_AN_HOUR;

/// Returns the claim of a form from this network over the first referrer's link.
pub(super) fn form(world: &World, network: &str, email: &str) -> Claim {
    Claim {
        email: Some(email.to_owned()),
        attribution: Attribution::Form,
        network: Some(network.to_owned()),
        ..referred(TELLING, &world.referrers[0])
    }
}

/// Sends a flood from a network.
pub(super) fn flood(world: &mut World, network: &str) -> Vec<Value> {
    let sent = (0..FLOOD).map(|at| {
        let claim = form(world, network, &format!("{network}{at}@example.com"));
        world.claim(claim)
    });
    sent.collect()
}

/// Decides about a network, and waits for rest.
fn decide(world: &mut World, network: &str, event: NetworkDecision) {
    let network = network.to_owned();
    let decided = ReferralRequest::DecideNetwork(DecideNetwork { network, event });
    world.done(PortalRequest::Referral(decided));
    world.rest();
}

fn people_referred(world: &mut World) -> u64 {
    let first = world.referrers[0].clone();
    let referrer = world.referrer(TELLING, &first);
    let shown = world.value(&first, "goodword_people_referred");
    assert_eq!(shown, referrer["peopleReferred"].to_string());
    referrer["peopleReferred"].as_u64().expect("a number")
}

fn contact_of(world: &World, email: &str) -> Option<String> {
    let contacts = world.contacts("email").into_iter();
    contacts
        .filter(|(_, own)| own == email)
        .map(|(id, _)| id)
        .next()
}

#[test]
fn every_lead_of_a_flood_reaches_hubspot_and_only_those_within_the_limit_count() {
    let mut world = World::new(7, few());
    flood(&mut world, "flood");
    let real = form(&world, "home", "real@example.com");
    world.claim(real);
    world.rest();
    for at in 0..FLOOD {
        let email = format!("flood{at}@example.com");
        assert!(contact_of(&world, &email).is_some(), "{email} is lost");
    }
    assert!(contact_of(&world, "real@example.com").is_some());
    assert_eq!(people_referred(&mut world), u64::from(COUNTED) + 1);
    let reviewed = world.referrals().into_iter();
    let reviewed: Vec<_> = reviewed.filter(|own| own["status"] == "inReview").collect();
    assert_eq!(
        reviewed.len(),
        usize::try_from(FLOOD - COUNTED).expect("few")
    );
    decide(&mut world, "flood", NetworkDecision::Admit);
    assert_eq!(people_referred(&mut world), u64::from(FLOOD) + 1);
}

#[test]
fn a_person_in_review_who_is_a_contact_already_is_left_alone_until_they_are_admitted() {
    let mut world = World::new(7, few());
    let last = format!("flood{}@example.com", FLOOD - 1);
    let known = world.make(&with_email(&last));
    let sent = flood(&mut world, "flood");
    world.rest();
    assert_eq!(world.value(&known, CODE), "");
    let id = sent.last().expect("a referral")["id"]
        .as_u64()
        .expect("an id");
    let id = u32::try_from(id).expect("a small number");
    let shown = world.referral(id);
    assert_eq!(shown["contactId"], known.as_str());
    let admitted = world.decide(id, ReferralEvent::Admit).expect("a referral");
    assert_eq!(admitted["status"], "pending");
    world.rest();
    assert_ne!(world.value(&known, CODE), "");
}

#[test]
fn a_rejected_flood_changes_no_number_and_its_addresses_stay_free() {
    let mut world = World::new(7, few());
    flood(&mut world, "flood");
    world.rest();
    decide(&mut world, "flood", NetworkDecision::Reject);
    assert_eq!(people_referred(&mut world), u64::from(COUNTED));
    let real = form(&world, "home", &format!("flood{}@example.com", FLOOD - 1));
    let real = world.claim(real);
    assert_eq!(real["status"], "pending");
    world.rest();
    assert_eq!(people_referred(&mut world), u64::from(COUNTED) + 1);
}
