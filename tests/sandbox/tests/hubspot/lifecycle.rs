//! Contacts are merged, deleted, restored and erased.

use sandbox::{ConflictWords, ErasedAddress, FurtherEmails, PeopleSettings, Settings};
use serde_json::json;

use crate::hub::{CONTACTS, Hub};

fn merge(hub: &mut Hub, primary: &str, other: &str) -> String {
    let body = json!({ "primaryObjectId": primary, "objectIdToMerge": other });
    let answer = hub.post(&format!("{CONTACTS}/merge"), &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.to_json()["id"].as_str().unwrap().to_owned()
}

fn make(hub: &mut Hub, properties: &serde_json::Value) -> String {
    let answer = hub.post(CONTACTS, &json!({ "properties": properties }));
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.to_json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_merge_creates_a_new_record_that_is_found_by_the_old_ids() {
    let mut hub = Hub::with(0);
    let ada = make(
        &mut hub,
        &json!({ "email": "ada@example.com", "firstname": "Ada" }),
    );
    let also = make(
        &mut hub,
        &json!({ "email": "also@example.com", "firstname": "A.", "phone": "7" }),
    );
    let third = make(
        &mut hub,
        &json!({ "email": "third@example.com", "city": "Turin" }),
    );
    let first = merge(&mut hub, &ada, &also);
    let last = merge(&mut hub, &first, &third);
    assert!(![&ada, &also, &third, &first].contains(&&last));

    let names = "firstname,phone,city,email,hs_additional_emails,hs_merged_object_ids";
    for id in [&ada, &also, &third, &first, &last] {
        let read = hub
            .get(&format!("{CONTACTS}/{id}?properties={names}"))
            .to_json();
        assert_eq!(read["id"], last.as_str());
        let properties = &read["properties"];
        assert_eq!(
            properties["firstname"], "Ada",
            "the primary record's values stay"
        );
        assert_eq!(
            properties["phone"], "7",
            "what it lacked comes from the other"
        );
        assert_eq!(properties["city"], "Turin");
        assert_eq!(properties["email"], "ada@example.com");
        assert_eq!(
            properties["hs_additional_emails"],
            "also@example.com;third@example.com"
        );
        let merged = properties["hs_merged_object_ids"].as_str().unwrap();
        assert!(
            [&ada, &also, &third, &first]
                .iter()
                .all(|id| merged.contains(id.as_str()))
        );
    }
    let by_email = hub
        .get(&format!("{CONTACTS}/also%40example.com?idProperty=email"))
        .to_json();
    assert_eq!(by_email["id"], last.as_str());
    assert_eq!(hub.sandbox.contact_ids(hub.portal), [last.as_str()]);

    let itself = json!({ "primaryObjectId": ada, "objectIdToMerge": last });
    assert_eq!(hub.post(&format!("{CONTACTS}/merge"), &itself).status, 400);
    hub.delete(&format!("{CONTACTS}/{last}"));
    assert_eq!(hub.get(&format!("{CONTACTS}/{ada}")).status, 404);
}

#[test]
fn a_deleted_contact_stays_in_the_recycle_bin_until_it_is_restored() {
    let mut hub = Hub::with(0);
    let id = make(&mut hub, &json!({ "email": "ada@example.com" }));
    assert_eq!(hub.delete(&format!("{CONTACTS}/{id}")).status, 204);
    assert_eq!(
        hub.delete(&format!("{CONTACTS}/{id}")).status,
        204,
        "again is no error"
    );
    assert_eq!(hub.get(&format!("{CONTACTS}/{id}")).status, 404);
    let archived = hub.get(&format!("{CONTACTS}/{id}?archived=true")).to_json();
    assert_eq!(archived["archived"], true);
    assert!(archived["archivedAt"].is_string());
    let list = hub.get(&format!("{CONTACTS}?archived=true")).to_json();
    assert_eq!(list["results"][0]["id"], id.as_str());

    let (portal, now) = (hub.portal, hub.now);
    hub.sandbox.user_restores(portal, &id, now).unwrap();
    assert_eq!(
        hub.get(&format!("{CONTACTS}/{id}")).to_json()["archived"],
        false
    );

    hub.delete(&format!("{CONTACTS}/{id}"));
    make(&mut hub, &json!({ "email": "ada@example.com" }));
    assert!(
        hub.sandbox.user_restores(portal, &id, now).is_err(),
        "the address is another's now"
    );
}

#[test]
fn an_erased_contact_cannot_be_restored_and_its_address_can_be_added_through_the_api() {
    for (erased, status) in [
        (ErasedAddress::CreatedAgain, 201),
        (ErasedAddress::Refused, 400),
    ] {
        let people = PeopleSettings {
            erased,
            ..PeopleSettings::default()
        };
        let mut hub = Hub::new(Settings {
            contacts: 0,
            people,
            ..Settings::default()
        });
        erase_and_add(&mut hub, status);
    }
}

fn erase_and_add(hub: &mut Hub, status: u16) {
    let erase = format!("{CONTACTS}/gdpr-delete");
    let id = make(hub, &json!({ "email": "ada@example.com" }));
    let other = make(hub, &json!({ "email": "bob@example.com" }));
    assert_eq!(hub.post(&erase, &json!({ "objectId": id })).status, 204);
    assert!(hub.sandbox.erased_and_back(hub.portal).is_empty());
    for query in ["", "?archived=true"] {
        assert_eq!(hub.get(&format!("{CONTACTS}/{id}{query}")).status, 404);
    }
    let again = hub.post(
        CONTACTS,
        &json!({ "properties": { "email": "Ada@example.com" } }),
    );
    assert_eq!(again.status, status);
    let back = hub.sandbox.erased_and_back(hub.portal);
    assert_eq!(back.len(), usize::from(status == 201));
    let by_email = json!({ "objectId": "bob@example.com", "idProperty": "email" });
    assert_eq!(hub.post(&erase, &by_email).status, 204);
    assert_eq!(hub.get(&format!("{CONTACTS}/{other}")).status, 404);
    let nobody = json!({ "objectId": "nobody@example.com", "idProperty": "email" });
    assert_eq!(hub.post(&erase, &nobody).status, 204);
    assert_eq!(hub.post(&erase, &json!({ "objectId": "12" })).status, 404);
}

#[test]
fn histories_are_ordered_newest_first() {
    let mut hub = Hub::with(0);
    let id = make(&mut hub, &json!({ "firstname": "A" }));
    let path = format!("{CONTACTS}/{id}");
    for name in ["B", "B", "C"] {
        hub.call(
            "PATCH",
            &path,
            &json!({ "properties": { "firstname": name } }),
        );
    }
    let read = hub
        .get(&format!("{path}?propertiesWithHistory=firstname"))
        .to_json();
    let versions = read["propertiesWithHistory"]["firstname"]
        .as_array()
        .unwrap();
    let values: Vec<&str> = versions
        .iter()
        .map(|it| it["value"].as_str().unwrap())
        .collect();
    assert_eq!(values, ["C", "B", "A"]);
    assert_eq!(versions[0]["sourceType"], "INTEGRATION");
}

#[test]
fn an_address_that_another_contact_has_is_refused_in_other_words() {
    for (conflict, words, named) in [
        (ConflictWords::Short, "Contact already exists.", true),
        (
            ConflictWords::Long,
            "A contact with email ada@example.com already exists.",
            true,
        ),
        (ConflictWords::WithoutId, "Contact already exists.", false),
    ] {
        let people = PeopleSettings {
            conflict,
            ..PeopleSettings::default()
        };
        let mut hub = Hub::new(Settings {
            contacts: 0,
            people,
            ..Settings::default()
        });
        let email = json!({ "email": "ada@example.com" });
        let id = make(&mut hub, &email);
        let refused = hub.post(CONTACTS, &json!({ "properties": email }));
        assert_eq!(refused.status, 409);
        let message = refused.to_json()["message"].as_str().unwrap().to_owned();
        assert!(message.starts_with(words), "{message}");
        assert_eq!(message.contains(&id), named, "{message}");
    }
}

#[test]
fn a_contact_may_hide_its_further_addresses_begin_elsewhere_and_be_refused() {
    let people = PeopleSettings {
        further_emails: FurtherEmails::Hidden,
        first_stage: Some("subscriber"),
        refused_addresses: vec!["info@example.com".to_owned()],
        ..PeopleSettings::default()
    };
    let mut hub = Hub::new(Settings {
        contacts: 0,
        people,
        ..Settings::default()
    });
    let both = json!({ "email": "ada@example.com", "hs_additional_emails": "a@work.example" });
    let id = make(&mut hub, &both);
    let names = "hs_additional_emails,lifecyclestage";
    let read = hub
        .get(&format!("{CONTACTS}/{id}?properties={names}"))
        .to_json();
    assert_eq!(read["properties"].get("hs_additional_emails"), None);
    assert_eq!(read["properties"]["lifecyclestage"], "subscriber");
    let by_further = hub.get(&format!("{CONTACTS}/a%40work.example?idProperty=email"));
    assert_eq!(by_further.status, 404);
    let email = |email: &str| json!({ "properties": { "email": email } });
    assert_eq!(hub.post(CONTACTS, &email("a@work.example")).status, 409);
    assert_eq!(hub.post(CONTACTS, &email("info@example.com")).status, 400);
}
