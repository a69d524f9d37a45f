//! Associations of contacts and deals.

use sandbox::{Request, Settings};
use serde_json::{Value, json};

use crate::hub::{CONTACTS, Hub};

const DEALS: &str = "/crm/objects/2026-09/deals";

/// Creates a deal of these contacts in one call.
fn deal_of(hub: &mut Hub, contacts: &[String]) -> String {
    let association = |id: &String| {
        json!({ "to": { "id": id },
                "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3 }] })
    };
    let associations: Vec<Value> = contacts.iter().map(association).collect();
    let body = json!({ "properties": { "dealname": "A deal", "dealstage": "closedwon" },
                       "associations": associations });
    let answer = hub.post(DEALS, &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.to_json()["id"].as_str().unwrap().to_owned()
}

fn to_ids(result: &Value) -> Vec<String> {
    let to = result["to"].as_array().unwrap().iter();
    to.map(|to| to["toObjectId"].to_string().trim_matches('"').to_owned())
        .collect()
}

fn read(hub: &mut Hub, path: &str, inputs: &Value) -> sandbox::Response {
    let path = format!("{path}/batch/read");
    hub.post(&path, &json!({ "inputs": inputs }))
}

#[test]
fn an_association_is_read_from_both_ends() {
    let mut hub = Hub::with(4);
    let people = hub.first_ids(4);
    let deal = deal_of(&mut hub, &people[..2]);
    let path = "/crm/v4/associations/contacts/deals";
    let inputs = json!([{ "id": people[0] }, { "id": people[2] }, { "id": "12" }]);
    let answer = read(&mut hub, path, &inputs);
    assert_eq!(answer.status, 207, "some have none");
    let body = answer.to_json();
    assert_eq!(body["results"][0]["from"]["id"], people[0].as_str());
    assert_eq!(to_ids(&body["results"][0]), [deal.as_str()]);
    let types = &body["results"][0]["to"][0]["associationTypes"];
    assert_eq!(types[0]["typeId"], 4);
    assert_eq!(body["numErrors"], 2);
    let none = &body["errors"][0];
    assert_eq!(
        none["subCategory"],
        "crm.associations.NO_ASSOCIATIONS_FOUND"
    );
    assert_eq!(none["context"]["fromObjectId"][0], people[2].as_str());

    let back = "/crm/associations/2026-09/deals/contacts";
    let answer = read(&mut hub, back, &json!([{ "id": deal }]));
    assert_eq!(answer.status, 200);
    let mut both = people[..2].to_vec();
    both.sort();
    assert_eq!(to_ids(&answer.to_json()["results"][0]), both);

    let default = format!(
        "/crm/v4/objects/contacts/{}/associations/default/deals/{deal}",
        people[3]
    );
    for _ in 0..2 {
        let put = hub.call("PUT", &default, &Value::Null);
        assert_eq!(put.status, 200, "again is no error: {}", put.text());
        assert_eq!(put.to_json()["results"].as_array().unwrap().len(), 2);
    }
    let mut three = both.clone();
    three.push(people[3].clone());
    assert_eq!(hub.sandbox.deal_contacts(hub.portal, &deal), three);
    let ended = format!("{DEALS}/{deal}/associations/contacts/{}", people[3]);
    assert_eq!(hub.delete(&ended).status, 204);
    assert_eq!(hub.sandbox.deal_contacts(hub.portal, &deal), both);
    for absent in ["/crm/v4/objects/contacts/12", "/crm/v4/objects/contacts/x"] {
        let path = format!("{absent}/associations/default/deals/{deal}");
        assert_eq!(hub.call("PUT", &path, &Value::Null).status, 404);
    }
}

#[test]
fn associations_are_paged_for_each_record() {
    let mut hub = Hub::new(Settings {
        contacts: 7,
        association_page: 3,
        ..Settings::default()
    });
    let people = hub.first_ids(7);
    let (large, small) = (deal_of(&mut hub, &people), deal_of(&mut hub, &people[..1]));
    let path = "/crm/associations/2026-03/deals/contacts";
    let mut inputs = json!([{ "id": large }, { "id": small }]);
    let (mut seen, mut pages) = (Vec::new(), 0);
    loop {
        let body = read(&mut hub, path, &inputs).to_json();
        pages += 1;
        let results = body["results"].as_array().unwrap().clone();
        let of = |id: &str| results.iter().find(|it| it["from"]["id"] == id);
        if let Some(small) = of(&small) {
            assert!(small.get("paging").is_none());
        }
        let large_result = of(&large).unwrap();
        seen.extend(to_ids(large_result));
        let Some(after) = large_result["paging"]["next"]["after"].as_str() else {
            break;
        };
        inputs = json!([{ "id": large, "after": after }]);
    }
    assert_eq!((pages, &seen), (3, &people));
    let computed = json!([{ "id": large, "after": people[3] }]);
    assert_eq!(read(&mut hub, path, &computed).status, 400);

    let single = format!("/crm/v4/objects/deals/{large}/associations/contacts");
    let page = hub.get(&format!("{single}?limit=4")).to_json();
    assert_eq!(page["results"].as_array().unwrap().len(), 4);
    let after = page["paging"]["next"]["after"].as_str().unwrap();
    let rest = hub.get(&format!("{single}?limit=4&after={after}"));
    assert_eq!(rest.to_json()["results"].as_array().unwrap().len(), 3);
    let newest = format!("{DEALS}/{large}/associations/contacts");
    assert_eq!(hub.get(&newest).status, 404, "2026-09 has no such route");

    let many: Vec<Value> = (1..=1_001)
        .map(|id| json!({ "id": id.to_string() }))
        .collect();
    assert_eq!(read(&mut hub, path, &many.into()).status, 400);
    assert_eq!(read(&mut hub, path, &json!([])).status, 400);
}

#[test]
fn the_associations_of_a_new_record_are_validated() {
    let mut hub = Hub::with(1);
    let contact = hub.first_ids(1).remove(0);
    let bad = [
        (contact.as_str(), "HUBSPOT_DEFINED", 4),
        (contact.as_str(), "USER_DEFINED", 3),
        ("12", "HUBSPOT_DEFINED", 3),
    ];
    for (id, category, number) in bad {
        let types = json!([{ "associationCategory": category, "associationTypeId": number }]);
        let body = json!({ "properties": { "dealname": "A deal" },
                           "associations": [{ "to": { "id": id }, "types": types }] });
        assert_eq!(
            hub.post(DEALS, &body).status,
            400,
            "{id} {category} {number}"
        );
    }
    assert!(hub.sandbox.deal_ids(hub.portal).is_empty());

    let deal = deal_of(&mut hub, &[]);
    let types = json!([{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 4 }]);
    let body = json!({ "properties": { "firstname": "Ada" },
                       "associations": [{ "to": { "id": deal }, "types": types }] });
    let made = hub.post(CONTACTS, &body).to_json();
    let of_deal = hub.sandbox.deal_contacts(hub.portal, &deal);
    assert_eq!(of_deal, [made["id"].as_str().unwrap()]);
}

#[test]
fn associations_follow_merges_deletions_and_restores() {
    let mut hub = Hub::with(3);
    let people = hub.first_ids(3);
    let (portal, now) = (hub.portal, hub.now);
    let deal = deal_of(&mut hub, &people);
    let of_deal = |hub: &Hub| hub.sandbox.deal_contacts(portal, &deal);
    hub.sandbox.user_deletes(portal, &people[0], now).unwrap();
    assert_eq!(of_deal(&hub), people[1..]);
    hub.sandbox.user_restores(portal, &people[0], now).unwrap();
    assert_eq!(of_deal(&hub), people);
    let survivor = hub
        .sandbox
        .user_merges(portal, &people[0], &people[1], now)
        .unwrap();
    assert_eq!(of_deal(&hub), [people[2].as_str(), &survivor]);
    hub.sandbox.user_erases(portal, &people[2], now).unwrap();
    assert_eq!(of_deal(&hub), [survivor]);
}

#[test]
fn a_salesperson_changes_deals_through_the_controls() {
    let mut hub = Hub::with(2);
    let people = hub.first_ids(2);
    let body = json!({ "properties": { "dealname": "Beans", "dealstage": "contractsent" },
                       "contacts": [people[0]] });
    let made = hub.post("/_sandbox/deals", &body);
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.to_json()["id"].as_str().unwrap().to_owned();
    let path = format!("/_sandbox/deals/{id}");
    let won = json!({ "properties": { "dealstage": "closedwon" } });
    assert_eq!(hub.call("PATCH", &path, &won).status, 204);
    let other = format!("{path}/contacts/{}", people[1]);
    let put = hub.send(&Request::new("PUT", &other));
    assert_eq!(put.status, 204);
    let shown = hub
        .get("/_sandbox/deals?properties=hs_is_closed_won")
        .to_json();
    assert_eq!(shown["deals"][0]["id"], id.as_str());
    assert_eq!(shown["deals"][0]["properties"]["hs_is_closed_won"], "true");
    assert_eq!(shown["deals"][0]["contacts"], json!(people));
    assert_eq!(hub.delete(&other).status, 204);
    assert_eq!(hub.delete(&path).status, 204);
    assert_eq!(hub.delete(&path).status, 404);
    for bad in [
        json!({ "properties": { "dealstage": "nowhere" } }),
        json!({ "properties": {}, "contacts": ["12"] }),
    ] {
        let refused = hub.post("/_sandbox/deals", &bad).status;
        assert!([400, 404].contains(&refused), "{bad}");
    }
    let calls = hub.sandbox.stats().calls;
    assert_eq!(calls, 1, "controls are no calls");
}
