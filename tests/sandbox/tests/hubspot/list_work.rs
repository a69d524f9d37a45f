//! HubSpot's work on lists in the background, and the pages of all lists.

use sandbox::{Fault, Settings, Then, When, WrongPage};
use serde_json::{Value, json};

use crate::hub::Hub;
use crate::lists::{LISTS, create, members};

fn points_over(points: u32) -> Value {
    json!({ "filterBranchType": "OR", "filters": [], "filterBranches": [{
        "filterBranchType": "AND", "filterBranches": [],
        "filters": [{ "filterType": "PROPERTY", "property": "loyalty_points", "operation":
            { "operationType": "NUMBER", "operator": "IS_GREATER_THAN", "value": points } }] }] })
}

fn state(hub: &mut Hub, list: &str) -> (String, usize) {
    let found = hub.post(&format!("{LISTS}/search"), &json!({ "listIds": [list] }));
    let found = found.to_json()["lists"][0].clone();
    let size = found["additionalProperties"]["hs_list_size"]
        .as_str()
        .unwrap();
    (
        found["processingStatus"].as_str().unwrap().to_owned(),
        size.parse().unwrap(),
    )
}

#[test]
fn a_rebuilt_list_is_processing_and_lacks_members_until_it_is_complete() {
    let mut lacked = false;
    for seed in 0..8 {
        let mut hub = Hub::new(Settings {
            seed,
            contacts: 200,
            list_processing_ms: 600_000,
            ..Settings::default()
        });
        let list = create(&mut hub, "Loyal", "DYNAMIC", &points_over(1_000));
        let before = members(&mut hub, &list, "", 250);
        assert_eq!(
            state(&mut hub, &list),
            ("COMPLETE".to_owned(), before.len())
        );
        let target = format!("{LISTS}/{list}/update-list-filters");
        hub.call("PUT", &target, &json!({ "filterBranch": points_over(900) }));
        if state(&mut hub, &list).0 == "PROCESSING" {
            let shown = members(&mut hub, &list, "", 250);
            lacked |= before.iter().any(|contact| !shown.contains(contact));
        }
        hub.now += 600_000;
        let after = members(&mut hub, &list, "", 250);
        assert!(before.iter().all(|contact| after.contains(contact)));
        assert_eq!(state(&mut hub, &list), ("COMPLETE".to_owned(), after.len()));
    }
    assert!(lacked, "no list ever lacked a member while it was rebuilt");
}

#[test]
fn a_paused_list_shows_no_change_until_it_goes_on() {
    let mut hub = Hub::with(50);
    let list = create(&mut hub, "Loyal", "DYNAMIC", &points_over(10_000));
    let contact = hub.first_ids(1).remove(0);
    assert!(hub.sandbox.pause_list(hub.portal, &list, true));
    let target = format!("/crm/objects/2026-03/contacts/{contact}");
    hub.call(
        "PATCH",
        &target,
        &json!({ "properties": { "loyalty_points": "20000" } }),
    );
    assert_eq!(state(&mut hub, &list).0, "PAUSED");
    assert!(members(&mut hub, &list, "", 250).is_empty());
    assert!(hub.sandbox.pause_list(hub.portal, &list, false));
    assert_eq!(members(&mut hub, &list, "", 250), [contact]);
}

#[test]
fn all_lists_come_by_id_with_a_cursor_that_belongs_to_its_filters() {
    let mut hub = Hub::with(50);
    for number in 0..7 {
        create(&mut hub, &format!("List {number}"), "MANUAL", &Value::Null);
    }
    let (mut ids, mut after) = (Vec::new(), Value::Null);
    loop {
        let body = json!({ "processingTypes": ["MANUAL", "DYNAMIC"], "count": 3, "after": after });
        let page = hub.post(&format!("{LISTS}/all"), &body).to_json();
        let id = |list: &Value| list["listId"].as_str().unwrap().parse::<u64>().unwrap();
        ids.extend(page["results"].as_array().unwrap().iter().map(id));
        match page["paging"]["next"]["after"].as_str() {
            Some(next) => after = next.into(),
            None => break,
        }
    }
    assert_eq!(ids.len(), 10);
    assert!(ids.is_sorted());
    let other = json!({ "processingTypes": ["MANUAL"], "after": after });
    assert_eq!(hub.post(&format!("{LISTS}/all"), &other).status, 400);
    let unknown = json!({ "processingTypes": ["ADHOC"] });
    assert_eq!(hub.post(&format!("{LISTS}/all"), &unknown).status, 400);
}

#[test]
fn a_page_of_members_can_be_empty_or_the_first_one_again() {
    let mut hub = Hub::with(50);
    let list = create(&mut hub, "Loyal", "DYNAMIC", &points_over(100));
    let target = format!("{LISTS}/{list}/memberships?limit=2");
    let first = hub.get(&target).to_json();
    let after = first["paging"]["next"]["after"]
        .as_str()
        .unwrap()
        .to_owned();
    let plant = |hub: &mut Hub, page| {
        hub.sandbox.add_faults([Fault {
            when: When {
                route: Some("GET /crm/lists/{v}/{listId}/memberships".to_owned()),
                times: Some(1),
                ..When::default()
            },
            then: Then::Page { page },
        }]);
    };
    plant(&mut hub, WrongPage::First);
    let again = hub.get(&format!("{target}&after={after}")).to_json();
    assert_eq!(again["results"], first["results"]);
    hub.sandbox.clear_faults();
    plant(&mut hub, WrongPage::Empty);
    let empty = hub.get(&target);
    assert_eq!(
        (empty.status, &empty.to_json()["results"]),
        (200, &json!([]))
    );
}
