//! Property definitions and values: validation and normal forms.

use serde_json::{Value, json};

use crate::hub::{CONTACTS, Hub, codes};

const PROPERTIES: &str = "/crm/properties/2026-09/contacts";

fn with_group() -> Hub {
    let mut hub = Hub::with(1);
    let group = json!({ "name": "goodword", "label": "Goodword", "displayOrder": 1 });
    assert_eq!(
        hub.post(&format!("{PROPERTIES}/groups"), &group).status,
        201
    );
    assert_eq!(
        hub.post(&format!("{PROPERTIES}/groups"), &group).status,
        409
    );
    hub
}

fn property(changes: &Value) -> Value {
    let mut property = json!({ "name": "goodword_link", "label": "Link", "groupName": "goodword",
                               "type": "string", "fieldType": "text" });
    for (name, value) in changes.as_object().unwrap() {
        property[name] = value.clone();
    }
    property
}

#[test]
fn definitions_are_validated() {
    let choice = |label: &str, value: &str| json!({ "label": label, "value": value });
    let long = "a".repeat(101);
    let cases = [
        (json!({}), 201),
        (json!({ "name": "a".repeat(100) }), 201),
        (json!({ "name": long }), 400),
        (json!({ "name": "" }), 400),
        (json!({ "name": "Goodword" }), 400),
        (json!({ "name": "1st" }), 400),
        (json!({ "name": "_link" }), 400),
        (json!({ "name": "good-word" }), 400),
        (json!({ "name": "hs_link" }), 400),
        (json!({ "name": "email" }), 409),
        (json!({ "label": " " }), 400),
        (json!({ "groupName": "nowhere" }), 400),
        (json!({ "groupName": null }), 400),
        (json!({ "type": "text" }), 400),
        (json!({ "type": "number", "fieldType": "number" }), 201),
        (json!({ "type": "number", "fieldType": "text" }), 400),
        (json!({ "type": "date", "fieldType": "date" }), 201),
        (json!({ "type": "datetime", "fieldType": "date" }), 201),
        (
            json!({ "type": "bool", "fieldType": "booleancheckbox" }),
            400,
        ),
        (
            json!({ "type": "bool", "fieldType": "booleancheckbox",
                    "options": [choice("Yes", "true"), choice("No", "false")] }),
            201,
        ),
        (
            json!({ "type": "bool", "fieldType": "booleancheckbox",
                    "options": [choice("Yes", "yes"), choice("No", "no")] }),
            400,
        ),
        (json!({ "type": "enumeration", "fieldType": "select" }), 400),
        (
            json!({ "type": "enumeration", "fieldType": "select", "options": [choice("A", "a")] }),
            201,
        ),
        (
            json!({ "type": "enumeration", "fieldType": "select",
                    "options": [choice("A", "a"), choice("B", "a")] }),
            400,
        ),
        (
            json!({ "type": "enumeration", "fieldType": "select",
                    "options": [choice("A", "a"), choice("A", "b")] }),
            400,
        ),
        (json!({ "options": [choice("A", "a")] }), 400),
        (json!({ "hasUniqueValue": true }), 201),
        (
            json!({ "type": "date", "fieldType": "date", "hasUniqueValue": true }),
            400,
        ),
    ];
    for (changes, status) in cases {
        let answer = with_group().post(PROPERTIES, &property(&changes));
        assert_eq!(answer.status, status, "{changes}: {}", answer.text());
    }
}

#[test]
fn a_definition_is_stored_and_a_second_one_conflicts() {
    let mut hub = with_group();
    assert_eq!(hub.post(PROPERTIES, &property(&json!({}))).status, 201);
    let again = hub.post(PROPERTIES, &property(&json!({})));
    assert_eq!(
        (again.status, again.to_json()["category"].as_str()),
        (409, Some("CONFLICT"))
    );
    let read = hub.get(&format!("{PROPERTIES}/goodword_link")).to_json();
    assert_eq!(read["groupName"], "goodword");
    assert_eq!(read["hubspotDefined"], false);
    assert_eq!(read["modificationMetadata"]["readOnlyValue"], false);

    let batch =
        json!({ "inputs": [property(&json!({})), property(&json!({ "name": "goodword_code" }))] });
    let created = hub.post(&format!("{PROPERTIES}/batch/create"), &batch);
    assert_eq!(created.status, 207, "{}", created.text());
    let body = created.to_json();
    assert_eq!(body["results"][0]["name"], "goodword_code");
    assert_eq!(body["errors"][0]["category"], "CONFLICT");
    assert_eq!(body["errors"][0]["context"]["name"][0], "goodword_link");
    let all = hub.get(PROPERTIES).to_json();
    let named = |name: &str| {
        all["results"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["name"] == name)
    };
    assert!(named("goodword_link") && named("goodword_code") && named("email"));
}

#[test]
fn an_archived_property_no_longer_exists() {
    let mut hub = with_group();
    let id = hub.first_ids(1).remove(0);
    let path = format!("{PROPERTIES}/goodword_link");
    let write = json!({ "properties": { "goodword_link": "x" } });
    hub.post(PROPERTIES, &property(&json!({})));
    assert_eq!(
        hub.call("PATCH", &format!("{CONTACTS}/{id}"), &write)
            .status,
        200
    );
    assert_eq!(
        hub.delete(&format!("{PROPERTIES}/groups/goodword")).status,
        400,
        "still used"
    );
    assert_eq!(hub.delete(&path).status, 204);
    assert_eq!(hub.get(&path).status, 404);
    assert_eq!(hub.get(&format!("{path}?archived=true")).status, 200);
    let refused = hub.call("PATCH", &format!("{CONTACTS}/{id}"), &write);
    assert_eq!(codes(&refused), ["PROPERTY_DOESNT_EXIST"]);
    let read = hub
        .get(&format!("{CONTACTS}/{id}?properties=goodword_link"))
        .to_json();
    assert!(read["properties"].get("goodword_link").is_none());
    assert_eq!(
        hub.delete(&format!("{PROPERTIES}/email")).status,
        400,
        "not HubSpot's own"
    );
    assert_eq!(hub.post(PROPERTIES, &property(&json!({}))).status, 201);
    let read = hub
        .get(&format!("{CONTACTS}/{id}?properties=goodword_link"))
        .to_json();
    assert_eq!(
        read["properties"]["goodword_link"],
        Value::Null,
        "its values do not come back"
    );
}

#[test]
fn values_are_validated_and_normalised() {
    let mut hub = Hub::with(1);
    let id = hub.first_ids(1).remove(0);
    let taken = [
        ("loyalty_points", json!("007.50"), "7.5"),
        ("loyalty_points", json!(12), "12"),
        ("loyalty_points", json!("-0.0"), "0"),
        ("loyalty_points", json!(".5"), "0.5"),
        ("member_since", json!("2026-10-01"), "2026-10-01"),
        ("member_since", json!("1790812800000"), "2026-10-01"),
        ("closedate", json!("2026-10-01"), "2026-10-01T00:00:00.000Z"),
        (
            "closedate",
            json!(1_790_812_800_007_i64),
            "2026-10-01T00:00:00.007Z",
        ),
        ("vip", json!(true), "true"),
        ("vip", json!("FALSE"), "false"),
        ("newsletter_topics", json!("tips;offers;"), "tips;offers"),
        ("lifecyclestage", json!("customer"), "customer"),
        ("email", json!(" Ada+1@Example.com "), "ada+1@example.com"),
        ("firstname", json!("  Zoë "), "  Zoë "),
    ];
    for (name, value, expected) in taken {
        let body = json!({ "properties": { name: value } });
        let answer = hub.call("PATCH", &format!("{CONTACTS}/{id}"), &body);
        assert_eq!(answer.status, 200, "{name} {value}: {}", answer.text());
        assert_eq!(
            answer.to_json()["properties"][name],
            expected,
            "{name} {value}"
        );
    }
    let refused = [
        ("no_such", json!("1"), "PROPERTY_DOESNT_EXIST"),
        ("loyalty_points", json!("many"), "INVALID_INTEGER"),
        ("loyalty_points", json!("1,5"), "INVALID_INTEGER"),
        ("loyalty_points", json!("NaN"), "INVALID_INTEGER"),
        ("member_since", json!("soon"), "INVALID_DATE"),
        ("member_since", json!("1790812800001"), "INVALID_DATE"),
        ("vip", json!("perhaps"), "INVALID_BOOLEAN"),
        ("lifecyclestage", json!("friend"), "INVALID_OPTION"),
        ("newsletter_topics", json!("tips;gossip"), "INVALID_OPTION"),
        ("email", json!("nowhere"), "INVALID_EMAIL"),
        ("firstname", json!({ "a": 1 }), "INVALID_STRING"),
        (
            "firstname",
            json!("x".repeat(65_537)),
            "INVALID_STRING_LENGTH",
        ),
        ("hs_object_id", json!("1"), "READ_ONLY_VALUE"),
        ("createdate", json!("2026-10-01"), "READ_ONLY_VALUE"),
        ("lastmodifieddate", json!("2026-10-01"), "READ_ONLY_VALUE"),
    ];
    for (name, value, code) in refused {
        let body = json!({ "properties": { name: value } });
        let answer = hub.call("PATCH", &format!("{CONTACTS}/{id}"), &body);
        assert_eq!(answer.status, 400, "{name} {value}");
        assert_eq!(codes(&answer), [code], "{name}");
        assert_eq!(answer.to_json()["category"], "VALIDATION_ERROR");
        assert_eq!(
            answer.to_json()["errors"][0]["context"]["propertyName"][0],
            name
        );
    }
}

#[test]
fn an_empty_value_clears_the_property() {
    let mut hub = Hub::with(1);
    let id = hub.first_ids(1).remove(0);
    let path = format!("{CONTACTS}/{id}");
    hub.call(
        "PATCH",
        &path,
        &json!({ "properties": { "loyalty_points": 4 } }),
    );
    let cleared = hub.call(
        "PATCH",
        &path,
        &json!({ "properties": { "loyalty_points": "" } }),
    );
    assert_eq!(cleared.to_json()["properties"]["loyalty_points"], "");
    let read = hub.get(&format!("{path}?properties=loyalty_points"));
    assert_eq!(read.to_json()["properties"]["loyalty_points"], Value::Null);
}

#[test]
fn a_unique_value_belongs_to_one_contact() {
    let mut hub = with_group();
    hub.post(PROPERTIES, &property(&json!({ "hasUniqueValue": true })));
    let make = |hub: &mut Hub, name: &str| {
        let body = json!({ "properties": { "firstname": name, "goodword_link": name } });
        hub.post(CONTACTS, &body)
    };
    let id = make(&mut hub, "a").to_json()["id"].clone();
    assert_eq!(make(&mut hub, "a").status, 409);
    let read = hub
        .get(&format!("{CONTACTS}/a?idProperty=goodword_link"))
        .to_json();
    assert_eq!(read["id"], id);
    let upsert = json!({ "inputs": [{ "id": "a", "idProperty": "goodword_link",
                                      "properties": { "lastname": "Z" } }] });
    let upserted = hub
        .post(&format!("{CONTACTS}/batch/upsert"), &upsert)
        .to_json();
    assert_eq!(upserted["results"][0]["id"], id);
}

#[test]
fn a_group_is_renamed_and_its_properties_are_archived_together() {
    let mut hub = with_group();
    let group = format!("{PROPERTIES}/groups/goodword");
    let renamed = hub.call("PATCH", &group, &json!({ "label": "Good word" }));
    assert_eq!(renamed.status, 200, "{}", renamed.text());
    assert_eq!(renamed.to_json(), hub.get(&group).to_json());
    assert_eq!(
        renamed.to_json(),
        json!({ "name": "goodword", "label": "Good word", "displayOrder": 1, "archived": false })
    );
    let moved = hub.call("PATCH", &group, &json!({ "displayOrder": 7 }));
    assert_eq!(moved.to_json()["displayOrder"], 7);
    assert_eq!(moved.to_json()["label"], "Good word");
    for (path, change, status) in [
        (group.clone(), json!({ "label": " " }), 400),
        (format!("{group}s"), json!({ "label": "X" }), 404),
    ] {
        assert_eq!(hub.call("PATCH", &path, &change).status, status, "{change}");
    }

    let names = ["goodword_link", "goodword_code"];
    for name in names {
        hub.post(PROPERTIES, &property(&json!({ "name": name })));
    }
    let archive = |hub: &mut Hub, names: &[&str]| {
        let inputs: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
        let path = format!("{PROPERTIES}/batch/archive");
        hub.post(&path, &json!({ "inputs": inputs })).status
    };
    assert_eq!(archive(&mut hub, &[names[0], "email"]), 400);
    let kept = hub.get(&format!("{PROPERTIES}/{}", names[0]));
    assert_eq!(kept.status, 200, "nothing of the batch was done");
    assert_eq!(archive(&mut hub, &[names[0], names[1], "no_such"]), 204);
    for name in names {
        assert_eq!(hub.get(&format!("{PROPERTIES}/{name}")).status, 404);
    }
    assert_eq!(hub.delete(&group).status, 204, "the group is empty now");
}
