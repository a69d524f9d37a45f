//! The definitions of properties: they come late, are limited, are archived, and are many.

use hubspot::NoReply;
use portal::{Effect, EffectResult, PortalRequest, Query, RunAction};
use sandbox::{
    ArchivedProperty, DefinitionLag, PropertyBatch, PropertySettings, Request, Settings,
};
use serde_json::{Value, json};

use crate::world::World;

const HOUR: i64 = 60 * 60;
const LINK: &str = "goodword_referral_link";
const READ_BY_NAME: &str = "POST /crm/properties/2026-09/contacts/batch/read";
const READ_ALL: &str = "GET /crm/properties/2026-09/contacts?";

fn world(properties: PropertySettings) -> World {
    World::new(Settings {
        contacts: 30,
        properties,
        ..Settings::default()
    })
}

fn finished(world: &mut World, run: u64) {
    let shown = world.run(run);
    assert_eq!(shown["state"], "finished", "{shown}");
    assert_eq!(shown["counts"]["linked"], 30, "{shown}");
    assert_eq!(world.holding(LINK), 30);
}

/// Returns the problem of a run that waits for its properties.
fn problem(world: &mut World, run: u64) -> String {
    let shown = world.run(run);
    assert_eq!(shown["waitingFor"], "properties", "{shown}");
    shown["problem"].as_str().unwrap().to_owned()
}

#[test]
fn definitions_that_come_late_hold_no_run() {
    for (shown_ms, group_ms, write_ms) in [
        (20_000, 0, 0),
        (0, 15_000, 0),
        (0, 0, 40_000),
        (10_000, 5000, 25_000),
    ] {
        let lag = DefinitionLag {
            shown_ms,
            group_ms,
            write_ms,
        };
        for batch in [PropertyBatch::PerInput, PropertyBatch::Whole] {
            let mut world = world(PropertySettings {
                lag,
                batch,
                ..PropertySettings::default()
            });
            let sync = world.sync(&Value::Null);
            let run = world.start(sync);
            world.pass(180);
            finished(&mut world, run);
        }
    }
}

#[test]
fn a_property_that_a_person_makes_between_look_and_creation_does_not_stop_the_others() {
    for batch in [PropertyBatch::PerInput, PropertyBatch::Whole] {
        let mut world = world(PropertySettings {
            batch,
            ..PropertySettings::default()
        });
        let sync = world.sync(&Value::Null);
        let run = world.start(sync);
        while world.called(READ_BY_NAME) == 0 {
            for (ticket, effect) in world.plan() {
                world.perform(ticket, effect).unwrap();
            }
        }
        let by_hand = json!({
            "name": "goodword_referral_code", "label": "Code", "groupName": "contactinformation",
            "type": "string", "fieldType": "text",
        });
        let made = world.by_user("POST", "/crm/properties/2026-09/contacts", &by_hand);
        assert_eq!(made, 201);
        world.pass(60);
        finished(&mut world, run);
    }
}

#[test]
fn a_plan_that_allows_no_more_properties_is_told_in_hubspots_words() {
    for batch in [PropertyBatch::PerInput, PropertyBatch::Whole] {
        let mut world = world(PropertySettings {
            limit: Some(1),
            batch,
            ..PropertySettings::default()
        });
        let sync = world.sync(&Value::Null);
        let run = world.start(sync);
        world.pass(120);
        let told = problem(&mut world, run);
        assert!(told.contains("limit of 1 custom properties"), "{told}");
        let calls = world.calls.len();
        assert!(calls < 60, "{calls} calls");
        world.crm.set_properties(PropertySettings::default());
        world.control(run, RunAction::Resume);
        world.pass(60);
        finished(&mut world, run);
    }
}

/// The names that fit are made, although HubSpot refuses the batch as a whole.
#[test]
fn as_many_properties_are_made_as_the_plan_allows() {
    let mut world = World::new(Settings {
        contacts: 3,
        properties: PropertySettings {
            batch: PropertyBatch::Whole,
            ..PropertySettings::default()
        },
        ..Settings::default()
    });
    let custom = custom_properties(&mut world);
    world.crm.set_properties(PropertySettings {
        limit: Some(custom + 2),
        batch: PropertyBatch::Whole,
        ..PropertySettings::default()
    });
    let sync = world.sync(&Value::Null);
    let run = world.start(sync);
    world.pass(120);
    let told = problem(&mut world, run);
    assert!(!told.contains(LINK), "{told}");
    assert_eq!(custom_properties(&mut world), custom + 2);
}

fn custom_properties(world: &mut World) -> usize {
    let token = world.crm.access_token(world.hub).to_owned();
    let request = Request::new("GET", "/crm/properties/2026-09/contacts").with_bearer(&token);
    let reply = world.crm.handle(&request, world.now.as_millisecond());
    let body: Value = serde_json::from_slice(&reply.body).unwrap();
    let all = body["results"].as_array().unwrap().iter();
    all.filter(|property| property["hubspotDefined"] == false)
        .count()
}

#[test]
fn a_property_that_was_archived_is_made_again_only_when_a_person_says_so() {
    for archived in [
        ArchivedProperty::Forgotten,
        ArchivedProperty::Kept,
        ArchivedProperty::Conflict,
    ] {
        let mut world = world(PropertySettings {
            archived,
            ..PropertySettings::default()
        });
        let sync = world.sync(&Value::Null);
        let first = world.start(sync);
        world.pass(60);
        finished(&mut world, first);
        let target = format!("/crm/properties/2026-09/contacts/{LINK}");
        assert_eq!(world.by_user("DELETE", &target, &Value::Null), 204);
        let run = world.start(sync);
        world.pass(120);
        let told = problem(&mut world, run);
        assert!(told.contains("archived or deleted"), "{told}");
        world.control(run, RunAction::Resume);
        world.pass(120);
        if archived == ArchivedProperty::Conflict {
            let told = problem(&mut world, run);
            assert!(
                told.contains("restore it in HubSpot, or map another property"),
                "{told}"
            );
            assert!(world.crm.user_restores_property(world.hub, LINK));
            world.control(run, RunAction::Resume);
            world.pass(120);
        }
        assert_eq!(world.run(run)["state"], "finished");
        assert_eq!(world.holding(LINK), 30, "{archived:?}");
    }
}

#[test]
fn a_sweep_looks_at_its_properties_once_a_day_and_reads_no_others() {
    let mut world = world(PropertySettings {
        further: 1500,
        ..PropertySettings::default()
    });
    let sync = world.sync(&Value::Null);
    world.start(sync);
    world.pass(120);
    let looks = world.called(READ_BY_NAME);
    for _ in 0..6 {
        world.pass(HOUR);
        world.wake();
    }
    assert!(world.newest()["id"].as_u64().unwrap() > 5);
    assert_eq!(world.called(READ_BY_NAME), looks);
    world.pass(24 * HOUR);
    world.wake();
    world.pass(60);
    assert_eq!(world.called(READ_BY_NAME), looks + 1);
    assert_eq!(world.called(READ_ALL), 0);
}

#[test]
fn where_hubspot_reads_no_properties_by_name_all_are_read() {
    for status in [400, 404] {
        let mut world = world(PropertySettings::default());
        world.plant(json!({
            "when": { "route": "POST /crm/properties/{v}/contacts/batch/read" },
            "then": { "status": status },
        }));
        let sync = world.sync(&Value::Null);
        let run = world.start(sync);
        world.pass(60);
        finished(&mut world, run);
    }
}

/// `LARGEST_REPLY` of the Worker's `hubspot_transport.rs`.
const LARGEST_REPLY: usize = 8 * 1024 * 1024;

#[test]
fn the_definitions_of_a_large_account_fit_into_one_answer() {
    let mut world = world(PropertySettings {
        further: 1500,
        ..PropertySettings::default()
    });
    let token = world.crm.access_token(world.hub).to_owned();
    let request = Request::new("GET", "/crm/properties/2026-09/contacts").with_bearer(&token);
    let reply = world.crm.handle(&request, world.now.as_millisecond());
    let bytes = reply.body.len();
    assert!((1_000_000..LARGEST_REPLY).contains(&bytes), "{bytes} bytes");
    world.ask(PortalRequest::StartQuery(Query::Catalogue));
    world.pass(10);
    let catalogue = world.ask(PortalRequest::Catalogue);
    assert!(catalogue["properties"].as_array().unwrap().len() > 1500);
}

#[test]
fn an_answer_that_is_too_large_is_told_and_not_waited_for() {
    let mut world = world(PropertySettings::default());
    world.ask(PortalRequest::StartQuery(Query::Catalogue));
    for (ticket, effect) in world.plan() {
        let result = match effect {
            Effect::CallHubSpot { .. } => EffectResult::HubSpot(Err(NoReply::TooLarge)),
            other => world.act(other),
        };
        world.portal.settle(ticket, result, world.now).unwrap();
    }
    let catalogue = world.ask(PortalRequest::Catalogue);
    assert_eq!(catalogue["refreshing"], false);
    let told = catalogue["problem"].as_str().unwrap();
    assert!(told.contains("larger than Goodword can read"), "{told}");
}
