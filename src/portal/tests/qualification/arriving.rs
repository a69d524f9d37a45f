//! Contacts that arrive with a code in a property.

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
