//! Search: its limits, its operators, and its lag.

use sandbox::{ReadSettings, SearchDisplay, Settings};
use serde_json::{Value, json};

use crate::hub::{CONTACTS, Hub};

fn search(hub: &mut Hub, body: &Value) -> sandbox::Response {
    // Five searches in a second are within the limit.
    hub.now += 200;
    hub.post(&format!("{CONTACTS}/search"), body)
}

fn filter(property: &str, operator: &str, more: &Value) -> Value {
    let mut filter = json!({ "propertyName": property, "operator": operator });
    for (name, value) in more.as_object().unwrap() {
        filter[name] = value.clone();
    }
    filter
}

fn found(hub: &mut Hub, filters: &[Value]) -> Vec<String> {
    let body = json!({ "filterGroups": [{ "filters": filters }], "limit": 200,
                       "properties": ["firstname"] });
    let answer = search(hub, &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let results = answer.to_json()["results"].as_array().unwrap().clone();
    let name = |it: &Value| {
        it["properties"]["firstname"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    results.iter().map(name).collect()
}

/// Creates five contacts, and waits until the index has them.
fn five() -> Hub {
    let mut hub = Hub::with(0);
    for (name, points, stage) in [
        ("Ann", "5", "lead"),
        ("Bob", "10", "customer"),
        ("Cyd", "15", "customer"),
        ("Dee Dee", "", "lead"),
        ("Eve", "100", "other"),
    ] {
        let properties = json!({ "firstname": name, "loyalty_points": points,
                                 "lifecyclestage": stage });
        assert_eq!(
            hub.post(CONTACTS, &json!({ "properties": properties }))
                .status,
            201
        );
    }
    hub.now += 60_000;
    hub
}

#[test]
fn search_operators_select_the_right_contacts() {
    let mut hub = five();
    let value = |value: &str| json!({ "value": value });
    let cases = [
        (
            filter("loyalty_points", "GT", &value("9")),
            vec!["Bob", "Cyd", "Eve"],
        ),
        (
            filter("loyalty_points", "LTE", &value("10")),
            vec!["Ann", "Bob"],
        ),
        (filter("loyalty_points", "EQ", &value("10.0")), vec!["Bob"]),
        (
            filter("loyalty_points", "NEQ", &value("10")),
            vec!["Ann", "Cyd", "Eve"],
        ),
        (
            filter(
                "loyalty_points",
                "BETWEEN",
                &json!({ "value": "6", "highValue": "15" }),
            ),
            vec!["Bob", "Cyd"],
        ),
        (
            filter("loyalty_points", "HAS_PROPERTY", &json!({})),
            vec!["Ann", "Bob", "Cyd", "Eve"],
        ),
        (
            filter("loyalty_points", "NOT_HAS_PROPERTY", &json!({})),
            vec!["Dee Dee"],
        ),
        (
            filter(
                "lifecyclestage",
                "IN",
                &json!({ "values": ["lead", "other"] }),
            ),
            vec!["Ann", "Dee Dee", "Eve"],
        ),
        (filter("firstname", "EQ", &value("ann")), vec!["Ann"]),
        (
            filter("firstname", "CONTAINS_TOKEN", &value("dee")),
            vec!["Dee Dee"],
        ),
        (
            filter("firstname", "CONTAINS_TOKEN", &value("*y*")),
            vec!["Cyd"],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(
            found(&mut hub, std::slice::from_ref(&filter)),
            expected,
            "{filter}"
        );
    }
    let both = [
        filter("loyalty_points", "GT", &value("9")),
        filter("lifecyclestage", "EQ", &value("customer")),
    ];
    assert_eq!(found(&mut hub, &both), ["Bob", "Cyd"]);
    let answer = search(&mut hub, &json!({ "query": "ev", "sorts": ["-firstname"] })).to_json();
    assert_eq!(answer["total"], 1);
}

#[test]
fn ids_that_a_double_cannot_hold_stay_distinct() {
    let mut hub = Hub::with(100);
    hub.now += 60_000;
    let all = hub.sandbox.contact_ids(hub.portal);
    let last = &all[98];
    let body = json!({ "filterGroups": [{ "filters": [
        filter("hs_object_id", "GT", &json!({ "value": last }))
    ] }], "sorts": [{ "propertyName": "hs_object_id", "direction": "ASCENDING" }] });
    let answer = search(&mut hub, &body).to_json();
    assert_eq!(answer["total"], 1);
    assert_eq!(answer["results"][0]["id"], all[99].as_str());
}

#[test]
fn the_search_index_lags_behind_the_records() {
    let mut hub = Hub::new(Settings {
        contacts: 0,
        search_lag_ms: 10_000,
        reads: ReadSettings {
            search_display: SearchDisplay::Index,
            ..ReadSettings::default()
        },
        ..Settings::default()
    });
    let made = hub.post(
        CONTACTS,
        &json!({ "properties": { "firstname": "Ann", "phone": "1" } }),
    );
    let id = made.to_json()["id"].as_str().unwrap().to_owned();
    let everyone = [filter("firstname", "HAS_PROPERTY", &json!({}))];
    assert!(found(&mut hub, &everyone).is_empty());
    hub.now += 10_000;
    assert_eq!(found(&mut hub, &everyone), ["Ann"]);
    hub.call(
        "PATCH",
        &format!("{CONTACTS}/{id}"),
        &json!({ "properties": { "firstname": "Ana" } }),
    );
    assert_eq!(
        found(&mut hub, &everyone),
        ["Ann"],
        "the former value is still found"
    );
    hub.now += 10_000;
    assert_eq!(found(&mut hub, &everyone), ["Ana"]);
    hub.delete(&format!("{CONTACTS}/{id}"));
    assert_eq!(
        found(&mut hub, &everyone),
        ["Ana"],
        "so is a deleted contact"
    );
    hub.now += 10_000;
    assert!(found(&mut hub, &everyone).is_empty());
}

#[test]
fn an_invalid_search_is_refused() {
    let mut hub = Hub::with(1);
    let one = filter("email", "HAS_PROPERTY", &json!({}));
    let group = |filters: usize| json!({ "filters": vec![one.clone(); filters] });
    let wrong = [
        json!({ "limit": 201 }),
        json!({ "limit": 0 }),
        json!({ "after": "9990", "limit": 11 }),
        json!({ "after": 10_000 }),
        json!({ "after": "x" }),
        json!({ "sorts": ["email", "firstname"] }),
        json!({ "sorts": ["no_such"] }),
        json!({ "filterGroups": vec![group(1); 6] }),
        json!({ "filterGroups": [group(7)] }),
        json!({ "filterGroups": [group(5), group(5), group(5), group(4)] }),
        json!({ "filterGroups": [{ "filters": [filter("no_such", "EQ", &json!({ "value": "1" }))] }] }),
        json!({ "filterGroups": [{ "filters": [filter("email", "LIKE", &json!({ "value": "1" }))] }] }),
        json!({ "filterGroups": [{ "filters": [filter("email", "EQ", &json!({}))] }] }),
        json!({ "filterGroups": [{ "filters": [filter("createdate", "GT", &json!({ "value": "soon" }))] }] }),
        json!({ "query": "x".repeat(3_001) }),
    ];
    for body in wrong {
        let answer = search(&mut hub, &body);
        assert_eq!(answer.status, 400, "{body}");
        assert_eq!(answer.to_json()["category"], "VALIDATION_ERROR");
    }
    let allowed = json!({ "filterGroups": [group(5), group(5), group(5), group(3)], "after": "9800",
                          "limit": 200, "sorts": [{ "propertyName": "email" }] });
    assert_eq!(search(&mut hub, &allowed).status, 200);
}

#[test]
fn the_cursor_of_a_search_counts_results() {
    let mut hub = Hub::with(25);
    hub.now += 60_000;
    let (mut seen, mut after) = (Vec::new(), "0".to_owned());
    loop {
        let page = search(&mut hub, &json!({ "limit": 10, "after": after })).to_json();
        assert_eq!(page["total"], 25);
        seen.extend(crate::hub::ids(&page["results"]));
        match page["paging"]["next"]["after"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, hub.sandbox.contact_ids(hub.portal));
}
