//! Contacts that arrive with a code in a property.

use domain::Attribution;
use portal::{Claim, ClaimedBy, PortalRequest, ReferralRequest};
use serde_json::{Value, json};

use crate::world::World;

const SOON: i64 = 60;

/// A text property that every account has.
const PROPERTY: &str = "website";

fn arrival() -> Value {
    json!({ "arrivalProperty": PROPERTY })
}

#[test]
fn a_contact_that_arrives_with_a_code_is_referred_and_the_first_link_wins() {
    let mut world = World::new(false);
    let (campaign, code) = world.campaign("Spring", &arrival());
    world.pass(SOON);
    let new = world.arrives(&json!({
        "email": "ann@example.com", "firstname": "Ann", "lastname": "Roth", PROPERTY: code,
    }));
    world.pass(SOON);
    let referrals = world.referrals();
    assert_eq!(referrals.len(), 1);
    let ann = &referrals[0];
    assert_eq!(ann["attribution"], "property");
    assert_eq!(ann["contactId"], new.as_str());
    assert_eq!(ann["email"], "ann@example.com");
    assert_eq!(
        (&ann["firstName"], &ann["lastName"]),
        (&json!("Ann"), &json!("Roth"))
    );
    assert_eq!(world.numbers(campaign), (1, 0));
    // The same or another code in the property changes nothing.
    world.write(&new, &json!({ "firstname": "Anne" }));
    world.pass(SOON);
    assert_eq!(world.referrals().len(), 1);
}

#[test]
fn other_texts_than_codes_of_the_campaign_and_earlier_contacts_are_ignored() {
    let mut world = World::new(false);
    let (_, code) = world.campaign("Spring", &arrival());
    let (_, elsewhere) = world.campaign("Summer", &json!({}));
    world.pass(SOON);
    let old = world.contact(7);
    world.write(&old, &json!({ PROPERTY: code }));
    for value in ["https://example.com", "", "0000000000", elsewhere.as_str()] {
        world.arrives(&json!({ "firstname": "Bo", PROPERTY: value }));
    }
    world.pass(5 * SOON);
    assert_eq!(world.referrals(), [Value::Null; 0]);
}

#[test]
fn a_person_who_was_referred_in_another_way_is_not_claimed_again() {
    let mut world = World::new(false);
    let (campaign, code) = world.campaign("Spring", &arrival());
    world.add(campaign, "cy@example.com");
    world.arrives(&json!({ "email": "Cy@example.com", PROPERTY: code }));
    world.pass(5 * SOON);
    let referrals = world.referrals();
    assert_eq!(referrals.len(), 1);
    assert_eq!(referrals[0]["attribution"], "byHand");
}

#[test]
fn a_change_feed_that_a_crash_interrupts_continues_from_its_cursor() {
    let mut world = World::new(false);
    let (campaign, code) = world.campaign("Spring", &arrival());
    world.pass(SOON);
    for number in 0..30 {
        let email = format!("someone{number}@example.com");
        world.arrives(&json!({ "email": email, PROPERTY: code }));
        if number % 7 == 0 {
            world.restart();
        }
        world.pass(5);
    }
    world.restart();
    world.pass(2 * SOON);
    assert_eq!(world.numbers(campaign), (30, 0));
}

#[test]
fn a_code_needs_a_text_property() {
    use portal::{CreateCampaign, PortalError, PortalRequest, Query};

    let mut world = World::new(false);
    world.ask(PortalRequest::StartQuery(Query::Catalogue));
    world.pass(1);
    let terms = json!({ "arrivalProperty": "createdate" });
    let refused = world.try_ask(PortalRequest::CreateCampaign(CreateCampaign {
        name: "Spring".into(),
        destination: "https://shop.example.com/".into(),
        attribution_window_days: None,
        share_message: None,
        terms: serde_json::from_value(terms).unwrap(),
        page: None,
        slug: None,
    }));
    assert!(matches!(
        refused,
        Err(PortalError::Invalid { field: "terms", .. })
    ));
    world.campaign("Spring", &arrival());
}

#[test]
fn a_code_is_found_in_each_form_in_which_people_hand_it_on() {
    let mut world = World::new(false);
    let (campaign, code) = world.campaign("Spring", &arrival());
    world.pass(SOON);
    let (first, second) = code.split_at(5);
    let received = [
        format!("https://goodword.example/r/{code}?utm_source=x"),
        format!("{first}-{second}"),
        format!(" {}. ", code.to_lowercase()),
    ];
    for text in &received {
        world.arrives(&json!({ "firstname": "Bo", PROPERTY: text }));
    }
    world.pass(SOON);
    assert_eq!(world.numbers(campaign), (3, 0));
}

#[test]
fn a_customer_who_arrives_is_one_referral_however_often_their_contact_changes() {
    let mut world = World::new(false);
    let (campaign, code) = world.campaign("Spring", &arrival());
    world.pass(SOON);
    let new = world.arrives(&json!({
        "email": "ann@example.com", "lifecyclestage": "customer", PROPERTY: code,
    }));
    world.pass(3600);
    for name in ["Ann", "Anna", "Anne"] {
        world.write(&new, &json!({ "firstname": name }));
        world.pass(3600);
    }
    let mut referrals = world.referrals();
    assert_eq!(referrals.len(), 1);
    assert_eq!(referrals[0]["notCounted"], "existingCustomer");
    // A form of the same person brings nothing new either.
    comes(&mut world, &code, "ann@example.com");
    world.pass(SOON);
    referrals = world.referrals();
    assert_eq!((referrals.len(), world.numbers(campaign)), (1, (0, 0)));
}

#[test]
fn a_referral_in_review_stays_there_when_the_contact_is_seen_with_the_code() {
    let mut world = World::new(false);
    let (campaign, code) = world.campaign("Spring", &arrival());
    world.pass(SOON);
    for number in 0..21 {
        comes(&mut world, &code, &format!("someone{number}@example.com"));
    }
    assert_eq!(world.numbers(campaign), (20, 0));
    world.arrives(&json!({ "email": "someone20@example.com", PROPERTY: code }));
    world.pass(3600);
    assert_eq!(world.numbers(campaign), (20, 0));
    assert_eq!(world.referrals().len(), 21);
}

/// A person fills in the form of a link.
fn comes(world: &mut World, code: &str, email: &str) {
    let claim = Claim {
        by: ClaimedBy::Code(code.parse().unwrap()),
        contact: None,
        email: Some(email.to_owned()),
        first_name: None,
        last_name: None,
        attribution: Attribution::Form,
        clicked_at: None,
        answers: Vec::new(),
        network: Some("one".to_owned()),
    };
    world.ask(PortalRequest::Referral(ReferralRequest::Claim(claim)));
}
