//! HubSpot's posts to the app.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sandbox::{Delivery, Sent, Settings, Subscription, WebhookSettings};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::hub::{CONTACTS, Hub};

const TARGET: &str = "https://goodword.example/hubspot/webhooks";

fn settings() -> WebhookSettings {
    WebhookSettings {
        target_url: Some(TARGET.to_owned()),
        doubled: 0,
        disordered: 0,
        ..WebhookSettings::default()
    }
}

fn hub(webhooks: WebhookSettings) -> Hub {
    Hub::connected(Settings {
        contacts: 20,
        webhooks,
        ..Settings::default()
    })
}

fn events(delivery: &Delivery) -> Vec<Value> {
    serde_json::from_slice(&delivery.request.body).unwrap()
}

/// Moves the clock until nothing is due, and delivers everything.
fn deliver_all(hub: &mut Hub) -> Vec<Value> {
    let mut seen = Vec::new();
    while let Some(due) = hub.sandbox.next_webhook_ms() {
        hub.now = hub.now.max(due);
        for delivery in hub.sandbox.due_webhooks(hub.now) {
            seen.extend(events(&delivery));
            hub.sandbox
                .webhook_sent(delivery.id, Sent::Answered(204), hub.now);
        }
    }
    seen
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["subscriptionType"].as_str().unwrap())
        .collect()
}

#[test]
fn events_report_the_life_of_a_contact() {
    let mut hub = hub(settings());
    let (portal, now) = (hub.portal, hub.now);
    let properties = json!({ "email": "zoë@example.com", "city": "Turin" });
    let id = hub
        .sandbox
        .user_creates(portal, properties.as_object().unwrap(), now)
        .unwrap();
    let created = deliver_all(&mut hub);
    let number: u64 = id.parse().unwrap();
    assert_eq!(
        kinds(&created),
        ["object.creation", "object.propertyChange"],
        "city is not subscribed to"
    );
    let event = &created[1];
    assert_eq!(event["objectId"], number);
    assert_eq!(event["objectTypeId"], "0-1");
    assert_eq!(event["portalId"], portal);
    assert_eq!(event["appId"], hub.sandbox.app().id);
    assert_eq!(event["propertyName"], "email");
    assert_eq!(event["propertyValue"], "zoë@example.com");
    assert_eq!(event["changeSource"], "CRM_UI");
    assert_eq!(event["attemptNumber"], 0);
    assert_eq!(event["occurredAt"], now);

    let other = hub.first_ids(1).remove(0);
    let survivor = hub
        .sandbox
        .user_merges(portal, &other, &id, hub.now)
        .unwrap();
    let merged = deliver_all(&mut hub);
    assert_eq!(kinds(&merged), ["object.merge"]);
    assert_eq!(merged[0]["primaryObjectId"].to_string(), other);
    assert_eq!(merged[0]["mergedObjectIds"], json!([number]));
    assert_eq!(merged[0]["newObjectId"].to_string(), survivor);

    hub.sandbox
        .user_deletes(portal, &survivor, hub.now)
        .unwrap();
    hub.sandbox
        .user_restores(portal, &survivor, hub.now)
        .unwrap();
    assert_eq!(
        kinds(&deliver_all(&mut hub)),
        ["object.deletion", "object.restore"]
    );
    hub.sandbox.user_erases(portal, &survivor, hub.now).unwrap();
    let erased = deliver_all(&mut hub);
    assert_eq!(
        kinds(&erased),
        ["contact.privacyDeletion", "object.deletion"]
    );
    assert_eq!(erased[0].get("objectTypeId"), None);
}

#[test]
fn posts_are_signed_and_contain_only_ascii() {
    let mut hub = hub(settings());
    let id = hub.first_ids(1).remove(0);
    hub.call(
        "PATCH",
        &format!("{CONTACTS}/{id}"),
        &json!({ "properties": { "firstname": "Zoë" } }),
    );
    hub.now = hub.sandbox.next_webhook_ms().unwrap();
    let delivery = hub.sandbox.due_webhooks(hub.now).remove(0);
    let request = &delivery.request;
    assert!(request.body.is_ascii());
    assert!(String::from_utf8_lossy(&request.body).contains("Zo\\u00eb"));
    let header = |name| request.header(name).unwrap();
    let timestamp = header("x-hubspot-request-timestamp");
    assert_eq!(timestamp, hub.now.to_string());
    let secret = hub.sandbox.app().client_secret.clone();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("POST{TARGET}").as_bytes());
    mac.update(&request.body);
    mac.update(timestamp.as_bytes());
    assert_eq!(
        header("x-hubspot-signature-v3"),
        STANDARD.encode(mac.finalize().into_bytes())
    );
    assert_eq!(header("x-hubspot-signature-version"), "v1");
    assert_eq!(header("x-hubspot-signature").len(), 64);
}

#[test]
fn a_post_contains_at_most_a_hundred_events() {
    let mut hub = hub(settings());
    let portal = hub.portal;
    for number in 0..130 {
        let properties = json!({ "email": format!("n{number}@example.com") });
        hub.sandbox
            .user_creates(portal, properties.as_object().unwrap(), hub.now)
            .unwrap();
    }
    assert_eq!(hub.sandbox.pending_webhook_events(), 260);
    hub.now += 10_000;
    let due = hub.sandbox.due_webhooks(hub.now);
    let sizes: Vec<usize> = due.iter().map(|delivery| delivery.events).collect();
    assert_eq!(sizes, [100, 100, 60]);
    for delivery in due {
        hub.sandbox
            .webhook_sent(delivery.id, Sent::Answered(200), hub.now);
    }
    let stats = hub.sandbox.stats();
    assert_eq!(
        (stats.webhooks_delivered, stats.webhook_events_delivered),
        (3, 260)
    );
    assert_eq!(hub.sandbox.pending_webhook_events(), 0);
}

#[test]
fn no_more_posts_are_in_flight_than_the_app_accepts() {
    let mut hub = hub(WebhookSettings {
        max_concurrent_requests: 2,
        ..settings()
    });
    let portal = hub.portal;
    for number in 0..300 {
        let properties = json!({ "email": format!("n{number}@example.com") });
        hub.sandbox
            .user_creates(portal, properties.as_object().unwrap(), hub.now)
            .unwrap();
    }
    hub.now += 10_000;
    let first = hub.sandbox.due_webhooks(hub.now);
    assert_eq!(first.len(), 2);
    assert!(hub.sandbox.due_webhooks(hub.now).is_empty());
    hub.sandbox
        .webhook_sent(first[0].id, Sent::Answered(200), hub.now);
    assert_eq!(hub.sandbox.due_webhooks(hub.now).len(), 1);
}

#[test]
fn a_failed_post_is_retried_ten_times_within_a_day() {
    let mut hub = hub(settings());
    let id = hub.first_ids(1).remove(0);
    hub.call(
        "PATCH",
        &format!("{CONTACTS}/{id}"),
        &json!({ "properties": { "firstname": "B" } }),
    );
    let start = hub.now;
    let mut attempts = Vec::new();
    while let Some(due) = hub.sandbox.next_webhook_ms() {
        hub.now = due;
        for delivery in hub.sandbox.due_webhooks(hub.now) {
            attempts.push(events(&delivery)[0]["attemptNumber"].as_u64().unwrap());
            let sent = match attempts.len() % 4 {
                0 => Sent::TimedOut,
                1 => Sent::Answered(500),
                2 => Sent::Answered(404),
                _ => Sent::Unreachable,
            };
            hub.sandbox.webhook_sent(delivery.id, sent, hub.now);
        }
    }
    assert_eq!(attempts, (0..=10).collect::<Vec<u64>>());
    assert!(hub.now - start < 24 * 60 * 60 * 1_000);
    assert_eq!(hub.sandbox.stats().webhooks_failed, 11);
    assert_eq!(
        hub.sandbox.pending_webhook_events(),
        0,
        "then it is given up"
    );
}

#[test]
fn events_may_arrive_twice_and_out_of_order() {
    let mut hub = hub(WebhookSettings {
        doubled: 500,
        disordered: 1_000,
        ..settings()
    });
    let portal = hub.portal;
    for number in 0..100 {
        let properties = json!({ "firstname": format!("n{number}") });
        hub.sandbox
            .user_creates(portal, properties.as_object().unwrap(), hub.now)
            .unwrap();
        hub.now += 10;
    }
    let seen = deliver_all(&mut hub);
    let distinct: BTreeSet<String> = seen
        .iter()
        .map(|event| {
            format!(
                "{}{}{}",
                event["eventId"], event["subscriptionType"], event["objectId"]
            )
        })
        .collect();
    assert_eq!(distinct.len(), 200, "nothing is lost");
    assert!(seen.len() > 250, "some came twice: {}", seen.len());
    assert!(!seen.is_sorted_by_key(|event| event["occurredAt"].as_i64()));
}

#[test]
fn only_a_connected_app_gets_events() {
    let mut hub = hub(settings());
    let portal = hub.portal;
    hub.sandbox.uninstall(portal);
    let properties = json!({ "firstname": "A" });
    hub.sandbox
        .user_creates(portal, properties.as_object().unwrap(), hub.now)
        .unwrap();
    assert_eq!(hub.sandbox.pending_webhook_events(), 0);
}

#[test]
fn subscriptions_are_validated() {
    let mut hub = hub(settings());
    let subscription = |kind: &str, property: Option<&str>| Subscription {
        subscription_type: kind.to_owned(),
        object_type: None,
        property_name: property.map(str::to_owned),
        active: true,
    };
    let cases = [
        (subscription("contact.creation", None), true),
        (subscription("contact.propertyChange", Some("phone")), true),
        (
            subscription("object.propertyChange", Some("not_there_yet")),
            true,
        ),
        (subscription("object.propertyChange", None), false),
        (
            subscription("object.propertyChange", Some("hs_lastmodifieddate")),
            false,
        ),
        (subscription("object.privacyDeletion", None), false),
        (subscription("deal.creation", None), true),
        (subscription("deal.propertyChange", Some("dealstage")), true),
        (subscription("contact.associationChange", None), true),
        (subscription("deal.privacyDeletion", None), false),
        (subscription("ticket.creation", None), false),
        (subscription("object.creation", Some("phone")), false),
    ];
    for (subscription, good) in cases {
        let subscriptions = vec![subscription.clone()];
        let changed = hub.sandbox.set_webhooks(WebhookSettings {
            subscriptions,
            ..settings()
        });
        assert_eq!(changed.is_ok(), good, "{subscription:?}");
    }
}

#[test]
fn events_report_the_life_of_a_deal_to_an_app_that_may_read_deals() {
    let subscription = |kind: &str, object: Option<&str>, property: Option<&str>| Subscription {
        subscription_type: kind.to_owned(),
        object_type: object.map(str::to_owned),
        property_name: property.map(str::to_owned),
        active: true,
    };
    let webhooks = WebhookSettings {
        subscriptions: vec![
            subscription("deal.creation", None, None),
            subscription("deal.propertyChange", None, Some("dealstage")),
            subscription("deal.associationChange", None, None),
            subscription("object.creation", Some("deal"), None),
            subscription("object.creation", None, None),
        ],
        ..settings()
    };
    for granted in [false, true] {
        let mut hub = Hub::new(Settings {
            contacts: 2,
            webhooks: webhooks.clone(),
            ..Settings::default()
        });
        let optional: &[(&str, &str)] = if granted {
            &[("optional_scope", "crm.objects.deals.read")]
        } else {
            &[]
        };
        let target = hub.authorize_target(optional);
        let sent = hub.send(&sandbox::Request::post(target).with_form(&[("decision", "connect")]));
        let code = crate::hub::parameter(sent.header("location").unwrap(), "code").unwrap();
        hub.redeem(&code);
        let contact = hub.first_ids(1).remove(0);
        let properties = json!({ "dealname": "Beans", "dealstage": "contractsent" });
        let deal = hub
            .sandbox
            .user_creates_deal(
                hub.portal,
                properties.as_object().unwrap(),
                std::slice::from_ref(&contact),
                hub.now,
            )
            .unwrap();
        let delivered = deliver_all(&mut hub);
        if !granted {
            assert!(delivered.is_empty(), "{delivered:?}");
            continue;
        }
        let mut seen = kinds(&delivered);
        seen.sort_unstable();
        assert_eq!(
            seen,
            [
                "deal.associationChange",
                "deal.creation",
                "deal.propertyChange",
                "object.creation"
            ]
        );
        let of = |kind: &str| {
            let mut delivered = delivered.iter();
            delivered.find(|it| it["subscriptionType"] == kind).unwrap()
        };
        let (deal, contact): (u64, u64) = (deal.parse().unwrap(), contact.parse().unwrap());
        assert_eq!(of("object.creation")["objectTypeId"], "0-3");
        assert_eq!(of("deal.creation")["objectId"], deal);
        assert_eq!(of("deal.propertyChange")["propertyValue"], "contractsent");
        let associated = of("deal.associationChange");
        assert_eq!(associated["associationType"], "DEAL_TO_CONTACT");
        assert_eq!(associated["fromObjectId"], deal);
        assert_eq!(associated["toObjectId"], contact);
        assert_eq!(associated["associationRemoved"], false);
    }
}
