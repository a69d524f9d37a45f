//! Reading contacts: cursors that HubSpot no longer takes, pages that break off, a storage that fails, and block numbers
//! that run out.

use portal::{Effect, PortalRequest, Query};
use serde_json::{Value, json};

use crate::world::World;

const LINK: &str = "goodword_referral_link";
const PAGE: &str = "GET /crm/objects/2026-09/contacts?";

/// Plants the refusal of cursors.
fn refuse_cursors(world: &mut World, when: &Value) {
    let mut when = when.clone();
    when["route"] = json!("GET /crm/objects/{v}/contacts");
    when["cursor"] = json!(true);
    let body = json!({
        "status": "error", "category": "VALIDATION_ERROR", "message": "Invalid paging cursor",
    });
    world.plant(json!({ "when": when, "then": { "status": 400, "body": body } }));
}

fn finished(world: &mut World, run: u64, contacts: usize) {
    let shown = world.run(run);
    assert_eq!(shown["state"], "finished", "{shown}");
    for count in ["seen", "linked"] {
        assert_eq!(shown["counts"][count], contacts, "{shown}");
    }
    assert_eq!(world.holding(LINK), contacts);
}

#[test]
fn contacts_are_read_anew_when_hubspot_no_longer_takes_the_cursor() {
    for nth in [vec![1], vec![3], vec![1, 2, 4]] {
        let mut world = World::with_contacts(450);
        refuse_cursors(&mut world, &json!({ "nth": nth }));
        let sync = world.sync(&Value::Null);
        let run = world.start(sync);
        world.pass(120);
        finished(&mut world, run, 450);
        assert!(world.called(PAGE) > 5, "nothing was read again");
    }
}

/// Plants wrong pages of contacts.
fn wrong_pages(world: &mut World, page: &str, when: &Value) {
    let mut when = when.clone();
    when["route"] = json!("GET /crm/objects/{v}/contacts");
    world.plant(json!({ "when": when, "then": { "page": page } }));
}

#[test]
fn an_empty_or_a_repeated_page_hides_no_contact() {
    for page in ["empty", "first"] {
        for nth in [vec![1], vec![3], vec![2, 3, 4]] {
            let mut world = World::with_contacts(450);
            wrong_pages(&mut world, page, &json!({ "nth": nth }));
            let sync = world.sync(&Value::Null);
            let run = world.start(sync);
            world.pass(120);
            finished(&mut world, run, 450);
            assert!(world.run(run)["notice"].is_null(), "{page} {nth:?}");
        }
    }
}

#[test]
fn a_list_of_contacts_that_never_leads_on_ends_the_run_with_a_notice() {
    for page in ["empty", "first"] {
        let mut world = World::with_contacts(250);
        wrong_pages(&mut world, page, &json!({ "cursor": true }));
        let sync = world.sync(&Value::Null);
        let run = world.start(sync);
        world.pass(180);
        let shown = world.run(run);
        assert_eq!(shown["state"], "finished", "{page}: {shown}");
        let notice = shown["notice"].as_str().expect("a notice");
        assert!(notice.contains("broke off after 100 contacts"), "{notice}");
        let pages = world.called(PAGE);
        assert!(pages < 10, "{page}: {pages} pages");
        // Once HubSpot gives whole pages again, the next run reads the others.
        world.crm.clear_faults();
        let run = world.start(sync);
        world.pass(180);
        assert!(world.run(run)["notice"].is_null());
        assert_eq!(world.holding(LINK), 250, "{page}");
    }
}

#[test]
fn a_hubspot_that_takes_none_of_its_cursors_is_asked_rarely_and_holds_no_run() {
    let mut world = World::with_contacts(250);
    let until = world.now.as_millisecond() + 3 * 60 * 60 * 1000;
    refuse_cursors(&mut world, &json!({ "until_ms": until }));
    let sync = world.sync(&Value::Null);
    let run = world.start(sync);
    world.pass(170 * 60);
    let shown = world.run(run);
    assert_eq!(shown["waitingFor"], "hubspot", "{shown}");
    assert_eq!(shown["counts"]["seen"], 100, "{shown}");
    let pages = world.called(PAGE);
    assert!(pages < 60, "{pages} pages");
    world.pass(30 * 60);
    finished(&mut world, run, 250);
}

#[test]
fn a_dry_run_is_read_anew_when_hubspot_no_longer_takes_the_cursor() {
    let mut world = World::with_contacts(450);
    refuse_cursors(&mut world, &json!({ "nth": [2] }));
    world.sync(&Value::Null);
    let wanted = json!({
        "campaignId": 1, "ongoing": false, "outbound": null,
        "audience": { "lists": null, "excludedLists": [] },
    });
    let wanted = serde_json::from_value(wanted).unwrap();
    let query = world.ask(PortalRequest::StartQuery(Query::DryRun(wanted)));
    world.pass(60);
    let id = u32::try_from(query["id"].as_u64().unwrap()).unwrap();
    let shown = world.ask(PortalRequest::Query {
        kind: portal::QueryKind::DryRun,
        id,
    });
    assert_eq!(shown["state"], "finished", "{shown}");
    assert_eq!(shown["found"]["counts"]["seen"], 450, "{shown}");
}

/// Performs everything up to the answer of the first page. Returns that page's ticket and result.
fn first_page(world: &mut World) -> (portal::Ticket, portal::EffectResult) {
    loop {
        for (ticket, effect) in world.plan() {
            let is_page = matches!(&effect, Effect::CallHubSpot { call, .. } if call.target.contains("/objects/"));
            if is_page {
                return (ticket, world.act(effect));
            }
            world.perform(ticket, effect).unwrap();
        }
        world.now += jiff::SignedDuration::from_millis(1);
    }
}

#[test]
fn a_page_is_decided_as_a_whole_or_not_at_all() {
    let mut statements = 0;
    loop {
        let mut world = World::with_contacts(101);
        let sync = world.sync(&Value::Null);
        let run = world.start(sync);
        let (ticket, result) = first_page(&mut world);
        world.storage.refuse_after(statements);
        let settled = world.portal.settle(ticket, result, world.now);
        if !world.storage.mend() {
            assert!(statements > 10, "only {statements} statements");
            return;
        }
        assert!(settled.is_err(), "statement {statements}");
        for nothing in [
            "SELECT COUNT(*) FROM run WHERE cursor IS NOT NULL OR seen > 0",
            "SELECT COUNT(*) FROM referrer",
            "SELECT COUNT(*) FROM outbox_batch",
        ] {
            // The costs are charged after the page was decided.
            if world.storage.count("SELECT seen FROM run") == 0 {
                assert_eq!(world.storage.count(nothing), 0, "statement {statements}");
            }
        }
        let (seen, referrers) = (
            world.storage.count("SELECT seen FROM run"),
            world.storage.count("SELECT COUNT(*) FROM referrer"),
        );
        assert_eq!(seen, referrers, "statement {statements}");
        world.restart();
        world.pass(60);
        finished(&mut world, run, 101);
        statements += 1;
    }
}

#[test]
fn a_page_without_room_for_its_links_is_read_again() {
    let mut world = World::with_contacts(100);
    let syncs = [world.sync(&Value::Null), world.sync(&Value::Null)];
    let runs = syncs.map(|sync| world.start(sync));
    world.pass(0);
    world.no_blocks = true;
    let mut pages = Vec::new();
    while pages.len() < 2 {
        for (ticket, effect) in world.plan() {
            let is_page = matches!(&effect, Effect::CallHubSpot { call, .. } if call.target.contains("/objects/"));
            if is_page {
                pages.push((ticket, world.act(effect)));
            } else {
                world.perform(ticket, effect).unwrap();
            }
        }
        world.now += jiff::SignedDuration::from_millis(1);
    }
    world
        .storage
        .change("UPDATE account SET free_blocks = '[900]'");
    for (ticket, result) in pages {
        world.portal.settle(ticket, result, world.now).unwrap();
    }
    assert_eq!(
        world
            .storage
            .count("SELECT COUNT(*) FROM run WHERE seen > 0"),
        1
    );
    assert_eq!(
        world
            .storage
            .count("SELECT COUNT(*) FROM run WHERE all_read"),
        1
    );
    assert_eq!(world.storage.count("SELECT COUNT(*) FROM referrer"), 100);
    world.no_blocks = false;
    world.pass(120);
    for run in runs {
        let shown = world.run(run);
        assert_eq!(shown["state"], "finished", "{shown}");
        assert_eq!(shown["counts"]["linked"], 100, "{shown}");
    }
}

#[test]
fn an_error_of_a_query_ends_the_query_and_nothing_else() {
    let mut world = World::with_contacts(150);
    world.sync(&Value::Null);
    let wanted = json!({
        "campaignId": 1, "ongoing": false, "outbound": null,
        "audience": { "lists": null, "excludedLists": [] },
    });
    let wanted = serde_json::from_value(wanted).unwrap();
    let query = world.ask(PortalRequest::StartQuery(Query::DryRun(wanted)));
    world
        .storage
        .change("UPDATE campaign SET terms = 'damaged'");
    world.pass(60);
    let id = u32::try_from(query["id"].as_u64().unwrap()).unwrap();
    let shown = world.ask(PortalRequest::Query {
        kind: portal::QueryKind::DryRun,
        id,
    });
    assert_eq!(shown["state"], "failed", "{shown}");
}
