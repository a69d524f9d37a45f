//! Members of lists: paging in both directions, copying from another list, and removing all.

use serde_json::{Value, json};

use crate::{
    hub::{CONTACTS, Hub},
    lists::{LISTS, create, members},
};

/// Reads the first page, then on to the end, then back to the start. Returns the ids of both
/// directions.
fn there_and_back(hub: &mut Hub, path: &str, limit: usize) -> (Vec<String>, Vec<String>) {
    let ids = |page: &Value| -> Vec<String> {
        let id = |it: &Value| it["recordId"].as_str().unwrap().to_owned();
        page["results"].as_array().unwrap().iter().map(id).collect()
    };
    let mut page = hub.get(&format!("{path}?limit={limit}")).to_json();
    assert!(page["paging"].get("prev").is_none(), "nobody precedes");
    let mut there = ids(&page);
    while let Some(after) = page["paging"]["next"]["after"].as_str() {
        let next = format!("{path}?limit={limit}&after={after}");
        page = hub.get(&next).to_json();
        there.extend(ids(&page));
    }
    let last = ids(&page);
    let mut back: Vec<String> = last.iter().rev().cloned().collect();
    while let Some(before) = page["paging"]["prev"]["before"].as_str() {
        let link = page["paging"]["prev"]["link"].as_str().unwrap();
        assert!(link.ends_with(&format!("before={before}")));
        let prev = format!("{path}?limit={limit}&before={before}");
        page = hub.get(&prev).to_json();
        assert_eq!(page["total"], there.len());
        back.extend(ids(&page));
        // `after` of a page that was read backwards returns the page from which it was read.
        let after = page["paging"]["next"]["after"].as_str().unwrap();
        let again = format!("{path}?limit=1&after={after}&before={after}");
        let follower = there.iter().position(|id| *id == ids(&page)[0]).unwrap() + 1;
        assert_eq!(ids(&hub.get(&again).to_json()), there[follower..=follower]);
    }
    (there, back)
}

#[test]
fn members_are_paged_forwards_and_backwards() {
    let mut hub = Hub::with(23);
    let mut some = hub.first_ids(23);
    let list = create(&mut hub, "Guests", "MANUAL", &Value::Null);
    let path = format!("{LISTS}/{list}/memberships");
    let by_id = some.clone();
    some.rotate_left(9);
    some[3..].reverse();
    for id in &some {
        hub.call("PUT", &format!("{path}/add"), &json!([id]));
    }
    for limit in [1, 5, 23, 50] {
        for (path, order) in [
            (path.clone(), &by_id),
            (format!("{path}/join-order"), &some),
        ] {
            let (there, mut back) = there_and_back(&mut hub, &path, limit);
            assert_eq!(there, *order, "{path} {limit}");
            back.reverse();
            assert_eq!(back, *order, "{path} {limit}");
        }
    }
    let joined = hub.get(&format!("{path}/join-order?limit=1")).to_json();
    let joined = joined["paging"]["next"]["after"].as_str().unwrap();
    for wrong in ["before=x", "after=x&before=", &format!("before={joined}")] {
        assert_eq!(hub.get(&format!("{path}?{wrong}")).status, 400, "{wrong}");
    }
}

#[test]
fn a_list_copies_anothers_members_and_is_emptied() {
    let mut hub = Hub::with(40);
    let (list, source) = ("4", "1");
    let customers = members(&mut hub, source, "", 100);
    let mut expected: Vec<u64> = members(&mut hub, list, "", 100)
        .iter()
        .chain(&customers)
        .map(|id| id.parse().unwrap())
        .collect();
    expected.sort_unstable();
    expected.dedup();
    let path = |list: &str| format!("{LISTS}/{list}/memberships");
    let add_from = |hub: &mut Hub, list: &str, source: &str| {
        let path = format!("{}/add-from/{source}", path(list));
        hub.call("PUT", &path, &Value::Null).status
    };
    assert_eq!(add_from(&mut hub, list, source), 204);
    let expected: Vec<String> = expected.iter().map(u64::to_string).collect();
    assert_eq!(members(&mut hub, list, "", 100), expected);
    for (list, source, status) in [("1", "4", 400), ("4", "4", 400), ("4", "9", 404)] {
        assert_eq!(add_from(&mut hub, list, source), status);
    }

    assert_eq!(hub.delete(&path(list)).status, 204);
    assert_eq!(members(&mut hub, list, "", 100), Vec::<String>::new());
    assert_eq!(hub.get(&format!("{LISTS}/{list}")).status, 200);
    assert_eq!(hub.get(&format!("{CONTACTS}/{}", expected[0])).status, 200);
    assert_eq!(hub.delete(&path(source)).status, 400, "a filter decides");
}

#[test]
fn folders_and_v1_ids_are_not_lists() {
    let mut hub = Hub::with(5);
    for family in [LISTS, "/crm/v3/lists"] {
        let root = hub.get(&format!("{family}/folders")).to_json();
        assert_eq!(root["folder"]["id"], "0");
        assert_eq!(root["folder"]["childLists"], json!([1, 2, 3, 4, 5]));
        let other = hub.get(&format!("{family}/folders?folderId=7"));
        assert_eq!(other.status, 404);
        let mapping = format!("{family}/idmapping");
        assert_eq!(hub.get(&format!("{mapping}?legacyListId=1")).status, 404);
        assert_eq!(
            hub.post(&mapping, &json!(["1", "2"])).to_json(),
            json!({ "legacyListIdsToIdsMapping": [], "missingLegacyListIds": ["1", "2"] })
        );
        for path in ["folders", "idmapping"] {
            assert_eq!(hub.delete(&format!("{family}/{path}")).status, 405);
        }
    }
}
