//! Trials of rules on a contact before they are saved.

use portal::{PortalError, PortalRequest, Query, QueryKind};
use serde_json::{Value, json};

use crate::world::World;

fn answer(world: &mut World, trial: &Value) -> Value {
    let trial = serde_json::from_value(trial.clone()).unwrap();
    let asked = world.shown(PortalRequest::StartQuery(Query::TryRule(trial)));
    world.pass(1);
    let id = u32::try_from(asked["id"].as_u64().unwrap()).unwrap();
    world.shown(PortalRequest::Query {
        kind: QueryKind::Trial,
        id,
    })
}

fn won() -> Value {
    json!({ "dealStage": { "pipeline": "default", "stages": ["closedwon"] } })
}

#[test]
fn a_trial_shows_the_state_of_a_rule_for_a_contact_and_changes_nothing() {
    let mut world = World::new(true);
    world.ask(PortalRequest::StartQuery(Query::Catalogue));
    world.pass(1);
    let person = world.contact(5);
    let about = json!({ "email": "ann@example.com", "firstname": "Ann", "lastname": "Roth" });
    world.write(&person, &about);
    world.deal("Roof", "closedwon", &[&person]);
    let stats = world.crm.stats().property_writes;
    let by_id = json!({ "cause": won(), "holdDays": 14, "contactId": person.as_str() });
    let met = answer(&mut world, &by_id);
    assert_eq!(met["state"], "ready");
    let found = json!({
        "met": true, "sentence": "The deal “Roof” is in the stage “Closed Won”.",
        "holdDays": 14, "contactName": "Ann Roth",
    });
    assert_eq!(met["found"], found);
    let property = json!({ "contactProperty": { "property": "lifecyclestage", "test": { "equals": "customer" } } });
    let by_email = json!({ "cause": property, "email": " Ann@example.com" });
    let other = answer(&mut world, &by_email);
    assert_eq!(other["found"]["met"], false);
    let sentence = other["found"]["sentence"].as_str().unwrap();
    assert!(sentence.contains("must be “customer”"), "{sentence}");
    assert_eq!(world.crm.stats().property_writes, stats);
}

#[test]
fn a_trial_that_is_not_possible_gives_the_reason() {
    let mut world = World::new(false);
    let person = world.contact(5);
    for (trial, problem) in [
        (
            json!({ "cause": won(), "contactId": person.as_str() }),
            "may not read",
        ),
        (
            json!({ "cause": won(), "contactId": "1" }),
            "no contact with this id",
        ),
        (
            json!({ "cause": won(), "email": "nobody@example.com" }),
            "no contact with this e-mail",
        ),
    ] {
        let answered = answer(&mut world, &trial);
        assert_eq!(answered["state"], "failed");
        let told = answered["problem"].as_str().unwrap();
        assert!(told.contains(problem), "{told}");
    }
    let nobody = serde_json::from_value(json!({ "cause": "api", "email": "?" })).unwrap();
    let refused = world.try_ask(PortalRequest::StartQuery(Query::TryRule(nobody)));
    assert!(matches!(
        refused,
        Err(PortalError::Invalid { field: "email", .. })
    ));
}

#[test]
fn pipelines_are_shown_if_deals_may_be_read() {
    for granted in [true, false] {
        let mut world = World::new(granted);
        world.ask(PortalRequest::StartQuery(Query::Catalogue));
        world.pass(1);
        let catalogue = world.shown(PortalRequest::Catalogue);
        let pipelines = catalogue["pipelines"].as_array().unwrap();
        assert_eq!(pipelines.is_empty(), !granted);
        let problem = &catalogue["pipelinesProblem"]["reason"];
        assert_eq!(problem == "permission", !granted, "{problem}");
        if granted {
            assert_eq!(pipelines[0]["label"], "Sales Pipeline");
            assert_eq!(pipelines[0]["stages"][5]["id"], "closedwon");
        }
        let connection = world.shown(PortalRequest::Connection);
        assert_eq!(connection["dealsGranted"], granted);
    }
}

#[test]
fn a_query_is_found_and_cancelled_under_the_address_of_its_own_kind_alone() {
    let mut world = World::new(true);
    let trial = json!({ "cause": won(), "email": "ann@example.com" });
    let trial = serde_json::from_value(trial).unwrap();
    let asked = world.shown(PortalRequest::StartQuery(Query::TryRule(trial)));
    let id = u32::try_from(asked["id"].as_u64().unwrap()).unwrap();
    for kind in [QueryKind::Count, QueryKind::Preview, QueryKind::DryRun] {
        for request in [
            PortalRequest::Query { kind, id },
            PortalRequest::CancelQuery { kind, id },
        ] {
            let refused = world.try_ask(request);
            assert!(
                matches!(refused, Err(PortalError::NotFound("query"))),
                "{kind:?}"
            );
        }
    }
    let kind = QueryKind::Trial;
    world.shown(PortalRequest::Query { kind, id });
}
