//! The content of responses to writes.

use serde_json::{Value, json};

use crate::hub::{CONTACTS, Hub};

/// Asserts that a written record contains no null, and returns its properties.
fn written(record: &Value, new: Option<bool>) -> Value {
    let properties = record["properties"].as_object().unwrap();
    for (name, value) in properties {
        assert!(value.is_string(), "{name} of {record}");
    }
    assert_eq!(record.get("new").and_then(Value::as_bool), new, "{record}");
    record["properties"].clone()
}

#[test]
fn a_write_returns_the_set_properties_and_only_an_upsert_returns_new() {
    let mut hub = Hub::with(1);
    let create = json!({ "properties": { "email": "ada@example.com", "phone": "" } });
    let made = hub.post(CONTACTS, &create).to_json();
    let properties = written(&made, None);
    assert_eq!(properties["email"], "ada@example.com");
    assert!(properties.get("firstname").is_none());
    assert_eq!(properties["phone"], "");

    let id = made["id"].as_str().unwrap();
    let path = format!("{CONTACTS}/{id}");
    let set = json!({ "properties": { "city": "London", "loyalty_points": "4" } });
    let properties = written(&hub.call("PATCH", &path, &set).to_json(), None);
    assert_eq!(
        (&properties["city"], &properties["email"]),
        (&"London".into(), &"ada@example.com".into())
    );
    let clear = json!({ "id": id, "properties": { "city": "", "email": null } });
    let batch = |hub: &mut Hub, what: &str, input: Value| {
        let body = json!({ "inputs": [input] });
        let answer = hub.post(&format!("{CONTACTS}/batch/{what}"), &body);
        assert!(answer.status < 202, "{}", answer.text());
        answer.to_json()["results"][0].clone()
    };
    let properties = written(&batch(&mut hub, "update", clear), None);
    assert_eq!(
        (&properties["city"], &properties["email"]),
        (&"".into(), &"".into())
    );
    assert!(
        properties.get("loyalty_points").is_none(),
        "it was not written"
    );

    let read = hub.get(&format!("{path}?properties=city,loyalty_points"));
    let read = read.to_json()["properties"].clone();
    assert_eq!(
        (&read["city"], &read["loyalty_points"]),
        (&Value::Null, &"4".into())
    );

    let input = json!({ "properties": { "email": "bea@example.com" } });
    let bea = batch(&mut hub, "create", input);
    written(&bea, None);
    for (email, new) in [("bea@example.com", false), ("cleo@example.com", true)] {
        let input = json!({ "id": email, "idProperty": "email",
                            "properties": { "lastname": "B", "firstname": "" } });
        let properties = written(&batch(&mut hub, "upsert", input), Some(new));
        assert_eq!(properties["firstname"], "");
    }
    let merge = json!({ "primaryObjectId": id, "objectIdToMerge": bea["id"] });
    let merged = hub.post(&format!("{CONTACTS}/merge"), &merge).to_json();
    assert_eq!(written(&merged, None)["email"], "bea@example.com");
}

#[test]
fn an_error_in_a_batch_has_all_fields_of_the_description() {
    let mut hub = Hub::with(3);
    let id = hub.first_ids(1).remove(0);
    let properties = "/crm/properties/2026-03/contacts";
    let input = |id: &str, properties: Value| json!({ "id": id, "objectWriteTraceId": id, "properties": properties });
    let calls = [
        (
            format!("{CONTACTS}/batch/update"),
            json!([
                input("404", json!({ "phone": "1" })),
                input(&id, json!({ "no_such": "1" }))
            ]),
        ),
        (
            format!("{CONTACTS}/batch/read"),
            json!([{ "id": "404" }, { "id": id }]),
        ),
        (
            format!("{properties}/batch/create"),
            json!([{ "name": "email", "label": "E", "groupName": "contactinformation",
                     "type": "string", "fieldType": "text" }]),
        ),
        (
            format!("{properties}/batch/read"),
            json!([{ "name": "no_such" }, { "name": "email" }]),
        ),
        (
            "/crm/lists/2026-09/records/memberships/batch/read".to_owned(),
            json!([{ "objectTypeId": "0-1", "recordId": "404" }]),
        ),
    ];
    for (path, inputs) in calls {
        let answer = hub.post(&path, &json!({ "inputs": inputs }));
        assert_eq!(answer.status, 207, "{}", answer.text());
        let body = answer.to_json();
        let errors = body["errors"].as_array().unwrap();
        assert!(!errors.is_empty());
        for error in errors {
            for name in ["category", "message", "status"] {
                assert!(error[name].is_string(), "{name} of {error}");
            }
            assert!(error["context"].is_object() && error["links"].is_object());
            assert!(error["errors"].is_array());
            assert!(error.get("subCategory").is_none_or(Value::is_string));
        }
    }
}
