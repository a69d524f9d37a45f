//! Write modes and mappings are judged when a value is written, not when the write was planned.

use portal::{CardRequest, PortalRequest, RunAction};
use serde_json::json;

use crate::world::{ALWAYS, LINK, PEOPLE, WRITES, World, row, rows};

const TYPED: &str = "https://elsewhere.example.com";

fn world(modes: [&str; 3]) -> World {
    let settings = sandbox::Settings {
        contacts: 30,
        ..sandbox::Settings::default()
    };
    World::new(settings, modes, false)
}

#[test]
fn a_value_that_a_person_typed_while_the_run_was_paused_is_not_overwritten() {
    for pause in [2, 3600] {
        let mut world = world(["ifEmpty", "always", "always"]);
        let contacts = world.contacts();
        // A wait for the whole portal counts as no failure of the batch.
        world.plant(json!({ "when": { "route": WRITES, "times": 1 },
                            "then": { "status": 429, "retry_after": 3 } }));
        let run = world.run();
        world.pass(1);
        assert!(world.count("SELECT COUNT(*) FROM outbox_batch") > 0);
        world.control(run, RunAction::Pause);
        world.types(&contacts[3], LINK, TYPED);
        world.pass(pause);
        world.crm.clear_faults();
        world.control(run, RunAction::Resume);
        world.pass(120);
        assert_eq!(world.show(run)["state"], "finished");
        assert_eq!(
            world.held(&contacts[3], LINK),
            TYPED,
            "paused for {pause} s"
        );
        assert_eq!(world.held(&contacts[3], PEOPLE), "0", "the rest is written");
        assert_eq!(world.linked(), 30);
        assert_eq!(world.show(run)["counts"]["linked"], 30);
    }
}

#[test]
fn a_value_that_a_person_typed_while_the_connection_was_lost_is_not_overwritten() {
    let mut world = world(["ifEmpty", "always", "always"]);
    let contacts = world.contacts();
    world.plant(json!({ "when": { "route": WRITES, "times": 1 },
                        "then": { "status": 429, "retry_after": 3 } }));
    let run = world.run();
    world.pass(1);
    assert!(world.count("SELECT COUNT(*) FROM outbox_batch") > 0);
    world.ask(PortalRequest::Disconnect);
    world.types(&contacts[3], LINK, TYPED);
    world.connect();
    world.pass(120);
    assert_eq!(world.show(run)["state"], "finished");
    assert_eq!(world.held(&contacts[3], LINK), TYPED);
    assert_eq!(world.linked(), 30);
}

#[test]
fn a_run_that_reads_and_writes_in_one_go_makes_no_call_more() {
    for modes in [ALWAYS, ["ifEmpty", "always", "always"]] {
        let settings = sandbox::Settings {
            contacts: 500,
            ..sandbox::Settings::default()
        };
        let mut world = World::new(settings, modes, false);
        world.run();
        world.pass(60);
        let reads = world.calls.iter();
        let reads = reads.filter(|(path, ..)| {
            path.contains("/objects/") && path.ends_with("/contacts/batch/read")
        });
        assert_eq!((world.writes(), reads.count()), ((5, 0), 0), "{modes:?}");
    }
}

#[test]
fn a_mapping_that_was_set_to_never_or_removed_meanwhile_is_not_written() {
    let never = rows(["always", "never", "always"]);
    let removed = {
        let mut rows = rows(ALWAYS);
        rows.remove(1);
        rows
    };
    for changed in [never, removed] {
        let mut world = world(ALWAYS);
        let contacts = world.contacts();
        world.run();
        world.pass(60);
        world.plant(json!({ "when": { "route": WRITES }, "then": { "status": 503 } }));
        world.refer(&contacts[0], &contacts[5]);
        world.pass(60);
        assert_eq!(world.count("SELECT COUNT(*) FROM outbox_batch"), 1);
        world.set_mapping(changed);
        world.crm.clear_faults();
        world.pass(300);
        assert_eq!(world.held(&contacts[0], PEOPLE), "0");
        assert_eq!(world.count("SELECT COUNT(*) FROM outbox_batch"), 0);
    }
}

#[test]
fn a_mapping_that_became_only_if_empty_meanwhile_spares_a_foreign_value() {
    let mut world = world(ALWAYS);
    let contacts = world.contacts();
    world.run();
    world.pass(60);
    world.plant(json!({ "when": { "route": WRITES }, "then": { "status": 503 } }));
    world.refer(&contacts[0], &contacts[5]);
    world.pass(60);
    world.types(&contacts[0], PEOPLE, "7");
    world.set_mapping(rows(["always", "ifEmpty", "always"]));
    world.crm.clear_faults();
    world.pass(300);
    assert_eq!(world.held(&contacts[0], PEOPLE), "7");
}

#[test]
fn a_number_under_only_if_empty_never_replaces_a_foreign_value() {
    let mut world = world(["always", "ifEmpty", "ifEmpty"]);
    let contacts = world.contacts();
    world.run();
    world.pass(60);
    world.types(&contacts[0], PEOPLE, "7");
    world.types(&contacts[0], "goodword_link_status", "ours");
    let before = world.calls.len();
    world.refer(&contacts[0], &contacts[5]);
    world.pass(120);
    world.set_campaign(domain::CampaignStatus::Paused);
    world.pass(120);
    assert_eq!(world.held(&contacts[0], PEOPLE), "7");
    assert_eq!(world.held(&contacts[0], "goodword_link_status"), "ours");
    let mut later = world.calls[before..].iter();
    let about = later.find(|(path, ..)| path.contains("/contacts/batch/update"));
    assert_eq!(about, None, "nothing is written");
    let waits = world.calls[before..].iter();
    let looks = waits.filter(|(path, ..)| path.ends_with("/contacts/batch/read"));
    assert!(
        looks.count() <= 1,
        "the referred person is looked up, and no batch is looked at"
    );
}

#[test]
fn a_one_time_sync_keeps_receiving_numbers_after_a_mapping_change() {
    let mut world = world(ALWAYS);
    let contacts = world.contacts();
    world.run();
    world.pass(60);
    let mut changed = rows(ALWAYS);
    let more = json!([row("clicks", "goodword_clicks", "always")]);
    let more: Vec<domain::OutboundMapping> = serde_json::from_value(more).unwrap();
    changed.extend(more);
    world.set_mapping(changed);
    world.refer(&contacts[0], &contacts[5]);
    world.pass(120);
    assert_eq!(world.held(&contacts[0], PEOPLE), "1");
    assert_eq!(world.referrer(&contacts[0])["syncState"], "synced");
}

#[test]
fn a_property_that_is_gone_does_not_keep_the_others_from_being_written() {
    let mut world = world(ALWAYS);
    let contacts = world.contacts();
    world.run();
    world.pass(60);
    let late = world.crm.user_creates(
        world.hub,
        &serde_json::Map::from_iter([("email".to_owned(), json!("late@example.com"))]),
        world.now.as_millisecond(),
    );
    let late: domain::ContactId = late.unwrap().parse().unwrap();
    let token = world.crm.access_token(world.hub).to_owned();
    let target = format!("/crm/properties/2026-09/contacts/{PEOPLE}");
    let request = sandbox::Request::new("DELETE", target).with_bearer(&token);
    world.crm.handle(&request, world.now.as_millisecond());
    world.ask(PortalRequest::Card(CardRequest::Enrol(
        late.clone(),
        world.campaign,
    )));
    world.pass(60);
    assert!(
        !world.held(&late, LINK).is_empty(),
        "the link is written without the number"
    );
    assert_eq!(contacts.len(), 30);
}

#[test]
fn a_contact_that_takes_part_after_a_mapping_change_gets_its_link_in_the_properties_that_exist() {
    let mut world = World::with(10);
    world.run();
    world.pass(60);
    let mut outbound = rows(ALWAYS);
    outbound.push(serde_json::from_value(row("clicks", "goodword_clicks", "always")).unwrap());
    world.set_mapping(outbound);
    let (hub, now) = (world.hub, world.now.as_millisecond());
    let new = world.crm.user_creates(hub, &serde_json::Map::new(), now);
    let new: domain::ContactId = new.unwrap().parse().unwrap();
    let import = json!({ "rows": [{ "line": 1, "contactId": new }] });
    let import = serde_json::from_value(import).unwrap();
    let import = portal::TransferRequest::ImportReferrers(world.campaign, import);
    world.ask(PortalRequest::Transfer(import));
    world.pass(120);
    assert_ne!(world.held(&new, LINK), "");
}

#[test]
fn a_contact_that_is_enrolled_beside_the_audience_gets_what_may_fill_an_empty_property() {
    let mut settings = sandbox::Settings {
        contacts: 30,
        ..sandbox::Settings::default()
    };
    settings.scopes.required.push("crm.lists.read".to_owned());
    let mut world = World::new(settings, ["ifEmpty", "always", "always"], false);
    let contacts = world.contacts();
    let list = world.list(&contacts[..5]);
    world.set_audience(&json!({ "lists": [list], "excludedLists": [] }));
    world.run();
    world.pass(120);
    let (empty, typed) = (&contacts[20], &contacts[21]);
    world.types(typed, LINK, "https://own.example/");
    for contact in [empty, typed] {
        let enrol = CardRequest::Enrol(contact.clone(), world.campaign);
        world.ask(PortalRequest::Card(enrol));
    }
    world.pass(120);
    assert_ne!(world.held(empty, LINK), "");
    assert_eq!(world.held(typed, LINK), "https://own.example/");
    for contact in [empty, typed] {
        assert_eq!(world.referrer(contact)["syncState"], "synced");
    }
}

/// The run reads the contacts of its list alone, so only the end of the run leads to this write.
#[test]
fn a_contact_that_was_enrolled_before_the_properties_exist_gets_its_link_though_no_run_reads_it() {
    for by_card in [true, false] {
        let mut settings = sandbox::Settings {
            contacts: 30,
            ..sandbox::Settings::default()
        };
        settings.scopes.required.push("crm.lists.read".to_owned());
        let mut world = World::new(settings, ALWAYS, false);
        let contacts = world.contacts();
        let list = world.list(&contacts[..5]);
        world.set_audience(&json!({ "lists": [list], "excludedLists": [] }));
        let enrolled = &contacts[20];
        if by_card {
            let enrol = CardRequest::Enrol(enrolled.clone(), world.campaign);
            world.ask(PortalRequest::Card(enrol));
        } else {
            let import = json!({ "rows": [{ "line": 1, "contactId": enrolled }] });
            let import = serde_json::from_value(import).unwrap();
            let import = portal::TransferRequest::ImportReferrers(world.campaign, import);
            world.ask(PortalRequest::Transfer(import));
        }
        world.pass(60);
        assert_eq!(world.held(enrolled, LINK), "", "the property is not there");
        let run = world.run();
        world.pass(120);
        let run = world.show(run);
        assert_eq!(run["state"], "finished", "{run}");
        assert_ne!(world.held(enrolled, LINK), "", "by the card: {by_card}");
        assert_eq!(world.referrer(enrolled)["syncState"], "synced");
        assert_eq!(world.linked(), 6);
        assert_eq!(world.writes(), (2, 0), "nobody is written twice");
    }
}
