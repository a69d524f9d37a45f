//! The ways in which HubSpot answers reads, as the settings say.

use sandbox::{
    AssociationCursor, Fault, MergedIds, ReadSettings, Refusal, SearchDisplay, Settings, Then, When,
};
use serde_json::{Value, json};

use crate::hub::{CONTACTS, Hub};

fn hub(contacts: usize, reads: ReadSettings) -> Hub {
    Hub::new(Settings {
        contacts,
        association_page: 2,
        reads,
        ..Settings::default()
    })
}

/// Searches for the contacts that changed between two moments. Returns their ids and the times that are shown.
fn changed(hub: &mut Hub, from: i64, until: i64) -> Vec<(String, String)> {
    let filter = json!({ "propertyName": "lastmodifieddate", "operator": "BETWEEN",
                         "value": from.to_string(), "highValue": until.to_string() });
    let body = json!({ "filterGroups": [{ "filters": [filter] }], "limit": 200,
                       "sorts": ["lastmodifieddate"], "properties": ["lastmodifieddate"] });
    let answer = hub.post(&format!("{CONTACTS}/search"), &body).to_json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let shown = answer["results"].as_array().unwrap().iter();
    shown
        .map(|hit| {
            (
                text(&hit["id"]),
                text(&hit["properties"]["lastmodifieddate"]),
            )
        })
        .collect()
}

#[test]
fn a_search_shows_present_values_at_the_place_of_earlier_ones() {
    for (search_display, same) in [
        (SearchDisplay::Present, false),
        (SearchDisplay::Index, true),
    ] {
        let mut hub = hub(
            0,
            ReadSettings {
                search_display,
                ..ReadSettings::default()
            },
        );
        let made = hub.post(CONTACTS, &json!({ "properties": { "firstname": "Ann" } }));
        let id = made.to_json()["id"].as_str().unwrap().to_owned();
        let made_at = hub.now;
        hub.now += 60_000;
        let change = json!({ "properties": { "firstname": "Ana" } });
        hub.call("PATCH", &format!("{CONTACTS}/{id}"), &change);
        let hits = changed(&mut hub, made_at - 1, made_at + 1);
        assert_eq!(hits.len(), 1);
        let first = "2026-10-01T00:00:00.100Z";
        assert_eq!(hits[0].1 == first, same, "{hits:?}");
    }
}

#[test]
fn the_index_has_a_long_tail_and_loses_nothing() {
    let mut hub = hub(
        0,
        ReadSettings {
            search_tail: true,
            ..ReadSettings::default()
        },
    );
    let begin = hub.now;
    for number in 0..300 {
        hub.post(
            CONTACTS,
            &json!({ "properties": { "firstname": format!("P{number}") } }),
        );
    }
    let mut seen = Vec::new();
    for minutes in [1, 5, 60] {
        hub.now = begin + 30_000 + minutes * 60_000;
        let until = hub.now;
        seen.push(changed(&mut hub, begin, until).len());
    }
    assert_eq!(seen, [200; 3], "a page holds no more");
    let filter = json!({ "propertyName": "firstname", "operator": "HAS_PROPERTY" });
    let body = json!({ "filterGroups": [{ "filters": [filter] }] });
    hub.now = begin + 62 * 60_000;
    let answer = hub.post(&format!("{CONTACTS}/search"), &body).to_json();
    assert_eq!(answer["total"], 300);
}

#[test]
fn a_search_that_begins_near_1970_fails() {
    let mut hub = hub(1, ReadSettings::default());
    let filter = json!({ "propertyName": "lastmodifieddate", "operator": "GTE", "value": "0" });
    let body = json!({ "filterGroups": [{ "filters": [filter] }] });
    assert_eq!(hub.post(&format!("{CONTACTS}/search"), &body).status, 500);
}

#[test]
fn merged_ids_are_named_as_the_setting_says() {
    for (merged_ids, named, with_times) in [
        (MergedIds::All, 4, 0),
        (MergedIds::DirectOnly, 2, 0),
        (MergedIds::Vids, 0, 4),
        (MergedIds::Absent, 0, 0),
    ] {
        let mut hub = hub(
            3,
            ReadSettings {
                merged_ids,
                ..ReadSettings::default()
            },
        );
        let ids = hub.first_ids(3);
        let (portal, now) = (hub.portal, hub.now);
        let first = hub
            .sandbox
            .user_merges(portal, &ids[0], &ids[1], now)
            .unwrap();
        let last = hub
            .sandbox
            .user_merges(portal, &first, &ids[2], now)
            .unwrap();
        let names = "hs_merged_object_ids,hs_calculated_merged_vids";
        let read = hub
            .get(&format!("{CONTACTS}/{last}?properties={names}"))
            .to_json();
        let count = |name: &str| {
            let value = read["properties"][name].as_str().unwrap_or_default();
            value.split(';').filter(|part| !part.is_empty()).count()
        };
        assert_eq!(count("hs_merged_object_ids"), named, "{merged_ids:?}");
        assert_eq!(
            count("hs_calculated_merged_vids"),
            with_times,
            "{merged_ids:?}"
        );
    }
}

#[test]
fn a_hidden_contact_is_forbidden_alone_and_in_a_batch() {
    let mut hub = hub(2, ReadSettings::default());
    let ids = hub.first_ids(2);
    hub.sandbox.add_faults([Fault {
        when: When {
            contact: Some(ids[0].clone()),
            ..When::default()
        },
        then: Then::Refuse {
            refuse: Refusal::Hidden,
        },
    }]);
    assert_eq!(hub.get(&format!("{CONTACTS}/{}", ids[0])).status, 403);
    let inputs = json!({ "inputs": [{ "id": ids[0] }, { "id": ids[1] }] });
    let batch = hub.post(&format!("{CONTACTS}/batch/read"), &inputs);
    assert_eq!(batch.status, 207);
    let batch = batch.to_json();
    assert_eq!(batch["results"].as_array().unwrap().len(), 1);
    assert_eq!(batch["errors"][0]["category"], "FORBIDDEN");
    assert_eq!(batch["errors"][0]["context"]["ids"][0], ids[0].as_str());
}

#[test]
fn cursors_of_associations_are_taken_as_the_setting_says() {
    for (association_cursor, as_given, unescaped) in [
        (AssociationCursor::Escaped, 200, 400),
        (AssociationCursor::Decoded, 400, 200),
        (AssociationCursor::Ignored, 200, 200),
    ] {
        let mut hub = hub(
            3,
            ReadSettings {
                association_cursor,
                ..ReadSettings::default()
            },
        );
        let (portal, now, people) = (hub.portal, hub.now, hub.first_ids(3));
        let deal = json!({ "dealname": "Roof", "dealstage": "closedwon" });
        let deal = deal.as_object().unwrap();
        let deal = hub
            .sandbox
            .user_creates_deal(portal, deal, &people, now)
            .unwrap();
        let path = "/crm/associations/2026-09/deals/contacts/batch/read";
        let page = hub
            .post(path, &json!({ "inputs": [{ "id": deal }] }))
            .to_json();
        let after = page["results"][0]["paging"]["next"]["after"]
            .as_str()
            .unwrap();
        let plain = after.replace("%3D", "=");
        for (after, expected) in [(after, as_given), (plain.as_str(), unescaped)] {
            let next = hub.post(path, &json!({ "inputs": [{ "id": deal, "after": after }] }));
            assert_eq!(next.status, expected, "{association_cursor:?} {after}");
        }
    }
}

#[test]
fn account_details_may_be_denied() {
    let denied = ReadSettings {
        account_info_denied: true,
        ..ReadSettings::default()
    };
    let path = "/account-info/2026-09/details";
    assert_eq!(hub(0, denied).get(path).status, 403);
    let shown = hub(0, ReadSettings::default()).get(path).to_json();
    assert_eq!(shown["timeZone"], "Europe/London");
    assert_eq!(shown["utcOffset"], "+01:00");
}
