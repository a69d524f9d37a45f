//! The pages of HubSpot's web app.

use sandbox::{Request, Settings};
use serde_json::json;

use crate::hub::{CONTACTS, Hub};

#[test]
fn a_record_page_shows_properties_and_has_places_for_cards() {
    let card_variables = [("apiOrigin".to_owned(), "</script><b>".to_owned())].into();
    let mut hub = Hub::new(Settings {
        card_variables,
        ..Settings::default()
    });
    let id = hub.first_ids(1).remove(0);
    let properties = "/crm/properties/2026-09/contacts";
    hub.post(
        &format!("{properties}/groups"),
        &json!({ "name": "goodword", "label": "Goodword" }),
    );
    let link = json!({ "name": "goodword_link", "label": "Referral link", "groupName": "goodword",
                       "type": "string", "fieldType": "text" });
    hub.post(properties, &link);
    let values = json!({ "properties": { "goodword_link": "https://go.example/r/1",
                                         "firstname": "<i>Ada</i>" } });
    hub.call("PATCH", &format!("{CONTACTS}/{id}"), &values);

    let portal = hub.portal;
    let page = hub.send(&Request::get(format!("/contacts/{portal}/record/0-1/{id}")));
    assert_eq!(page.status, 200);
    let html = page.text();
    let value = r#"<td data-property="goodword_link"><a href="https://go.example/r/1">https://go.example/r/1</a></td>"#;
    assert!(html.contains(value), "{html}");
    assert!(html.find("Goodword").unwrap() < html.find("Contact information").unwrap());
    assert!(html.contains("&lt;i&gt;Ada&lt;/i&gt;") && !html.contains("<i>Ada"));
    for id in ["card-tab", "card-sidebar", "record", "properties"] {
        assert_eq!(html.matches(&format!(r#"id="{id}""#)).count(), 1);
    }
    let record = html
        .split_once(r#"id="record">"#)
        .unwrap()
        .1
        .split_once("</script>")
        .unwrap()
        .0;
    let record: serde_json::Value = serde_json::from_str(record).unwrap();
    assert_eq!(record["contactId"], id.as_str());
    assert_eq!(record["portalId"], portal);
    assert_eq!(record["variables"]["apiOrigin"], "</script><b>");
    assert_eq!(record["fetchEndpoint"], "/_sandbox/hubspot-fetch");
    assert!(
        record["user"]["email"]
            .as_str()
            .unwrap()
            .ends_with(".example")
    );
}

#[test]
fn the_contacts_page_lists_all_contacts_page_by_page() {
    let mut hub = Hub::with(120);
    let home = hub.send(&Request::get("/"));
    let list = home.header("location").unwrap().to_owned();
    let (mut path, mut records) = (list.clone(), 0);
    loop {
        let page = hub.send(&Request::get(&path));
        assert_eq!(page.status, 200);
        let html = page.text();
        records += html.matches("/record/0-1/").count();
        let Some((before, _)) = html.split_once(r#"" rel="next""#) else {
            break;
        };
        let next = before.rsplit_once("href=\"").unwrap().1;
        path = format!("{list}{next}");
    }
    assert_eq!(records, 120);
}

#[test]
fn a_missing_record_has_a_page_and_a_merged_one_redirects() {
    let mut hub = Hub::with(3);
    let some = hub.first_ids(2);
    let (portal, now) = (hub.portal, hub.now);
    let survivor = hub
        .sandbox
        .user_merges(portal, &some[0], &some[1], now)
        .unwrap();
    let moved = hub.send(&Request::get(format!(
        "/contacts/{portal}/record/0-1/{}",
        some[1]
    )));
    assert_eq!(
        moved.header("location"),
        Some(format!("/contacts/{portal}/record/0-1/{survivor}").as_str())
    );
    for path in [
        format!("/contacts/{portal}/record/0-1/5"),
        "/contacts/1/record/0-1/5".to_owned(),
        "/contacts/1/objects/0-1/views/all/list".to_owned(),
    ] {
        assert_eq!(hub.send(&Request::get(path)).status, 404);
    }
    assert_eq!(hub.sandbox.stats().calls, 1, "pages are no API calls");
}
