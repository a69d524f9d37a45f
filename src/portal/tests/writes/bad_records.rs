//! Contacts that HubSpot never takes. The others get their links.

use portal::{CreateSync, PortalRequest, RunAction};
use sandbox::{BatchFailure, MergedInBatch};
use serde_json::json;

use crate::world::{ALWAYS, LINK, PEOPLE, WRITES, World};

fn world(contacts: usize, batch_failure: BatchFailure, ongoing: bool) -> World {
    let settings = sandbox::Settings {
        contacts,
        batch_failure,
        ..sandbox::Settings::default()
    };
    World::new(settings, ALWAYS, ongoing)
}

#[test]
fn a_contact_that_hubspot_never_takes_fails_alone_and_with_hubspots_words() {
    for (refuse, words) in [
        ("server_error", "500"),
        ("locked", "423"),
        ("forbidden", "You may not edit this record"),
        ("read_only", "read only"),
    ] {
        for failure in [BatchFailure::PartialWhenTraced, BatchFailure::Whole] {
            let mut world = world(50, failure, true);
            let bad = world.contacts()[17].clone();
            world.plant(json!({ "when": { "contact": bad }, "then": { "refuse": refuse } }));
            let run = world.run();
            world.pass(300);
            assert_eq!(
                world.linked(),
                49,
                "{refuse} {failure:?}: the others do not wait"
            );
            world.pass(900);
            assert_eq!(world.show(run)["state"], "finished", "{refuse} {failure:?}");
            let failed = world.failed(run);
            assert_eq!(failed.len(), 1, "{refuse} {failure:?}: {failed:?}");
            assert_eq!(failed[0].0, bad.to_string());
            assert!(failed[0].2.contains(words), "{failed:?}");
            assert_eq!(world.referrer(&bad)["syncState"], "failed");

            world.ask(PortalRequest::Wake);
            world.pass(2 * 3600);
            world.ask(PortalRequest::Wake);
            world.pass(1800);
            let runs = world.ask(PortalRequest::Runs {
                sync: None,
                after: None,
            });
            let newest = &runs["items"][0];
            assert!(
                newest["id"].as_u64().unwrap() > 1,
                "an ongoing sync runs again"
            );
            assert_eq!(newest["state"], "finished", "{refuse} {failure:?}");
        }
    }
}

#[test]
fn many_bad_contacts_among_the_good_ones_are_all_found() {
    for failure in [BatchFailure::PartialWhenTraced, BatchFailure::Whole] {
        let mut world = world(120, failure, false);
        let contacts = world.contacts();
        for (at, refuse) in ["server_error", "read_only", "locked", "forbidden"]
            .into_iter()
            .enumerate()
        {
            for place in [at, at + 30, at + 100] {
                let bad = &contacts[place];
                world.plant(json!({ "when": { "contact": bad }, "then": { "refuse": refuse } }));
            }
        }
        let run = world.run();
        for _ in 0..40 {
            world.pass(120);
            if world.show(run)["state"] == "paused" {
                world.control(run, RunAction::Resume);
            }
        }
        assert_eq!(world.show(run)["state"], "finished", "{failure:?}");
        assert_eq!(world.linked(), 108, "{failure:?}");
        assert_eq!(world.failed(run).len(), 12, "{failure:?}");
    }
}

#[test]
fn a_locked_contact_delays_its_batch_and_no_other_call() {
    let mut world = world(1000, BatchFailure::PartialWhenTraced, false);
    let bad = world.contacts()[17].clone();
    world.plant(json!({ "when": { "contact": bad }, "then": { "refuse": "locked" } }));
    world.run();
    world.pass(60);
    assert!(world.linked() >= 900, "{} are linked", world.linked());
    // HubSpot asks to wait for two seconds.
    let locked = world.calls.iter().find(|(_, status, _)| *status == 423);
    let locked = locked.unwrap().2;
    let meanwhile = world.calls.iter().filter(|(.., at)| {
        let later = at.duration_since(locked).as_millis();
        (1..2000).contains(&later)
    });
    let meanwhile = meanwhile.count();
    assert!(meanwhile >= 10, "{meanwhile} calls were made meanwhile");
}

#[test]
fn a_207_with_some_failures_settles_the_others_and_sends_the_failed_ones_again() {
    let mut world = world(20, BatchFailure::PartialWhenTraced, false);
    world.plant(json!({ "when": { "route": WRITES, "nth": [1] }, "then": { "partial": 12 } }));
    let run = world.run();
    world.pass(60);
    let shown = world.show(run);
    assert_eq!(shown["state"], "finished");
    assert_eq!(shown["counts"]["linked"], 20);
    assert_eq!(shown["counts"]["failed"], 0);
    assert_eq!(world.linked(), 20);
}

#[test]
fn a_contact_that_was_merged_meanwhile_is_said_to_be_merged() {
    for merged_in_batch in [MergedInBatch::LeftOut, MergedInBatch::NotFound] {
        let settings = sandbox::Settings {
            contacts: 10,
            merged_in_batch,
            ..sandbox::Settings::default()
        };
        let mut world = World::new(settings, ALWAYS, false);
        let contacts = world.contacts();
        world.plant(json!({ "when": { "route": WRITES, "nth": [1] },
                            "then": { "status": 429, "retry_after": 5 } }));
        let run = world.run();
        world.pass(3);
        let (hub, now) = (world.hub, world.now.as_millisecond());
        let (one, other) = (contacts[2].as_str(), contacts[3].as_str());
        let survivor = world.crm.user_merges(hub, one, other, now).unwrap();
        world.pass(300);
        assert_eq!(world.show(run)["state"], "finished");
        let failed = world.failed(run);
        assert_eq!(failed.len(), 2, "{failed:?}");
        for (_, reason, detail) in failed {
            assert_eq!(reason, "gone");
            let silent = merged_in_batch == MergedInBatch::LeftOut;
            assert!(!silent || detail.contains(&survivor), "{detail}");
        }
    }
}

#[test]
fn a_write_of_numbers_does_not_clear_the_problem_of_a_link_that_was_refused() {
    let mut world = world(10, BatchFailure::PartialWhenTraced, false);
    let contacts = world.contacts();
    world.plant(json!({ "when": { "contact": contacts[0] }, "then": { "refuse": "forbidden" } }));
    world.run();
    world.pass(60);
    assert_eq!(world.referrer(&contacts[0])["syncState"], "failed");
    world.crm.clear_faults();
    world.refer(&contacts[0], &contacts[5]);
    world.pass(120);
    assert_eq!(
        world.held(&contacts[0], PEOPLE),
        "1",
        "the number is written"
    );
    assert_eq!(world.held(&contacts[0], LINK), "");
    let shown = world.referrer(&contacts[0]);
    assert_eq!(shown["syncState"], "failed", "and the link is not there");
    assert!(
        shown["syncProblem"]
            .as_str()
            .unwrap()
            .contains("may not edit")
    );
    world.run();
    world.pass(60);
    assert_eq!(world.referrer(&contacts[0])["syncState"], "synced");
    assert!(!world.held(&contacts[0], LINK).is_empty());
}

#[test]
fn a_contact_whose_write_was_dropped_waits_until_the_next_run_has_written_it() {
    let mut world = world(10, BatchFailure::PartialWhenTraced, false);
    let contacts = world.contacts();
    world.plant(json!({ "when": { "route": WRITES }, "then": { "status": 503 } }));
    let run = world.run();
    world.pass(5);
    world.control(run, RunAction::Stop);
    assert_eq!(world.referrer(&contacts[0])["syncState"], "waiting");
    world.crm.clear_faults();
    world.refer(&contacts[0], &contacts[5]);
    world.pass(120);
    assert_eq!(
        world.referrer(&contacts[0])["syncState"],
        "waiting",
        "a number alone does not make the link right"
    );
    let again = world.run();
    world.pass(60);
    assert_eq!(world.show(again)["counts"]["linked"], 10);
    assert_eq!(world.referrer(&contacts[0])["syncState"], "synced");
}

#[test]
fn a_revoked_and_a_refused_contact_leave_no_more_rows_with_each_sweep() {
    let mut world = world(10, BatchFailure::PartialWhenTraced, true);
    let contacts = world.contacts();
    world.plant(json!({ "when": { "contact": contacts[0] }, "then": { "refuse": "validation" } }));
    world.run();
    world.pass(60);
    let (campaign, contact) = (world.campaign, contacts[1].clone());
    world.ask(PortalRequest::ChangeReferrer {
        campaign,
        contact,
        change: portal::ChangeReferrer {
            link_status: Some(domain::LinkStatus::Revoked),
            slug: None,
        },
    });
    let rows = |world: &World| {
        let tables = ["run", "outcome", "event", "outbox_batch"];
        tables.map(|table| world.count(&format!("SELECT COUNT(*) FROM {table}")))
    };
    let sweep = |world: &mut World| {
        world.ask(PortalRequest::Wake);
        world.pass(3700);
        rows(world)
    };
    for _ in 0..3 {
        sweep(&mut world);
    }
    let before = sweep(&mut world);
    for _ in 0..5 {
        assert_eq!(sweep(&mut world), before);
    }
}

#[test]
fn a_run_of_another_sync_tries_once_more_what_hubspot_lacks() {
    let mut world = world(10, BatchFailure::PartialWhenTraced, false);
    let contacts = world.contacts();
    let bad = contacts[3].clone();
    world.plant(json!({ "when": { "contact": bad }, "then": { "refuse": "validation" } }));
    world.run();
    world.pass(60);
    world.crm.clear_faults();
    let property = json!({
        "name": "their_link", "label": "Their link", "type": "string", "fieldType": "text",
        "groupName": "contactinformation",
    });
    let token = world.crm.access_token(world.hub).to_owned();
    let request = sandbox::Request::post("/crm/properties/2026-09/contacts")
        .with_bearer(&token)
        .with_json(&property);
    world.crm.handle(&request, world.now.as_millisecond());
    let rows = json!([{ "field": "referralLink", "property": "their_link", "mode": "always" }]);
    let other = world.ask(PortalRequest::CreateSync(CreateSync {
        campaign_id: world.campaign,
        ongoing: false,
        audience: domain::Audience::default(),
        on_leaving: domain::OnLeaving::Keep,
        outbound: Some(serde_json::from_value(rows).unwrap()),
        inbound: None,
    }));
    world.sync = domain::SyncId(u32::try_from(other["id"].as_u64().unwrap()).unwrap());
    world.run();
    world.pass(60);
    assert_ne!(world.held(&bad, "their_link"), "");
    assert_ne!(world.held(&bad, LINK), "");
    assert_eq!(world.referrer(&bad)["syncState"], "synced");
}

#[test]
fn a_contact_that_can_be_neither_read_nor_written_fails_alone() {
    for restarts in [false, true] {
        let mut world = world(50, BatchFailure::PartialWhenTraced, true);
        let bad = world.contacts()[17].clone();
        world.plant(json!({ "when": { "route": WRITES }, "then": { "status": 503 } }));
        let run = world.run();
        world.pass(5);
        world.control(run, RunAction::Pause);
        world.crm.clear_faults();
        world.plant(json!({ "when": { "contact": bad }, "then": { "status": 500 } }));
        if restarts {
            world.restart();
        }
        world.control(run, RunAction::Resume);
        world.pass(3600);
        assert_eq!(world.linked(), 49, "{restarts}");
    }
}
