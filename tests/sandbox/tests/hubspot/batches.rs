//! Batches that write and read contacts.

use sandbox::{BatchFailure, MergedInBatch, Settings, UnknownInBatch};
use serde_json::{Value, json};

use crate::hub::{CONTACTS, Hub, batch, codes, ids};

fn update(hub: &mut Hub, body: &Value) -> sandbox::Response {
    hub.post(&format!("{CONTACTS}/batch/update"), body)
}

#[test]
fn a_batch_writes_all_inputs_and_returns_them_in_any_order() {
    let mut hub = Hub::with(100);
    let all = hub.first_ids(100);
    let answer = update(
        &mut hub,
        &batch(&all, &json!({ "jobtitle": "Captain", "phone": 5 }), true),
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.to_json();
    assert_eq!(body["status"], "COMPLETE");
    assert!(body["startedAt"].is_string() && body["completedAt"].is_string());
    let mut answered = ids(&body["results"]);
    assert_ne!(answered, all, "results are not in the order of inputs");
    answered.sort_by_key(|id| id.parse::<u64>().unwrap());
    assert_eq!(answered, all);
    for result in body["results"].as_array().unwrap() {
        assert_eq!(
            result["properties"]["phone"], "5",
            "scalars are read into strings"
        );
        assert_eq!(
            result["objectWriteTraceId"],
            format!("t{}", result["id"].as_str().unwrap())
        );
    }
    assert_eq!(hub.sandbox.stats().property_writes, 200);
    assert_eq!(hub.sandbox.stats().property_changes, 200);
    update(
        &mut hub,
        &batch(&all, &json!({ "jobtitle": "Captain" }), true),
    );
    assert_eq!(hub.sandbox.stats().property_writes, 300);
    assert_eq!(
        hub.sandbox.stats().property_changes,
        200,
        "the same value changes nothing"
    );
}

#[test]
fn equal_values_do_not_change_the_record() {
    let mut hub = Hub::with(1);
    let id = hub.first_ids(1);
    update(
        &mut hub,
        &batch(&id, &json!({ "jobtitle": "Captain" }), false),
    );
    let read =
        |hub: &mut Hub| hub.get(&format!("{CONTACTS}/{}", id[0])).to_json()["updatedAt"].clone();
    let before = read(&mut hub);
    update(
        &mut hub,
        &batch(&id, &json!({ "jobtitle": "Captain" }), false),
    );
    assert_eq!(read(&mut hub), before);
}

#[test]
fn one_invalid_input_fails_alone_only_if_all_inputs_have_trace_ids() {
    let mut hub = Hub::with(10);
    let some = hub.first_ids(10);
    let mut body = batch(&some, &json!({ "jobtitle": "Captain" }), true);
    body["inputs"][3]["properties"] = json!({ "loyalty_points": "many" });
    let partial = update(&mut hub, &body);
    assert_eq!(partial.status, 207);
    let answer = partial.to_json();
    assert_eq!(answer["results"].as_array().unwrap().len(), 9);
    assert_eq!(answer["numErrors"], 1);
    let error = &answer["errors"][0];
    assert_eq!(error["category"], "VALIDATION_ERROR");
    assert_eq!(
        error["context"]["objectWriteTraceId"][0],
        format!("t{}", some[3])
    );

    let mut untraced = batch(&some, &json!({ "jobtitle": "Admiral" }), false);
    untraced["inputs"][3]["properties"] = json!({ "loyalty_points": "many" });
    let whole = update(&mut hub, &untraced);
    assert_eq!(whole.status, 400);
    assert_eq!(codes(&whole), ["INVALID_INTEGER"]);
    let held = hub.sandbox.contact_value(hub.portal, &some[0], "jobtitle");
    assert_eq!(
        held.as_deref(),
        Some("Captain"),
        "nothing of the batch was done"
    );

    let settings = Settings {
        batch_failure: BatchFailure::Whole,
        ..Settings::default()
    };
    let mut hub = Hub::new(settings);
    let mut body = batch(&hub.first_ids(2), &json!({ "jobtitle": "Captain" }), true);
    body["inputs"][0]["properties"] = json!({ "no_such": "1" });
    let whole = update(&mut hub, &body);
    assert_eq!(
        (whole.status, codes(&whole)),
        (400, vec!["PROPERTY_DOESNT_EXIST".to_owned()])
    );
}

#[test]
fn malformed_batches_are_refused() {
    let mut hub = Hub::with(5);
    let id = hub.first_ids(1).remove(0);
    let properties = json!({ "phone": "1" });
    let many: Vec<String> = (0..101).map(|id: u32| id.to_string()).collect();
    assert_eq!(
        update(&mut hub, &batch(&many, &properties, true)).status,
        400
    );
    let twice = update(
        &mut hub,
        &batch(&[id.clone(), id.clone()], &properties, true),
    );
    assert_eq!(twice.status, 400);
    assert!(
        twice
            .text()
            .contains(&format!("Duplicate IDs found in batch input: [{id}]"))
    );
    let by_email = json!({ "inputs": [{ "id": "a@example.com", "idProperty": "email",
                                        "properties": properties }] });
    let refused = update(&mut hub, &by_email);
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("non-unique 0-1 property"));
}

#[test]
fn each_unknown_id_is_an_error_in_the_batch() {
    let mut hub = Hub::with(5);
    let mut some = hub.first_ids(2);
    some.push("404".to_owned());
    let written = update(&mut hub, &batch(&some, &json!({ "phone": "1" }), false));
    assert_eq!(written.status, 207);
    let body = written.to_json();
    assert_eq!(body["results"].as_array().unwrap().len(), 2);
    assert_eq!(body["errors"][0]["category"], "OBJECT_NOT_FOUND");
    assert_eq!(body["errors"][0]["context"]["ids"], json!(["404"]));

    let inputs: Vec<Value> = some.iter().map(|id| json!({ "id": id })).collect();
    let read = json!({ "inputs": inputs, "properties": ["phone"] });
    let read = hub.post(&format!("{CONTACTS}/batch/read"), &read);
    assert_eq!(read.status, 207);
    assert_eq!(read.to_json()["results"][0]["properties"]["phone"], "1");
    assert_eq!(
        read.to_json()["errors"][0]["context"]["ids"],
        json!(["404"])
    );
}

#[test]
fn a_batch_does_not_update_a_merged_id() {
    for (merged_in_batch, status) in [
        (MergedInBatch::NotFound, 207),
        (MergedInBatch::LeftOut, 200),
    ] {
        let mut hub = Hub::new(Settings {
            merged_in_batch,
            ..Settings::default()
        });
        let some = hub.first_ids(3);
        let merge = json!({ "primaryObjectId": some[0], "objectIdToMerge": some[1] });
        let survivor = hub.post(&format!("{CONTACTS}/merge"), &merge).to_json();
        let answer = update(
            &mut hub,
            &batch(&some[1..], &json!({ "phone": "77" }), true),
        );
        assert_eq!(answer.status, status);
        assert_eq!(ids(&answer.to_json()["results"]), [some[2].clone()]);
        let held = hub
            .sandbox
            .contact_value(hub.portal, survivor["id"].as_str().unwrap(), "phone");
        assert_ne!(held.as_deref(), Some("77"));
        let single = hub.call(
            "PATCH",
            &format!("{CONTACTS}/{}", some[1]),
            &json!({ "properties": { "phone": "78" } }),
        );
        assert_eq!(single.status, 200, "a single write takes it");
        assert_eq!(single.to_json()["id"], survivor["id"]);
    }
}

#[test]
fn a_batch_creates_and_upserts_contacts() {
    let mut hub = Hub::with(1);
    let input = |email: &str, trace: &str| json!({ "properties": { "email": email }, "associations": [], "objectWriteTraceId": trace });
    let create = json!({ "inputs": [input("one@example.com", "1"), input("ONE@example.com", "2"),
                                    input("no address", "3"), json!({ "properties": { "phone": "1" },
                                    "objectWriteTraceId": "4" })] });
    let created = hub.post(&format!("{CONTACTS}/batch/create"), &create);
    assert_eq!(created.status, 207, "{}", created.text());
    let body = created.to_json();
    assert_eq!(body["results"].as_array().unwrap().len(), 1);
    let one = body["results"][0]["id"].clone();
    let errors = body["errors"].as_array().unwrap();
    let by_trace = |trace: &str| {
        errors
            .iter()
            .find(|error| error["context"]["objectWriteTraceId"][0] == trace)
            .unwrap()
    };
    assert_eq!(by_trace("2")["category"], "CONFLICT");
    let message = by_trace("2")["message"].as_str().unwrap();
    assert!(message.ends_with(&format!("Existing ID: {}", one.as_str().unwrap())));
    assert_eq!(by_trace("3")["category"], "VALIDATION_ERROR");
    assert_eq!(by_trace("4")["category"], "VALIDATION_ERROR");

    let upsert =
        |id: &str| json!({ "id": id, "idProperty": "email", "properties": { "firstname": "Una" } });
    let body = json!({ "inputs": [upsert("one@example.com"), upsert("two@example.com")] });
    let upserted = hub
        .post(&format!("{CONTACTS}/batch/upsert"), &body)
        .to_json();
    let results = upserted["results"].as_array().unwrap();
    let result = |new: bool| results.iter().find(|result| result["new"] == new).unwrap();
    assert_eq!(result(false)["id"], one);
    assert_eq!(result(true)["properties"]["email"], "two@example.com");

    let single = hub.post(
        CONTACTS,
        &json!({ "properties": { "email": "one@example.com" } }),
    );
    assert_eq!(single.status, 409);
    assert!(
        single
            .text()
            .contains(&format!("Existing ID: {}", one.as_str().unwrap()))
    );
    let blank = hub.post(CONTACTS, &json!({ "properties": {} }));
    assert_eq!(blank.status, 400);
}

#[test]
fn histories_are_read_for_fifty_records_at_once() {
    let mut hub = Hub::with(60);
    let inputs: Vec<Value> = hub
        .first_ids(60)
        .iter()
        .map(|id| json!({ "id": id }))
        .collect();
    let mut read = |many: usize, history: &[&str]| {
        let body = json!({ "inputs": inputs[..many], "properties": ["email"],
                           "propertiesWithHistory": history });
        hub.post(&format!("{CONTACTS}/batch/read"), &body)
    };
    assert_eq!(read(60, &[]).status, 200);
    assert_eq!(read(50, &["email"]).status, 200);
    let refused = read(51, &["email"]);
    assert_eq!(refused.status, 400);
    let body = refused.to_json();
    assert_eq!(body["category"], "VALIDATION_ERROR");
    assert_eq!(
        body["message"],
        "The maximum number of inputs supported in a batch request for property histories is 50. \
         Please reduce the number of items and try again"
    );
}

#[test]
fn an_unknown_id_may_be_omitted_without_an_error() {
    let mut hub = Hub::new(Settings {
        unknown_in_batch: UnknownInBatch::LeftOut,
        ..Settings::default()
    });
    let mut some = hub.first_ids(3);
    let archived = some.remove(1);
    hub.delete(&format!("{CONTACTS}/{archived}"));
    let known = some.clone();
    some.extend([archived, "404".to_owned(), "jo@example.com".to_owned()]);
    let body = batch(&some, &json!({ "phone": "1" }), true);
    let answer = update(&mut hub, &body);
    assert_eq!(answer.status, 200);
    let body = answer.to_json();
    assert_eq!(body["status"], "COMPLETE");
    assert!(body.get("errors").is_none() && body.get("numErrors").is_none());
    let mut written = ids(&body["results"]);
    written.sort_by_key(|id| id.parse::<u64>().unwrap());
    assert_eq!(written, known);
}
