//! Refusals that concern a property, a rule or a permission, and no contact.

use portal::{PortalRequest, RunAction};
use sandbox::{BatchFailure, Denial};
use serde_json::json;

use crate::world::{ALWAYS, LINK, PEOPLE, WRITES, World};

/// The body with which HubSpot refuses a property.
fn read_only(property: &str) -> serde_json::Value {
    let message = format!("\"{property}\" is a read only property; its value cannot be set.");
    json!({
        "status": "error", "category": "VALIDATION_ERROR",
        "message": "Property values were not valid",
        "errors": [{ "message": message, "code": "READ_ONLY_VALUE",
                     "context": { "propertyName": [property] } }],
    })
}

#[test]
fn a_property_that_hubspot_refuses_holds_the_run_after_a_handful_of_calls() {
    let mut world = World::with(1000);
    world.plant(
        json!({ "when": { "route": WRITES }, "then": { "status": 400, "body": read_only(LINK) } }),
    );
    let run = world.run();
    world.pass(3600);
    let shown = world.show(run);
    assert_eq!(shown["waitingFor"], "properties");
    assert!(
        shown["problem"]
            .as_str()
            .unwrap()
            .contains("read only property"),
        "{shown}"
    );
    let (writes, refused) = world.writes();
    assert!(refused <= 6, "{refused} of {writes} writes were refused");
    assert_eq!(shown["counts"]["failed"], 0, "nobody is to blame");
    world.crm.clear_faults();
    world.control(run, RunAction::Resume);
    world.pass(120);
    assert_eq!(world.show(run)["state"], "finished");
    assert_eq!(world.linked(), 1000);
}

#[test]
fn a_property_that_hubspot_refuses_beside_the_runs_costs_few_calls() {
    let mut world = World::with(200);
    world.run();
    world.pass(60);
    let contacts = world.contacts();
    world.plant(
        json!({ "when": { "route": WRITES }, "then": { "status": 400, "body": read_only(PEOPLE) } }),
    );
    let (referrers, people) = contacts.split_at(100);
    for (referrer, person) in referrers.iter().zip(people) {
        world.refer(referrer, person);
    }
    world.pass(3600);
    let (writes, refused) = world.writes();
    assert!(refused <= 50, "{refused} of {writes} writes were refused");
}

#[test]
fn a_refusal_of_each_contact_for_the_same_reason_holds_the_run() {
    let mut world = World::with(300);
    for contact in world.contacts() {
        world.plant(json!({ "when": { "contact": contact }, "then": { "refuse": "read_only" } }));
    }
    let run = world.run();
    world.pass(3600);
    assert_eq!(world.show(run)["waitingFor"], "properties");
    let (writes, _) = world.writes();
    assert!(writes <= 6, "{writes} writes");
    assert_eq!(world.show(run)["counts"]["failed"], 0);
}

#[test]
fn a_refusal_that_names_nobody_refuses_nobody() {
    let mut world = World::with(200);
    world.plant(json!({ "when": { "route": WRITES }, "then": { "status": 400 } }));
    let run = world.run();
    world.pass(3600);
    let shown = world.show(run);
    assert_eq!(shown["waitingFor"], "properties");
    assert_eq!(shown["counts"]["failed"], 0);
    assert!(world.writes().1 <= 6);
}

#[test]
fn a_denied_write_holds_the_run_for_a_permission_in_each_of_hubspots_wordings() {
    for denial in [
        Denial::Scoped,
        Denial::ViewSchema,
        Denial::OauthToken,
        Denial::External,
        Denial::User,
        Denial::Page,
    ] {
        for failure in [BatchFailure::PartialWhenTraced, BatchFailure::Whole] {
            let settings = sandbox::Settings {
                contacts: 1000,
                denial,
                batch_failure: failure,
                ..sandbox::Settings::default()
            };
            let mut world = World::new(settings, ALWAYS, false);
            world.plant(json!({ "when": { "route": WRITES }, "then": { "status": 403 } }));
            let run = world.run();
            world.pass(3600);
            let shown = world.show(run);
            assert_eq!(shown["waitingFor"], "permission", "{denial:?}");
            assert_eq!(shown["counts"]["failed"], 0, "{denial:?}");
            let (writes, _) = world.writes();
            assert!(writes <= 6, "{denial:?}: {writes} writes");
            world.crm.clear_faults();
            world.connect();
            world.pass(120);
            assert_eq!(world.show(run)["state"], "finished", "{denial:?}");
            assert_eq!(world.linked(), 1000, "{denial:?}");
        }
    }
}

#[test]
fn an_account_that_is_closed_holds_the_run_and_blames_nobody() {
    for status in [401, 402, 403] {
        let mut world = World::with(1000);
        let run = world.run();
        world.pass(1);
        world.plant(json!({ "when": { "route": "GET /crm/*" }, "then": { "status": status } }));
        world.plant(json!({ "when": { "route": "POST /crm/*" }, "then": { "status": status } }));
        world.pass(3600);
        let shown = world.show(run);
        assert_eq!(shown["waitingFor"], "permission", "{status}");
        assert_eq!(shown["counts"]["failed"], 0, "{status}");
        let refused = world
            .calls
            .iter()
            .filter(|(_, answered, _)| *answered == status);
        assert!(refused.count() <= 16, "{status}");
        world.crm.clear_faults();
        world.connect();
        world.pass(120);
        assert_eq!(world.linked(), 1000, "{status}");
    }
}

#[test]
fn one_stray_denial_holds_nothing() {
    for status in [402, 403] {
        let settings = sandbox::Settings {
            contacts: 200,
            denial: Denial::Page,
            ..sandbox::Settings::default()
        };
        let mut world = World::new(settings, ALWAYS, false);
        world.plant(
            json!({ "when": { "route": WRITES, "nth": [1] }, "then": { "status": status } }),
        );
        let run = world.run();
        world.pass(120);
        assert_eq!(world.show(run)["state"], "finished", "{status}");
        assert_eq!(world.linked(), 200, "{status}");
    }
}

#[test]
fn a_permission_that_is_missing_beside_the_runs_is_told_and_asked_for_rarely() {
    let mut world = World::with(200);
    world.run();
    world.pass(60);
    world.plant(
        json!({ "when": { "route": WRITES }, "then": { "status": 403, "body":
        { "status": "error", "message": "This user may not edit contacts." } } }),
    );
    let contacts = world.contacts();
    world.refer(&contacts[0], &contacts[1]);
    let (before, _) = world.writes();
    world.pass(24 * 3600);
    let (after, _) = world.writes();
    assert!(after - before < 200, "{} writes in a day", after - before);
    let denied = world.ask(PortalRequest::Connection)["denied"].clone();
    let words = denied.as_str().expect("words");
    assert!(words.contains("may not edit contacts"), "{words}");
    world.crm.clear_faults();
    world.pass(1000);
    assert!(world.ask(PortalRequest::Connection)["denied"].is_null());
    assert_eq!(world.held(&contacts[0], PEOPLE), "1");
}
