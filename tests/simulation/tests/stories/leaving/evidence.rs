//! A link ends only if HubSpot has said, in a reading that is complete and of one moment, that its contact left.

use domain::OnLeaving;
use jiff::SignedDuration;
use portal::{PortalRequest, RunAction};
use sandbox::WrongPage;
use serde_json::json;

use super::world::{World, all_but, lists, user};

#[test]
fn a_contact_that_moves_from_one_list_to_another_between_two_readings_keeps_its_link() {
    let mut world = World::new(12);
    let (mover, rest) = world.contacts.split_first().expect("contacts");
    let (mover, rest) = (mover.clone(), rest.to_vec());
    let first = world.list("First", &rest[..6]);
    let second = world.list(
        "Second",
        &[rest[6..].to_vec(), vec![mover.clone()]].concat(),
    );
    let sync = world.sync(&lists(&[&first, &second], &[]), OnLeaving::Revoke);
    world.run(sync);
    assert_eq!(world.with_status("live").len(), 12);
    // Something else changes, so that the lists are read again.
    world.take_out(&first, &rest[..1]);
    // The first list was read without the contact; the second one is read when the contact is in the first.
    let (into, out_of) = (first.clone(), second.clone());
    world.after = Some((
        "/memberships",
        Box::new(move |sandbox, hub, now| {
            let one = json!([mover]);
            let target =
                |list: &str, what: &str| format!("/crm/lists/2026-09/{list}/memberships/{what}");
            user(sandbox, hub, now, "PUT", &target(&into, "add"), &one);
            user(sandbox, hub, now, "PUT", &target(&out_of, "remove"), &one);
        }),
    ));
    let run = world.run(sync);
    assert_eq!(run["state"], "finished");
    assert!(world.after.is_none(), "the contact moved");
    assert_eq!(world.with_status("revoked"), rest[..1]);
}

#[test]
fn an_empty_page_of_a_populated_list_ends_no_link() {
    for times in [1, 1000] {
        let mut world = World::new(8);
        let all = world.contacts.clone();
        let list = world.list("Members", &all[..6]);
        let sync = world.sync(&lists(&[&list], &[]), OnLeaving::Revoke);
        world.run(sync);
        world.take_out(&list, &all[..1]);
        world.wrong_pages(WrongPage::Empty, times);
        let run = world.run(sync);
        assert_eq!(run["state"], "finished", "{run}");
        let revoked = usize::from(times == 1);
        assert_eq!(world.with_status("revoked").len(), revoked, "{times}");
        assert_eq!(run["notice"].is_string(), times > 1, "{run}");
        // When HubSpot is itself again, the next run finds who left.
        world.sandbox.clear_faults();
        let run = world.run(sync);
        assert_eq!(world.with_status("revoked"), all[..1]);
        assert!(run["notice"].is_null(), "{run}");
    }
}

#[test]
fn a_list_whose_pages_repeat_is_not_read_for_ever() {
    let mut world = World::new(600);
    let all = world.contacts.clone();
    let list = world.list("Members", &all);
    let sync = world.sync(&lists(&[&list], &[]), OnLeaving::Revoke);
    world.run(sync);
    world.take_out(&list, &all[599..]);
    world.wrong_pages(WrongPage::First, u64::MAX);
    let before = world.calls.len();
    let run = world.run(sync);
    assert_eq!(run["state"], "finished");
    let pages = world.calls[before..]
        .iter()
        .filter(|call| call.contains("/memberships?"));
    assert!(pages.count() <= 6, "two pages of each of three readings");
    assert_eq!(world.with_status("live").len(), 600);
}

#[test]
fn a_run_waits_until_hubspot_has_processed_a_list_and_says_so() {
    let mut world = World::new(60);
    for (place, contact) in world.contacts.clone().iter().enumerate() {
        world.set_points(contact, if place % 2 == 0 { 100 } else { 0 });
    }
    let list = world.active_list(50);
    let sync = world.sync(&lists(&[&list], &[]), OnLeaving::Revoke);
    world.run(sync);
    let members = world.with_status("live");
    assert_eq!(members.len(), 30);
    // The filter is changed and means the same. While HubSpot rebuilds the list, members are missing.
    world.sandbox.set_list_processing(600_000);
    let id = world.start(sync);
    world.change_filter(&list, 60);
    let mut waiting = world.done(PortalRequest::Run { run: id });
    for _ in 0..20 {
        if waiting["waitingFor"] == "listProcessing" {
            break;
        }
        world.round();
        waiting = world.done(PortalRequest::Run { run: id });
    }
    assert_eq!(waiting["waitingFor"], "listProcessing", "{waiting}");
    assert!(
        waiting["notice"]
            .as_str()
            .expect("words")
            .contains("Active")
    );
    let before = world.calls.len();
    world.rest();
    let looks = world.calls[before..]
        .iter()
        .filter(|call| call.ends_with("/search"));
    assert!(looks.count() <= 25, "it does not ask all the time");
    let run = world.done(PortalRequest::Run { run: id });
    assert_eq!(run["state"], "finished");
    assert_eq!(world.with_status("live"), members);
}

#[test]
fn a_paused_list_holds_up_nobody_and_ends_nothing() {
    let mut world = World::new(8);
    let all = world.contacts.clone();
    for contact in &all[..4] {
        world.set_points(contact, 100);
    }
    for contact in &all[4..] {
        world.set_points(contact, 0);
    }
    let list = world.active_list(50);
    let friends = world.list("Friends", &[]);
    let sync = world.sync(&lists(&[&list, &friends], &[]), OnLeaving::Revoke);
    world.run(sync);
    let hub = world.hub;
    assert!(world.sandbox.pause_list(hub, &list, true));
    world.set_points(&all[0], 0);
    world.put(&friends, &all[7..]);
    let run = world.run(sync);
    assert_eq!(run["state"], "finished");
    assert!(
        run["notice"].as_str().expect("words").contains("paused"),
        "{run}"
    );
    assert_eq!(world.status(&all[7]), "live");
    assert_eq!(world.status(&all[0]), "live");
    world.sandbox.pause_list(hub, &list, false);
    world.run(sync);
    assert_eq!(world.with_status("revoked"), all[..1]);
}

#[test]
fn a_list_of_another_kind_is_refused_in_words_and_never_offered() {
    let mut world = World::new(200);
    let found = world.user("POST", "/crm/lists/2026-09/all", &json!({ "count": 100 }));
    let of_kind = |kind: &str| {
        let lists = found["results"].as_array().expect("lists").iter();
        let list = lists.clone().find(|list| list["processingType"] == kind);
        list.expect("a list")["listId"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let odd = of_kind("ADHOC");
    world.done(PortalRequest::StartQuery(portal::Query::Catalogue));
    world.rest();
    for _ in 0..20 {
        world.round();
    }
    let catalogue = world.done(PortalRequest::Catalogue);
    let offered: Vec<&str> = catalogue["lists"]
        .as_array()
        .expect("lists")
        .iter()
        .map(|list| list["id"].as_str().expect("an id"))
        .collect();
    assert!(
        offered.contains(&of_kind("SNAPSHOT").as_str()),
        "{catalogue}"
    );
    assert!(!offered.contains(&odd.as_str()), "{catalogue}");
    let sync = world.sync(&lists(&[&odd], &[]), OnLeaving::Keep);
    let run = world.run(sync);
    assert_eq!(run["waitingFor"], "lists");
    let problem = run["problem"].as_str().expect("words");
    assert!(
        problem.contains("neither an active nor a static list"),
        "{problem}"
    );
}

/// The audiences before and after a change, by the ids of the lists.
type Change = fn(&[String]) -> (serde_json::Value, serde_json::Value);

/// Each change of an audience leaves the same two contacts out.
#[test]
fn contacts_that_a_changed_audience_leaves_out_have_left() {
    let changes: [(&str, Change); 5] = [
        ("A to B", |list| {
            (lists(&[&list[0]], &[]), lists(&[&list[1]], &[]))
        }),
        ("A and B to B", |list| {
            (lists(&[&list[2], &list[1]], &[]), lists(&[&list[1]], &[]))
        }),
        ("all to lists", |list| {
            (all_but(&[]), lists(&[&list[1]], &[]))
        }),
        ("all to all without A", |list| {
            (all_but(&[]), all_but(&[&list[2]]))
        }),
        ("all without C to lists", |list| {
            (all_but(&[&list[3]]), lists(&[&list[1]], &[]))
        }),
    ];
    for (what, audiences) in changes {
        for (on_leaving, status) in [(OnLeaving::Pause, "paused"), (OnLeaving::Revoke, "revoked")] {
            let mut world = World::new(8);
            let all = world.contacts.clone();
            let made = [
                world.list("A", &all),
                world.list("B", &all[2..]),
                world.list("The first two", &all[..2]),
                world.list("C", &[]),
            ];
            let (before, after) = audiences(&made);
            let sync = world.sync(&before, on_leaving);
            world.run(sync);
            assert_eq!(world.with_status("live").len(), 8, "{what}");
            world.change_audience(sync, &after);
            let run = world.run(sync);
            assert_eq!(run["state"], "finished", "{what}");
            assert_eq!(world.with_status(status), all[..2], "{what}");
        }
    }
}

#[test]
fn a_link_that_was_revoked_on_leaving_stays_revoked_on_return_and_a_paused_one_comes_back() {
    for (on_leaving, left, returned) in [
        (OnLeaving::Revoke, "revoked", "revoked"),
        (OnLeaving::Pause, "paused", "live"),
    ] {
        let mut world = World::new(6);
        let all = world.contacts.clone();
        let list = world.list("Members", &all);
        let sync = world.sync(&lists(&[&list], &[]), on_leaving);
        world.run(sync);
        world.take_out(&list, &all[..1]);
        world.run(sync);
        assert_eq!(world.status(&all[0]), left);
        world.put(&list, &all[..1]);
        world.run(sync);
        assert_eq!(world.status(&all[0]), returned);
    }
}

#[test]
fn a_deleted_contact_loses_its_link_until_it_is_restored() {
    let mut world = World::new(6);
    let all = world.contacts.clone();
    let list = world.list("Members", &all);
    let sync = world.sync(&lists(&[&list], &[]), OnLeaving::Revoke);
    world.run(sync);
    let (hub, now) = (world.hub, world.now_ms());
    world
        .sandbox
        .user_deletes(hub, &all[0], now)
        .expect("deleted");
    world.run(sync);
    assert_eq!(world.status(&all[0]), "paused");
    world.pass(SignedDuration::from_mins(1));
    let now = world.now_ms();
    world
        .sandbox
        .user_restores(hub, &all[0], now)
        .expect("restored");
    world.put(&list, &all[..1]);
    world.run(sync);
    assert_eq!(world.status(&all[0]), "live");
}

#[test]
fn evidence_does_not_outlast_a_long_pause_of_the_run() {
    let mut world = World::new(6);
    let all = world.contacts.clone();
    let list = world.list("Members", &all);
    let sync = world.sync(&lists(&[&list], &[]), OnLeaving::Revoke);
    world.run(sync);
    world.take_out(&list, &all[..1]);
    let run = world.start(sync);
    // The run is paused when HubSpot has said who left and the lists are as they were, before any link ends.
    let looked_again = |calls: &[String]| {
        let asked = calls
            .iter()
            .rposition(|call| call.ends_with("/memberships/batch/read"));
        let looked = calls
            .iter()
            .rposition(|call| call.ends_with("/lists/2026-09/search"));
        asked.is_some() && looked > asked
    };
    while !looked_again(&world.calls) {
        world.round();
    }
    let pause = RunAction::Pause;
    world.done(PortalRequest::ControlRun { run, action: pause });
    world.pass(SignedDuration::from_hours(3));
    world.put(&list, &all[..1]);
    let resume = RunAction::Resume;
    world.done(PortalRequest::ControlRun {
        run,
        action: resume,
    });
    world.rest();
    assert_eq!(world.status(&all[0]), "live");
}
