//! Contacts that are enrolled by their ids: HubSpot confirms them before they get a link.

use sandbox::{Fault, Refusal, Then, When};
use serde_json::{Value, json};

use crate::world::World;

const SOON: i64 = 60;

fn outcomes(lines: &[Value]) -> Vec<&str> {
    let each = lines.iter().map(|line| line["outcome"].as_str().unwrap());
    each.collect()
}

#[test]
fn only_contacts_that_hubspot_has_get_a_link() {
    let mut world = World::new(false);
    let (campaign, _) = world.campaign("Spring", &json!({}));
    let first = world.contact(0).to_string();
    let (kept, other) = (world.contact(5), world.contact(6));
    let survivor = world.merge(&kept, &other);
    let deleted = world.contact(7);
    world.leaves(&deleted);
    let there = world.contact(8);
    let ids = [
        there.as_str(),
        other.as_str(),
        deleted.as_str(),
        "987654321",
    ];
    let lines = world.import(campaign, &ids);
    assert_eq!(outcomes(&lines), ["checking"; 4]);
    assert_eq!(world.taking_part(campaign), [first.as_str()]);
    world.pass(SOON);
    let mut expected = vec![first.as_str(), there.as_str(), survivor.as_str()];
    expected.sort_unstable();
    let mut taking_part = world.taking_part(campaign);
    taking_part.sort_unstable();
    assert_eq!(taking_part, expected);
    // The same lines say what became of them.
    let lines = world.import(campaign, &ids);
    assert_eq!(
        outcomes(&lines),
        ["known", "checking", "refused", "refused"]
    );
    let why = lines[3]["why"].as_str().unwrap();
    assert!(why.contains("no contact with this record ID"), "{why}");
    world.pass(SOON);
    assert_eq!(world.taking_part(campaign).len(), 3);
    let calls = world.calls.len();
    world.pass(SOON);
    assert_eq!(world.calls.len(), calls);
}

#[test]
fn a_contact_that_is_made_later_can_be_asked_for_again() {
    let mut world = World::new(false);
    let (campaign, _) = world.campaign("Spring", &json!({}));
    let deleted = world.contact(7);
    world.leaves(&deleted);
    world.import(campaign, &[deleted.as_str()]);
    world.pass(SOON);
    assert_eq!(world.taking_part(campaign).len(), 1);
    world.comes_back(&deleted);
    world.pass(11 * SOON);
    world.import(campaign, &[deleted.as_str()]);
    world.pass(SOON);
    assert_eq!(world.taking_part(campaign).len(), 2);
}

/// Imports three contacts of which HubSpot shows all but the one in the middle. Returns the reason for its refusal.
fn all_but_one(faults: impl FnOnce(&str) -> Vec<Fault>) -> String {
    let mut world = World::new(false);
    let (campaign, _) = world.campaign("Spring", &json!({}));
    let ids: Vec<String> = (5..8)
        .map(|place| world.contact(place).to_string())
        .collect();
    world.crm.add_faults(faults(&ids[1]));
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    world.import(campaign, &ids);
    world.pass(SOON);
    let taking_part = world.taking_part(campaign);
    assert_eq!(taking_part.len(), 3, "{taking_part:?}");
    assert!(!taking_part.contains(&ids[1].to_owned()));
    // Nobody waits behind it.
    let later = world.contact(9).to_string();
    world.import(campaign, &[&later]);
    world.pass(SOON);
    assert_eq!(world.taking_part(campaign).len(), 4);
    world.pass(3 * SOON);
    let calls = world.calls.len();
    world.pass(4 * SOON);
    let reads = world.calls[calls..].iter();
    let reads: Vec<_> = reads.filter(|call| call.contains("/contacts/")).collect();
    assert!(reads.is_empty(), "{reads:?}");
    let lines = world.import(campaign, &ids);
    assert_eq!(outcomes(&lines), ["known", "refused", "known"]);
    lines[1]["why"].as_str().unwrap().to_owned()
}

#[test]
fn a_contact_that_hubspot_hides_is_refused_with_its_words_and_holds_up_no_other() {
    let why = all_but_one(|contact| {
        vec![Fault {
            when: When {
                contact: Some(contact.to_owned()),
                ..When::default()
            },
            then: Then::Refuse {
                refuse: Refusal::Hidden,
            },
        }]
    });
    assert!(why.contains("permission to view"), "{why}");
}

#[test]
fn a_contact_at_which_hubspot_fails_is_refused_and_holds_up_no_other() {
    for status in [500, 423, 400, 403] {
        let why = all_but_one(|contact| {
            vec![Fault {
                when: When {
                    contact: Some(contact.to_owned()),
                    ..When::default()
                },
                then: Then::Answer {
                    status,
                    acted: false,
                    body: None,
                    retry_after: None,
                },
            }]
        });
        assert!(why.starts_with("HubSpot did not show"), "{status}: {why}");
    }
}

#[test]
fn nobody_is_refused_because_hubspot_fails_for_half_an_hour() {
    let mut world = World::new(false);
    let (campaign, _) = world.campaign("Spring", &json!({}));
    world.crm.add_faults([Fault {
        when: When::default(),
        then: Then::Answer {
            status: 503,
            acted: false,
            body: None,
            retry_after: None,
        },
    }]);
    let before = world.taking_part(campaign).len();
    let id = world.contact(5).to_string();
    world.import(campaign, &[&id]);
    world.pass(30 * SOON);
    let lines = world.import(campaign, &[&id]);
    assert_eq!(outcomes(&lines), ["checking"]);
    world.crm.clear_faults();
    world.pass(2 * SOON);
    assert_eq!(world.taking_part(campaign).len(), before + 1);
}
