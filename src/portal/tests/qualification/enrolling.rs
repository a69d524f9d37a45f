//! Contacts that are enrolled by their ids: HubSpot confirms them before they get a link.

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
