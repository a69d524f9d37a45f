//! The e-mail addresses of contacts, the first and the further ones.

use serde_json::{Value, json};

use crate::hub::{CONTACTS, Hub, codes, ids};

fn make(hub: &mut Hub, properties: &Value) -> sandbox::Response {
    hub.post(CONTACTS, &json!({ "properties": properties }))
}

fn made(hub: &mut Hub, properties: &Value) -> String {
    let answer = make(hub, properties);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.to_json()["id"].as_str().unwrap().to_owned()
}

fn read(hub: &mut Hub, addresses: &[&str]) -> sandbox::Response {
    let inputs: Vec<Value> = addresses.iter().map(|it| json!({ "id": it })).collect();
    let body = json!({ "inputs": inputs, "idProperty": "email",
                       "properties": ["email", "hs_additional_emails"] });
    hub.post(&format!("{CONTACTS}/batch/read"), &body)
}

/// Creates Ada, who has two further addresses.
fn ada(hub: &mut Hub) -> String {
    let more = "Ada@work.example;ada@old.example";
    let properties = json!({ "email": "ada@example.com", "hs_additional_emails": more });
    made(hub, &properties)
}

#[test]
fn a_contact_is_found_by_each_of_its_addresses() {
    let mut hub = Hub::with(0);
    let ada = ada(&mut hub);
    let bob = made(&mut hub, &json!({ "email": "bob@example.com" }));
    for address in [
        "ada%40example.com",
        "ADA%40work.example",
        "ada%40old.example",
    ] {
        let path = format!("{CONTACTS}/{address}?idProperty=email");
        assert_eq!(hub.get(&path).to_json()["id"], ada.as_str(), "{address}");
    }
    let answer = read(&mut hub, &["ada@work.example", "bob@example.com"]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.to_json();
    let mut both = vec![ada.clone(), bob];
    both.sort();
    let mut found = ids(&body["results"]);
    found.sort();
    assert_eq!(found, both);
    let results = body["results"].as_array().unwrap();
    let hers = results.iter().find(|it| it["id"] == ada.as_str()).unwrap();
    assert_eq!(hers["properties"]["email"], "ada@example.com");
    assert_eq!(
        hers["properties"]["hs_additional_emails"],
        "ada@work.example;ada@old.example"
    );

    let partly = read(&mut hub, &["ada@old.example", "nobody@example.com"]);
    assert_eq!(partly.status, 207);
    let error = &partly.to_json()["errors"][0];
    assert_eq!(error["category"], "OBJECT_NOT_FOUND");
    assert_eq!(error["context"]["ids"], json!(["nobody@example.com"]));
}

#[test]
fn two_contacts_cannot_have_the_same_address() {
    let mut hub = Hub::with(0);
    let ada = ada(&mut hub);
    let bob = made(&mut hub, &json!({ "email": "bob@example.com" }));
    for taken in [
        json!({ "email": "ADA@example.com" }),
        json!({ "email": "ada@work.example", "firstname": "A." }),
        json!({ "email": "new@example.com", "hs_additional_emails": "ada@old.example" }),
    ] {
        let refused = make(&mut hub, &taken);
        assert_eq!(refused.status, 409, "{taken}");
        let body = refused.to_json();
        assert_eq!(body["category"], "CONFLICT");
        assert_eq!(
            body["message"],
            format!("Contact already exists. Existing ID: {ada}")
        );
    }
    let path = format!("{CONTACTS}/{bob}");
    let hers = json!({ "properties": { "hs_additional_emails": "ada@old.example" } });
    assert_eq!(hub.call("PATCH", &path, &hers).status, 409);
    let wrong = json!({ "properties": { "hs_additional_emails": "b@example.com;nothing" } });
    assert_eq!(codes(&hub.call("PATCH", &path, &wrong)), ["INVALID_EMAIL"]);

    // Another contact may take an address that Ada no longer has.
    let fewer = json!({ "properties": { "hs_additional_emails": "ada@work.example" } });
    let path = format!("{CONTACTS}/{ada}");
    assert_eq!(hub.call("PATCH", &path, &fewer).status, 200);
    made(&mut hub, &json!({ "email": "ada@old.example" }));
}

#[test]
fn search_finds_a_contact_by_its_first_and_further_addresses() {
    let mut hub = Hub::with(0);
    let ada = ada(&mut hub);
    made(&mut hub, &json!({ "email": "bob@example.com" }));
    hub.now += 60_000;
    for (property, operator, value) in [
        ("email", "EQ", "Ada@example.com"),
        ("hs_additional_emails", "CONTAINS_TOKEN", "ada@old.example"),
    ] {
        let filter = json!({ "propertyName": property, "operator": operator, "value": value });
        let body = json!({ "filterGroups": [{ "filters": [filter] }] });
        let found = hub.post(&format!("{CONTACTS}/search"), &body).to_json();
        assert_eq!(ids(&found["results"]), [ada.as_str()], "{property}");
    }
}
