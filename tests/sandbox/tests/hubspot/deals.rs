//! Deals: their stages, their pipelines, and the values that HubSpot calculates.

use sandbox::{DealEntries, PeopleSettings, Request, Settings};
use serde_json::{Value, json};

use crate::hub::{Hub, codes, ids};

const DEALS: &str = "/crm/objects/2026-09/deals";

fn make(hub: &mut Hub, properties: &Value) -> String {
    let answer = hub.post(DEALS, &json!({ "properties": properties }));
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.to_json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_deal_is_created_moved_won_and_reopened() {
    let mut hub = Hub::with(0);
    let id = make(
        &mut hub,
        &json!({ "dealname": "Twelve bicycles", "amount": "4800.50", "dealstage": "contractsent" }),
    );
    let path = format!("{DEALS}/{id}");
    let read = hub.get(&path).to_json();
    let properties = read["properties"].as_object().unwrap();
    let names: Vec<&str> = properties.keys().map(String::as_str).collect();
    let usual = [
        "amount",
        "closedate",
        "createdate",
        "dealname",
        "dealstage",
        "hs_lastmodifieddate",
        "hs_object_id",
        "pipeline",
    ];
    assert_eq!(names, usual);
    assert_eq!(properties["pipeline"], "default");
    assert_eq!(properties["amount"], "4800.5");
    assert_eq!(properties["closedate"], Value::Null);

    let worked_out = "hs_is_closed,hs_is_closed_won,hs_deal_stage_probability,closedate";
    for (stage, closed, won, probability) in [
        ("closedwon", "true", "true", "1.0"),
        ("qualifiedtobuy", "false", "false", "0.4"),
        ("closedlost", "true", "false", "0.0"),
    ] {
        let moved = hub.call(
            "PATCH",
            &path,
            &json!({ "properties": { "dealstage": stage } }),
        );
        assert_eq!(moved.status, 200, "{}", moved.text());
        let read = hub.get(&format!("{path}?properties={worked_out}"));
        let properties = &read.to_json()["properties"];
        assert_eq!(properties["hs_is_closed"], closed, "{stage}");
        assert_eq!(properties["hs_is_closed_won"], won, "{stage}");
        assert_eq!(properties["hs_deal_stage_probability"], probability);
        assert!(properties["closedate"].is_string());
    }
    let refused = hub.call(
        "PATCH",
        &path,
        &json!({ "properties": { "hs_is_closed_won": "true" } }),
    );
    assert_eq!(codes(&refused), ["READ_ONLY_VALUE"]);

    assert_eq!(hub.delete(&path).status, 204);
    assert_eq!(hub.get(&path).status, 404);
    let archived = hub.get(&format!("{path}?archived=true")).to_json();
    assert_eq!(archived["archived"], true);
}

#[test]
fn a_deals_stage_must_belong_to_its_pipeline() {
    let mut hub = Hub::with(0);
    let partners = hub.get("/crm/v3/pipelines/deals").to_json()["results"][0].clone();
    let (pipeline, stage) = (&partners["id"], &partners["stages"][0]["id"]);
    let bad = [
        json!({ "dealstage": "nowhere" }),
        json!({ "dealstage": stage }),
        json!({ "dealstage": "closedwon", "pipeline": pipeline }),
        json!({ "dealstage": "closedwon", "pipeline": "nowhere" }),
    ];
    for properties in bad {
        let refused = hub.post(DEALS, &json!({ "properties": properties }));
        assert_eq!(refused.status, 400);
        assert_eq!(codes(&refused), ["INVALID_OPTION"], "{properties}");
    }
    let id = make(
        &mut hub,
        &json!({ "dealstage": stage, "pipeline": pipeline }),
    );
    let batch = |properties: Value| {
        json!({ "inputs": [
            { "id": id, "properties": properties, "objectWriteTraceId": "one" },
        ] })
    };
    let update = format!("{DEALS}/batch/update");
    let refused = hub.post(&update, &batch(json!({ "dealstage": "closedwon" })));
    assert_eq!(refused.status, 207);
    let error = &refused.to_json()["errors"][0];
    assert_eq!(error["context"]["objectWriteTraceId"][0], "one");
    let both = json!({ "dealstage": "closedwon", "pipeline": "default" });
    assert_eq!(hub.post(&update, &batch(both)).status, 200);
    let won = hub.sandbox.deal_value(hub.portal, &id, "hs_is_closed_won");
    assert_eq!(won.as_deref(), Some("true"));
}

#[test]
fn deals_are_listed_read_created_and_searched_in_bulk() {
    let mut hub = Hub::with(3);
    let input =
        |name: &str| json!({ "properties": { "dealname": name, "dealstage": "closedwon" } });
    let body = json!({ "inputs": [input("One"), input("Two"), input("Three")] });
    let made = hub.post("/crm/v3/objects/0-3/batch/create", &body);
    assert_eq!(made.status, 201, "{}", made.text());
    let first = ids(&made.to_json()["results"]).into_iter().min().unwrap();

    let page = hub.get(&format!("{DEALS}?limit=2")).to_json();
    let after = page["paging"]["next"]["after"].as_str().unwrap();
    let rest = hub.get(&format!("{DEALS}?limit=2&after={after}")).to_json();
    let listed = [ids(&page["results"]), ids(&rest["results"])].concat();
    assert_eq!(listed, hub.sandbox.deal_ids(hub.portal));

    let contact = hub.first_ids(1).remove(0);
    let body = json!({ "inputs": [{ "id": first }, { "id": contact }],
                       "properties": ["dealstage"] });
    let read = hub.post(&format!("{DEALS}/batch/read"), &body);
    assert_eq!(read.status, 207, "a contact's id is no deal's");
    let read = read.to_json();
    assert_eq!(ids(&read["results"]), [first.as_str()]);
    assert_eq!(read["results"][0]["properties"]["dealstage"], "closedwon");
    let message = read["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("DEAL objects"), "{message}");

    // The index lags behind: a deal that moves later is found by the time at which it moved.
    hub.now += 60_000;
    let since = hub.now;
    let (portal, moved) = (hub.portal, json!({ "dealstage": "closedlost" }));
    hub.sandbox
        .user_updates_deal(portal, &first, moved.as_object().unwrap(), since + 1)
        .unwrap();
    let changed = json!({
        "filterGroups": [{ "filters": [
            { "propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": since.to_string() },
        ] }],
        "sorts": [{ "propertyName": "hs_lastmodifieddate", "direction": "ASCENDING" }],
        "properties": ["dealstage"],
    });
    let search = format!("{DEALS}/search");
    hub.now += 1_000;
    assert_eq!(hub.post(&search, &changed).to_json()["total"], 0);
    hub.now += 60_000;
    let found = hub.post(&search, &changed).to_json();
    assert_eq!(ids(&found["results"]), [first.as_str()]);
    assert_eq!(found["results"][0]["properties"]["dealstage"], "closedlost");
}

#[test]
fn pipelines_return_their_stages_and_display_order() {
    let mut hub = Hub::with(0);
    for path in ["/crm/v3/pipelines/deals", "/crm/pipelines/2026-09/deals"] {
        let answer = hub.get(path);
        assert_eq!(answer.status, 200, "{path}");
        let body = answer.to_json();
        let mut pipelines = body["results"].as_array().unwrap().clone();
        assert!(!pipelines.is_sorted_by_key(|it| it["displayOrder"].as_i64()));
        pipelines.sort_by_key(|it| it["displayOrder"].as_i64());
        assert_eq!(pipelines.len(), 2);
        assert_eq!(pipelines[0]["label"], "Sales Pipeline");
        let stages = ids(&pipelines[0]["stages"]);
        assert_eq!(
            stages,
            [
                "appointmentscheduled",
                "qualifiedtobuy",
                "presentationscheduled",
                "decisionmakerboughtin",
                "contractsent",
                "closedwon",
                "closedlost"
            ]
        );
        let won = &pipelines[0]["stages"][5];
        assert_eq!(won["metadata"]["isClosed"], "true");
        assert_eq!(won["metadata"]["probability"], "1.0");
    }
    let one = hub.get("/crm/v3/pipelines/deals/default").to_json();
    assert_eq!(one["label"], "Sales Pipeline");
    let stages = hub.get("/crm/v3/pipelines/deals/default/stages").to_json();
    assert_eq!(stages["results"], one["stages"]);
    let stage = hub.get("/crm/v3/pipelines/deals/default/stages/contractsent");
    assert_eq!(stage.to_json()["label"], "Contract Sent");
    for unknown in ["nowhere", "default/stages/nowhere"] {
        let answer = hub.get(&format!("/crm/v3/pipelines/deals/{unknown}"));
        assert_eq!(answer.status, 404);
    }
}

#[test]
fn an_app_reads_deals_only_with_their_scope() {
    let mut hub = Hub::connected(Settings::default());
    for path in [
        DEALS,
        "/crm/v3/pipelines/deals",
        "/crm/v4/objects/contacts/1/associations/deals",
    ] {
        let refused = hub.get(path);
        assert_eq!(refused.status, 403, "{path}");
        let body = refused.to_json();
        assert_eq!(body["category"], "MISSING_SCOPES");
        assert_eq!(
            body["errors"][0]["context"]["requiredGranularScopes"][0],
            "crm.objects.deals.read"
        );
    }
    let target = hub.authorize_target(&[("optional_scope", "crm.objects.deals.read")]);
    let sent = hub.send(&Request::post(target).with_form(&[("decision", "connect")]));
    let code = crate::hub::parameter(sent.header("location").unwrap(), "code").unwrap();
    let tokens = hub.redeem(&code).to_json();
    tokens["access_token"]
        .as_str()
        .unwrap()
        .clone_into(&mut hub.token);
    assert_eq!(hub.get(DEALS).status, 200);
    let write = hub.post(DEALS, &json!({ "properties": { "dealname": "One" } }));
    assert_eq!(write.status, 403, "it may read them only");
}

#[test]
fn a_deal_shows_when_it_entered_its_stages() {
    for (deal_entries, of_stage, of_present) in [
        (DealEntries::PerStage, true, true),
        (DealEntries::Present, false, true),
        (DealEntries::Hidden, false, false),
    ] {
        let people = PeopleSettings {
            deal_entries,
            ..PeopleSettings::default()
        };
        let mut hub = Hub::new(Settings {
            contacts: 0,
            people,
            ..Settings::default()
        });
        let portal = hub.portal;
        let stage = |stage: &str| json!({ "dealstage": stage }).as_object().unwrap().clone();
        let made = hub
            .sandbox
            .user_creates_deal(portal, &stage("contractsent"), &[], hub.now);
        let id = made.unwrap();
        let entered = hub.now + 1000;
        let (won, same) = (stage("closedwon"), stage("closedwon"));
        hub.sandbox
            .user_updates_deal(portal, &id, &won, entered)
            .unwrap();
        hub.sandbox
            .user_updates_deal(portal, &id, &same, entered + 1000)
            .unwrap();
        let value = |name: &str| hub.sandbox.deal_value(portal, &id, name);
        let present = value("hs_v2_date_entered_current_stage");
        let of_won = value("hs_v2_date_entered_closedwon");
        assert_eq!(
            (of_won.is_some(), present.is_some()),
            (of_stage, of_present)
        );
        assert!(of_won.is_none() || of_won == present);
        assert_eq!(value("hs_v2_date_entered_contractsent").is_some(), of_stage);
    }
}
