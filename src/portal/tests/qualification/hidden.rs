//! Records that HubSpot does not show, or shows in another place: nobody is gone whom HubSpot has, and one contact keeps
//! no other waiting.

use domain::ContactId;
use sandbox::{AssociationCursor, Fault, MergedIds, ReadSettings, Refusal, Settings, Then, When};
use serde_json::{Value, json};

use crate::world::World;

const SOON: i64 = 60;
const HOUR: i64 = 60 * 60;

fn customer() -> Value {
    let stage = json!({ "property": "lifecyclestage", "test": { "equals": "customer" } });
    json!({ "rules": [{ "id": 1, "cause": { "contactProperty": stage } }] })
}

fn world(reads: ReadSettings, deals: bool) -> World {
    let settings = Settings {
        contacts: 40,
        reads,
        association_page: 2,
        ..Settings::default()
    };
    World::in_account(settings, deals)
}

/// Returns 20 contacts who are no customers yet.
fn leads(world: &mut World) -> Vec<ContactId> {
    let people: Vec<_> = (5..25).map(|place| world.contact(place)).collect();
    for person in &people {
        world.write(person, &json!({ "lifecyclestage": "lead" }));
    }
    world.pass(SOON);
    people
}

/// Makes 20 referrals, the first of them of a contact under this fault. All become customers. Returns the reasons of the
/// first one.
fn first_of_many(fault: impl FnOnce(String) -> Vec<Fault>) -> String {
    let mut world = world(ReadSettings::default(), false);
    let (campaign, code) = world.campaign("Spring", &customer());
    let people = leads(&mut world);
    let referrals: Vec<_> = people
        .iter()
        .map(|person| world.claim(&code, person))
        .collect();
    world.pass(SOON);
    for person in &people {
        world.write(person, &json!({ "lifecyclestage": "customer" }));
    }
    world.crm.add_faults(fault(people[0].to_string()));
    world.pass(HOUR / 4);
    assert_eq!(world.numbers(campaign), (20, 19));
    assert_eq!(world.status(referrals[0]), "pending");
    let why = world.why(referrals[0]);
    world.crm.clear_faults();
    world.pass(HOUR / 2);
    assert_eq!(world.numbers(campaign), (20, 20));
    why
}

#[test]
fn a_contact_that_may_not_be_seen_keeps_no_other_one_waiting() {
    let why = first_of_many(|contact| {
        vec![Fault {
            when: When {
                contact: Some(contact),
                ..When::default()
            },
            then: Then::Refuse {
                refuse: Refusal::Hidden,
            },
        }]
    });
    assert!(why.contains("did not show the person's contact"), "{why}");
    assert!(why.contains("permission to view"), "{why}");
}

#[test]
fn a_contact_at_which_hubspot_fails_keeps_no_other_one_waiting() {
    for status in [500, 403] {
        let why = first_of_many(|contact| {
            let routes = [
                "POST /crm/objects/{v}/contacts/batch/read",
                "GET /crm/objects/{v}/contacts/{contactId}",
            ];
            let fault = |route: &str| Fault {
                when: When {
                    route: Some(route.to_owned()),
                    contact: Some(contact.clone()),
                    ..When::default()
                },
                then: Then::Answer {
                    status,
                    acted: false,
                    body: None,
                    retry_after: None,
                },
            };
            routes.map(fault).to_vec()
        });
        assert!(why.contains("did not show the person's contact"), "{why}");
    }
}

#[test]
fn passing_trouble_with_single_records_is_survived() {
    let reads = ReadSettings {
        trouble_per_mille: 300,
        ..ReadSettings::default()
    };
    let mut world = world(reads, false);
    let (campaign, code) = world.campaign("Spring", &customer());
    let people = leads(&mut world);
    for person in &people {
        world.claim(&code, person);
    }
    world.pass(SOON);
    for person in &people {
        world.write(person, &json!({ "lifecyclestage": "customer" }));
    }
    world.pass(3 * SOON);
    assert_eq!(world.numbers(campaign), (20, 20));
}

#[test]
fn a_merged_person_is_found_wherever_hubspot_names_the_merge() {
    for merged_ids in [
        MergedIds::All,
        MergedIds::DirectOnly,
        MergedIds::Vids,
        MergedIds::Absent,
    ] {
        let reads = ReadSettings {
            merged_ids,
            ..ReadSettings::default()
        };
        let mut world = world(reads, false);
        let (campaign, code) = world.campaign("Spring", &customer());
        let person = world.contact(5);
        let referral = world.claim(&code, &person);
        world.pass(SOON);
        let (other, further) = (world.contact(6), world.contact(7));
        let survivor = world.merge(&other, &person);
        let survivor = world.merge(&further, &survivor);
        world.pass(13 * HOUR);
        let why = world.why(referral);
        assert!(
            !why.contains("no longer in HubSpot"),
            "{merged_ids:?}: {why}"
        );
        assert_eq!(world.referral(referral)["contactId"], survivor.as_str());
        world.write(&survivor, &json!({ "lifecyclestage": "customer" }));
        world.pass(SOON);
        assert_eq!(world.numbers(campaign), (1, 1), "{merged_ids:?}");
    }
}

#[test]
fn pages_of_deals_are_followed_as_far_as_they_lead() {
    for (association_cursor, expected) in [
        (AssociationCursor::Escaped, "qualified"),
        (AssociationCursor::Decoded, "qualified"),
        (AssociationCursor::Ignored, "pending"),
    ] {
        let reads = ReadSettings {
            association_cursor,
            ..ReadSettings::default()
        };
        let mut world = world(reads, true);
        let (_, code) = world.campaign("Spring", &crate::deals::won());
        let person = world.contact(5);
        for name in ["A", "B", "C", "D"] {
            world.deal(name, "contractsent", &[&person]);
        }
        world.deal("E", "closedwon", &[&person]);
        let referral = world.claim(&code, &person);
        world.pass(2 * SOON);
        assert_eq!(world.status(referral), expected, "{association_cursor:?}");
        if expected == "pending" {
            let why = world.why(referral);
            assert!(why.contains("did not show all deals"), "{why}");
        }
        let pages = world
            .calls
            .iter()
            .filter(|call| call.ends_with("contacts/deals/batch/read"));
        assert!(pages.count() < 20, "{association_cursor:?}");
    }
}

#[test]
fn deals_that_may_not_be_read_hold_up_no_other_rule() {
    let mut world = world(ReadSettings::default(), true);
    let mut terms = customer();
    let won = crate::deals::won()["rules"][0]["cause"].clone();
    terms["rules"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "id": 2, "cause": won }));
    let (campaign, code) = world.campaign("Spring", &terms);
    let people = [world.contact(5), world.contact(6)];
    let [first, second] = people.each_ref().map(|person| world.claim(&code, person));
    world.pass(SOON);
    for route in [
        "POST /crm/associations/{v}/contacts/deals/batch/read",
        "POST /crm/objects/{v}/deals/*",
    ] {
        world.crm.add_faults([Fault {
            when: When {
                route: Some(route.to_owned()),
                ..When::default()
            },
            then: Then::Answer {
                status: 403,
                acted: false,
                body: Some(json!({ "status": "error",
                    "message": "You do not have permissions to view object type DEAL" })),
                retry_after: None,
            },
        }]);
    }
    world.write(&people[0], &json!({ "lifecyclestage": "customer" }));
    world.write(&people[1], &json!({ "city": "Turin" }));
    world.pass(2 * SOON);
    assert_eq!(world.status(first), "qualified");
    assert_eq!(world.numbers(campaign), (2, 1));
    world.pass(HOUR / 3);
    let why = world.why(second);
    assert!(why.contains("may not read this account's deals"), "{why}");
}

#[test]
fn one_person_whose_deals_hubspot_denies_keeps_no_other_one_waiting() {
    let of_record = |contact: &ContactId| {
        json!({ "status": "error", "category": "FORBIDDEN", "message": "no",
            "context": { "fromObjectId": [contact.to_string()] } })
    };
    let bare = |_: &ContactId| json!({ "status": "error", "message": "no" });
    let bodies: [&dyn Fn(&ContactId) -> Value; 2] = [&of_record, &bare];
    for body in bodies {
        let mut world = world(ReadSettings::default(), true);
        let (campaign, code) = world.campaign("Spring", &crate::deals::won());
        let people = leads(&mut world);
        let referrals: Vec<_> = people
            .iter()
            .map(|person| world.claim(&code, person))
            .collect();
        world.pass(SOON);
        for person in &people {
            world.deal("Cellar", "closedwon", &[person]);
        }
        let body = body(&people[4]);
        world.crm.add_faults([Fault {
            when: When {
                route: Some("POST /crm/associations/{v}/contacts/deals/batch/read".to_owned()),
                contact: Some(people[4].to_string()),
                ..When::default()
            },
            then: Then::Answer {
                status: 403,
                acted: false,
                body: Some(body),
                retry_after: None,
            },
        }]);
        world.pass(HOUR / 2);
        assert_eq!(world.numbers(campaign), (20, 19));
        let why = world.why(referrals[4]);
        assert!(why.contains("did not show all deals"), "{why}");
        world.crm.clear_faults();
        world.pass(HOUR / 2);
        assert_eq!(world.numbers(campaign), (20, 20));
    }
}

#[test]
fn one_answer_of_something_on_the_way_takes_no_permission_away() {
    for route in [
        "POST /crm/objects/{v}/deals/search",
        "POST /crm/associations/{v}/contacts/deals/batch/read",
        "POST /crm/objects/{v}/deals/batch/read",
    ] {
        let mut world = world(ReadSettings::default(), true);
        let (_, code) = world.campaign("Spring", &crate::deals::won());
        let person = world.contact(5);
        let referral = world.claim(&code, &person);
        world.pass(SOON);
        world.deal("Cellar", "closedwon", &[&person]);
        world.crm.add_faults([Fault {
            when: When {
                route: Some(route.to_owned()),
                nth: vec![1],
                ..When::default()
            },
            then: Then::Answer {
                status: 403,
                acted: false,
                body: Some(json!("<html>Forbidden</html>")),
                retry_after: None,
            },
        }]);
        world.pass(HOUR / 2);
        assert_eq!(world.status(referral), "qualified", "{route}");
    }
}
