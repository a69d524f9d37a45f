//! Changes in HubSpot are seen, however HubSpot's search shows them.

use sandbox::{ReadSettings, SearchDisplay, Settings};
use serde_json::{Value, json};

use crate::world::World;

/// The property in which contacts arrive with a code.
const PROPERTY: &str = "website";

const MINUTE: i64 = 60;

fn arrival() -> Value {
    json!({ "arrivalProperty": PROPERTY })
}

fn account(seed: u64, reads: ReadSettings) -> Settings {
    Settings {
        seed,
        contacts: 20,
        reads,
        ..Settings::default()
    }
}

#[test]
fn a_crowd_that_arrives_at_once_is_referred_whole() {
    for (seed, search_display) in [
        (1, SearchDisplay::Present),
        (2, SearchDisplay::Present),
        (3, SearchDisplay::Index),
    ] {
        let reads = ReadSettings {
            search_display,
            search_tail: true,
            other_apps_search: true,
            ..ReadSettings::default()
        };
        let mut world = World::in_account(account(seed, reads), false);
        let (campaign, code) = world.campaign("Spring", &arrival());
        world.pass(MINUTE);
        let crowd: Vec<_> = (0..301)
            .map(|number| {
                let email = format!("p{number}@example.com");
                world.wait_ms(10);
                world.arrives(&json!({ "email": email, PROPERTY: code }))
            })
            .collect();
        // Some are edited while the pages are read: they are shown with a later time than their place has.
        for _ in 0..10 {
            world.pass(7);
            for contact in crowd.iter().step_by(13) {
                let name = format!("n{}", world.now_ms());
                world.write(contact, &json!({ "firstname": name }));
            }
        }
        // The index has nearly all within half a minute, and the last within the hour.
        world.pass(2 * MINUTE);
        assert!(
            world.numbers(campaign).0 > 280,
            "{:?}",
            world.numbers(campaign)
        );
        world.pass(72 * MINUTE);
        assert_eq!(world.numbers(campaign).0, 301, "seed {seed}");
    }
}

#[test]
fn many_full_pages_stay_within_the_limit_of_searches() {
    let settings = Settings {
        contacts: 2_500,
        ..Settings::default()
    };
    let mut world = World::in_account(settings, false);
    let (campaign, code) = world.campaign("Spring", &arrival());
    world.pass(MINUTE);
    // HubSpot stamps all contacts in one millisecond.
    for place in 0..2_500 {
        let contact = world.contact(place);
        world.write(&contact, &json!({ "city": "Turin" }));
    }
    let late = world.arrives(&json!({ "email": "ann@example.com", PROPERTY: code }));
    let before = world.calls.len();
    world.pass(MINUTE);
    let searches = world.calls[before..]
        .iter()
        .filter(|call| call.ends_with("search"));
    assert!(searches.count() >= 13);
    assert_eq!(world.over_limit, 0);
    assert_eq!(world.numbers(campaign).0, 1);
    assert_eq!(world.referrals()[0]["contactId"], late.as_str());
}

#[test]
fn a_change_between_the_calls_of_a_recheck_is_seen() {
    let settings = Settings {
        search_lag_ms: 0,
        ..account(1, ReadSettings::default())
    };
    let mut world = World::in_account(settings, true);
    let terms = json!({ "rules": [
        { "id": 1, "cause": { "contactProperty":
            { "property": "lifecyclestage", "test": { "equals": "customer" } } } },
        { "id": 2, "cause": { "dealStage": { "pipeline": "default", "stages": ["closedwon"] } } },
    ] });
    let (_, code) = world.campaign("Spring", &terms);
    let person = world.contact(5);
    world.write(&person, &json!({ "lifecyclestage": "lead" }));
    let referral = world.claim(&code, &person);
    world.pass(MINUTE);
    assert_eq!(world.status(referral), "pending");
    world.write(&person, &json!({ "city": "Turin" }));
    // The contact is read, and the answer about its deals is on its way when the contact becomes a customer.
    world.hold("contacts/deals/batch/read");
    world.pass(31);
    world.write(&person, &json!({ "lifecyclestage": "customer" }));
    world.pass(31);
    assert_eq!(world.let_through(), 1);
    world.pass(2);
    assert_eq!(world.status(referral), "qualified");
}
