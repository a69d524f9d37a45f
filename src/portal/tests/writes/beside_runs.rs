//! Writes beside the runs: numbers that change between two sweeps.

use serde_json::json;

use crate::world::{ALWAYS, PEOPLE, WRITES, World};

fn sync_state(world: &mut World, contact: &domain::ContactId) -> String {
    world.referrer(contact)["syncState"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn one_ill_contact_beside_the_runs_refuses_nobody_else() {
    let settings = sandbox::Settings {
        contacts: 80,
        batch_failure: sandbox::BatchFailure::Whole,
        ..sandbox::Settings::default()
    };
    let mut world = World::new(settings, ALWAYS, false);
    world.run();
    world.pass(60);
    let contacts = world.contacts();
    let (referrers, people) = contacts.split_at(40);
    let ill = referrers[0].clone();
    world.plant(json!({ "when": { "contact": ill }, "then": { "refuse": "read_only" } }));
    // A new process does not know that HubSpot takes the values.
    world.restart();
    for (referrer, person) in referrers.iter().zip(people) {
        world.refer(referrer, person);
    }
    world.pass(3600);
    assert_eq!(sync_state(&mut world, &ill), "failed");
    for referrer in referrers.iter().filter(|referrer| **referrer != ill) {
        assert_eq!(sync_state(&mut world, referrer), "synced");
        let people = world.referrer(referrer)["peopleReferred"].to_string();
        assert_eq!(world.held(referrer, PEOPLE), people);
    }
}

#[test]
fn a_property_that_is_missing_beside_the_runs_fails_nobody_and_is_written_after_the_next_run() {
    let mut world = World::with(2);
    world.run();
    world.pass(60);
    let [referrer, person] = <[_; 2]>::try_from(world.contacts()).unwrap();
    let message = format!("Property \"{PEOPLE}\" does not exist");
    let error = json!({ "message": message, "code": "PROPERTY_DOESNT_EXIST",
                        "context": { "propertyName": [PEOPLE] } });
    let missing = json!({ "status": "error", "category": "VALIDATION_ERROR",
                          "message": "Property values were not valid", "errors": [error] });
    world.plant(json!({ "when": { "route": WRITES }, "then": { "status": 400, "body": missing } }));
    world.refer(&referrer, &person);
    world.pass(600);
    assert_eq!(sync_state(&mut world, &referrer), "waiting");
    world.crm.clear_faults();
    world.run();
    world.pass(60);
    assert_eq!(sync_state(&mut world, &referrer), "synced");
    assert_eq!(world.held(&referrer, PEOPLE), "1");
}

#[test]
fn what_a_contact_lacks_ends_with_its_place_in_the_sync() {
    let mut world = World::with(2);
    world.run();
    world.pass(60);
    let [referrer, person] = <[_; 2]>::try_from(world.contacts()).unwrap();
    world.plant(json!({ "when": { "contact": referrer }, "then": { "refuse": "read_only" } }));
    world.refer(&referrer, &person);
    world.pass(600);
    assert_eq!(sync_state(&mut world, &referrer), "failed");
    let list = world.list(&[person]);
    world.set_audience(&json!({ "lists": [list], "excludedLists": [] }));
    assert_eq!(sync_state(&mut world, &referrer), "synced");
}
