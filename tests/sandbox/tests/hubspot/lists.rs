//! Lists and their members.

use serde_json::{Value, json};

use crate::hub::{CONTACTS, Hub};

pub(crate) const LISTS: &str = "/crm/lists/2026-09";

pub(crate) fn members(hub: &mut Hub, list: &str, order: &str, limit: usize) -> Vec<String> {
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("{LISTS}/{list}/memberships{order}?limit={limit}&after={after}");
        let page = hub.get(&path);
        assert_eq!(page.status, 200, "{}", page.text());
        let page = page.to_json();
        let id = |it: &Value| it["recordId"].as_str().unwrap().to_owned();
        seen.extend(page["results"].as_array().unwrap().iter().map(id));
        match page["paging"]["next"]["after"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    seen
}

fn branch(property: &str, operation: &Value) -> Value {
    json!({ "filterBranchType": "OR", "filters": [], "filterBranches": [{
        "filterBranchType": "AND", "filterBranches": [],
        "filters": [{ "filterType": "PROPERTY", "property": property, "operation": operation }] }] })
}

pub(crate) fn create(hub: &mut Hub, name: &str, kind: &str, filter: &Value) -> String {
    let mut body = json!({ "name": name, "objectTypeId": "0-1", "processingType": kind });
    if !filter.is_null() {
        body["filterBranch"] = filter.clone();
    }
    let answer = hub.post(LISTS, &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.to_json()["list"]["listId"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_search_of_lists_returns_their_sizes() {
    let mut hub = Hub::with(300);
    let answer = hub
        .post(&format!("{LISTS}/search"), &json!({ "query": "" }))
        .to_json();
    assert_eq!(answer["total"], 5);
    assert_eq!(answer["hasMore"], false);
    for list in answer["lists"].as_array().unwrap() {
        let id = list["listId"].as_str().unwrap();
        if list["processingType"] == "ADHOC" {
            let refused = hub.get(&format!("{LISTS}/{id}/memberships"));
            assert_eq!(refused.status, 400);
            assert_eq!(
                refused.to_json()["subCategory"],
                "ILS.INVALID_PROCESSING_TYPE"
            );
            continue;
        }
        let by_id = members(&mut hub, id, "", 250);
        let size: usize = list["additionalProperties"]["hs_list_size"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(by_id.len(), size);
        assert!(size > 5 && size < 300, "{list}");
        assert!(by_id.is_sorted_by_key(|id| id.parse::<u64>().unwrap()));
        let mut by_joining = members(&mut hub, id, "/join-order", 30);
        by_joining.sort_by_key(|id| id.parse::<u64>().unwrap());
        assert_eq!(by_joining, by_id);
    }
    let dynamic = json!({ "processingTypes": ["DYNAMIC"], "count": 1 });
    let answer = hub.post(&format!("{LISTS}/search"), &dynamic).to_json();
    assert_eq!(
        (&answer["total"], &answer["hasMore"], &answer["offset"]),
        (&2.into(), &true.into(), &1.into())
    );
}

#[test]
fn a_dynamic_list_follows_its_filter() {
    let mut hub = Hub::with(200);
    let loyal = branch(
        "loyalty_points",
        &json!({ "operationType": "NUMBER", "operator": "IS_GREATER_THAN_OR_EQUAL_TO", "value": 3000 }),
    );
    let list = create(&mut hub, "Loyal", "DYNAMIC", &loyal);
    let portal = hub.portal;
    let points = |hub: &Hub, id: &str| -> u64 {
        let value = hub.sandbox.contact_value(portal, id, "loyalty_points");
        value.map_or(0, |value| value.parse().unwrap())
    };
    let all = hub.sandbox.contact_ids(portal);
    let expected: Vec<String> = all
        .iter()
        .filter(|id| points(&hub, id) >= 3_000)
        .cloned()
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(members(&mut hub, &list, "", 100), expected);

    let outsider = all
        .iter()
        .find(|id| !expected.contains(id))
        .unwrap()
        .clone();
    let set = |hub: &mut Hub, id: &str, points: u32| {
        let body = json!({ "properties": { "loyalty_points": points } });
        assert_eq!(
            hub.call("PATCH", &format!("{CONTACTS}/{id}"), &body).status,
            200
        );
    };
    set(&mut hub, &outsider, 3_000);
    assert_eq!(
        members(&mut hub, &list, "/join-order", 100).last(),
        Some(&outsider)
    );
    set(&mut hub, &outsider, 2_999);
    assert_eq!(members(&mut hub, &list, "", 100), expected);
    hub.delete(&format!("{CONTACTS}/{}", expected[0]));
    assert_eq!(members(&mut hub, &list, "", 100), expected[1..]);
    let by_hand = hub.call(
        "PUT",
        &format!("{LISTS}/{list}/memberships/add"),
        &json!([outsider]),
    );
    assert_eq!(by_hand.status, 400);
}

#[test]
fn a_snapshot_list_keeps_its_first_members() {
    let mut hub = Hub::with(50);
    let reachable = branch(
        "email",
        &json!({ "operationType": "ALL_PROPERTY", "operator": "IS_KNOWN" }),
    );
    let list = create(&mut hub, "Once", "SNAPSHOT", &reachable);
    let before = members(&mut hub, &list, "", 100);
    hub.post(
        CONTACTS,
        &json!({ "properties": { "email": "late@example.com" } }),
    );
    hub.call(
        "PATCH",
        &format!("{CONTACTS}/{}", before[0]),
        &json!({ "properties": { "email": "" } }),
    );
    assert_eq!(members(&mut hub, &list, "", 100), before);
}

#[test]
fn a_manual_list_changes_by_hand() {
    let mut hub = Hub::with(10);
    let some = hub.first_ids(10);
    let list = create(&mut hub, "Friends", "MANUAL", &Value::Null);
    let path = format!("{LISTS}/{list}/memberships");
    for id in [&some[5], &some[2]] {
        hub.call("PUT", &format!("{path}/add"), &json!([id]));
    }
    let added = hub
        .call(
            "PUT",
            &format!("{path}/add"),
            &json!([some[2], some[7], "404"]),
        )
        .to_json();
    assert_eq!(
        added,
        json!({ "recordsIdsAdded": [some[7]], "recordIdsRemoved": [],
                "recordIdsMissing": ["404"] })
    );
    let order = [&some[5], &some[2], &some[7]].map(String::clone);
    assert_eq!(members(&mut hub, &list, "/join-order", 1), order);
    let removed = hub
        .call("PUT", &format!("{path}/remove"), &json!([some[5]]))
        .to_json();
    assert_eq!(removed["recordIdsRemoved"], json!([some[5]]));
    let on = hub
        .get(&format!("{LISTS}/records/0-1/{}/memberships", some[7]))
        .to_json();
    let ids: Vec<&str> = on["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["listId"].as_str().unwrap())
        .collect();
    assert!(ids.contains(&list.as_str()));

    let merge = json!({ "primaryObjectId": some[0], "objectIdToMerge": some[2] });
    let survivor = hub.post(&format!("{CONTACTS}/merge"), &merge).to_json()["id"].clone();
    assert_eq!(
        members(&mut hub, &list, "/join-order", 9),
        [some[7].as_str(), survivor.as_str().unwrap()]
    );
}

#[test]
fn a_list_with_an_unsupported_filter_is_refused() {
    let mut hub = Hub::with(1);
    let known = json!({ "operationType": "ALL_PROPERTY", "operator": "IS_KNOWN" });
    let relative = json!({ "operationType": "TIME_RANGED", "operator": "IS_BETWEEN" });
    let mut other_type = branch("email", &known);
    other_type["filterBranches"][0]["filters"][0]["filterType"] = "WEBINAR".into();
    let mut root = branch("email", &known);
    root["filterBranchType"] = "AND".into();
    for filter in [
        branch("no_such", &known),
        branch("createdate", &relative),
        other_type,
        root,
        json!({}),
    ] {
        let body = json!({ "name": "X", "objectTypeId": "0-1", "processingType": "DYNAMIC",
                           "filterBranch": filter });
        assert_eq!(hub.post(LISTS, &body).status, 400, "{filter}");
    }
    assert_eq!(hub.get(&format!("{LISTS}/404")).status, 404);
    let twice = json!({ "name": "customers", "objectTypeId": "0-1", "processingType": "MANUAL" });
    assert_eq!(hub.post(LISTS, &twice).status, 400, "names are unique");
}
