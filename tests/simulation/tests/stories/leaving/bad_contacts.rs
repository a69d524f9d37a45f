//! HubSpot fails at one contact that has left, whenever it is asked about its lists. It holds up none of the others, and
//! keeps its link as long as HubSpot does not say that it left.

use domain::OnLeaving;
use sandbox::{Fault, Then, When};
use serde_json::{Value, json};

use super::world::{World, lists};

/// The route of the question about the lists of contacts, in the sandbox's words.
const ASKS: &str = "POST /crm/lists/{v}/records/memberships/batch/read";

/// The number of contacts that leave: a small part, so that no person is asked.
const LEAVERS: usize = 30;

/// Returns a world in which thirty of 320 contacts have left a list since the last run, and its sync.
fn left(on_leaving: OnLeaving) -> (World, domain::SyncId) {
    let mut world = World::new(320);
    let all = world.contacts.clone();
    let list = world.list("Members", &all);
    let sync = world.sync(&lists(&[&list], &[]), on_leaving);
    world.run(sync);
    world.take_out(&list, &all[..LEAVERS]);
    (world, sync)
}

/// Lets HubSpot give this answer whenever it is asked about the lists of a contact, or of anybody.
fn plant(world: &mut World, contact: Option<&String>, status: u16, body: Option<Value>) {
    world.sandbox.add_faults([Fault {
        when: When {
            route: Some(ASKS.into()),
            contact: contact.cloned(),
            ..When::default()
        },
        then: Then::Answer {
            status,
            acted: false,
            body,
            retry_after: None,
        },
    }]);
}

fn questions(world: &World) -> usize {
    let calls = world.calls.iter();
    calls
        .filter(|call| call.ends_with("/memberships/batch/read"))
        .count()
}

#[test]
fn a_contact_at_which_hubspot_fails_keeps_its_link_and_the_others_lose_theirs() {
    let garbled = || Some(json!({ "results": [{}] }));
    for (status, body) in [
        (500, None),
        (423, None),
        (400, None),
        (403, None),
        (200, garbled()),
    ] {
        for (on_leaving, ended) in [(OnLeaving::Pause, "paused"), (OnLeaving::Revoke, "revoked")] {
            let (mut world, sync) = left(on_leaving);
            let all = world.contacts.clone();
            // Neither the first nor the last of a batch.
            let bad = &all[6];
            plant(&mut world, Some(bad), status, body.clone());
            let (asked, began) = (questions(&world), world.now_ms());
            let run = world.run(sync);
            assert_eq!(run["state"], "finished", "{status}: {run}");
            let mut others = all[..LEAVERS].to_vec();
            others.retain(|contact| contact != bad);
            assert_eq!(world.with_status(ended), others, "{status}");
            assert_eq!(world.status(bad), "live", "{status}");
            let notice = run["notice"].as_str().expect("words");
            assert!(
                notice.contains("whether 1 contact has left"),
                "{status}: {notice}"
            );
            assert!(questions(&world) - asked <= 20, "{status}");
            let minutes = (world.now_ms() - began) / 60_000;
            assert!(minutes < 10, "{status}: {minutes} minutes");
            // When HubSpot answers again, the next run ends the last link.
            world.sandbox.clear_faults();
            let run = world.run(sync);
            assert_eq!(world.status(bad), ended, "{status}");
            assert!(run["notice"].is_null(), "{run}");
        }
    }
}

#[test]
fn a_crash_between_two_questions_only_asks_again() {
    let (mut world, sync) = left(OnLeaving::Revoke);
    let all = world.contacts.clone();
    plant(&mut world, Some(&all[6]), 400, None);
    let run = world.start(sync);
    let asked = questions(&world);
    for _ in 0..1000 {
        if questions(&world) < asked + 4 {
            world.round();
        }
    }
    assert_eq!(questions(&world), asked + 4);
    world.crash();
    world.rest();
    let run = world.done(portal::PortalRequest::Run { run });
    assert_eq!(run["state"], "finished", "{run}");
    assert_eq!(world.with_status("revoked").len(), LEAVERS - 1);
    assert_eq!(world.status(&all[6]), "live");
}

/// Such a run would otherwise wait for ever for a single contact that left.
#[test]
fn the_only_leaver_holds_up_no_run() {
    for status in [500, 423, 400] {
        let mut world = World::new(40);
        let all = world.contacts.clone();
        let list = world.list("Members", &all);
        let sync = world.sync(&lists(&[&list], &[]), OnLeaving::Revoke);
        world.run(sync);
        world.take_out(&list, &all[..1]);
        plant(&mut world, None, status, None);
        let began = world.now_ms();
        let run = world.run(sync);
        assert_eq!(run["state"], "finished", "{status}: {run}");
        assert_eq!(world.with_status("live").len(), 40, "{status}");
        let minutes = (world.now_ms() - began) / 60_000;
        assert!(minutes < 15, "{status}: {minutes} minutes");
    }
}

#[test]
fn if_hubspot_refuses_every_question_nobody_has_left_and_the_run_goes_on() {
    let (mut world, sync) = left(OnLeaving::Revoke);
    plant(&mut world, None, 400, None);
    let asked = questions(&world);
    let run = world.run(sync);
    assert_eq!(run["state"], "finished", "{run}");
    assert_eq!(world.with_status("live").len(), 320);
    let notice = run["notice"].as_str().expect("words");
    assert!(notice.contains("whether 30 contacts have left"), "{notice}");
    assert!(questions(&world) - asked <= 20);
}

#[test]
fn a_permission_that_the_account_lacks_holds_the_run() {
    let (mut world, sync) = left(OnLeaving::Revoke);
    plant(&mut world, None, 403, None);
    let run = world.run(sync);
    assert_eq!(run["waitingFor"], "permission", "{run}");
    assert_eq!(world.with_status("live").len(), 320);
    world.sandbox.clear_faults();
    let id = run["id"].as_u64().expect("an id");
    let run = domain::RunId(u32::try_from(id).expect("a small number"));
    let action = portal::RunAction::Resume;
    world.done(portal::PortalRequest::ControlRun { run, action });
    world.rest();
    assert_eq!(world.with_status("revoked").len(), LEAVERS);
}
