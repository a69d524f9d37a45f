//! From what happened to the events that tell of it.

use serde_json::{Map, Value, json};

use super::Subscription;
use crate::{objects::Source, portal::Change};

/// Where and when something happened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    pub(crate) portal: u64,
    pub(crate) app: u64,
    pub(crate) at: i64,
}

/// The kind of a change, and what its event says of it.
struct Told {
    kind: &'static str,
    object: u64,
    source: Source,
    more: Value,
}

/// The events of a change, one for each subscription that is meant by it, without ids.
pub(crate) fn describe(
    change: &Change,
    origin: Origin,
    subscriptions: &[Subscription],
) -> Vec<Map<String, Value>> {
    let mut events = Vec::new();
    for told in told(change) {
        for (place, subscription) in subscriptions.iter().enumerate() {
            if subscription.active && told.is_for(subscription) {
                events.push(told.event(origin, place, subscription));
            }
        }
    }
    events
}

fn told(change: &Change) -> Vec<Told> {
    let simple = |kind, object: &u64, source: &Source, flag: &str| Told {
        kind,
        object: *object,
        source: *source,
        more: json!({ "changeFlag": flag }),
    };
    match change {
        Change::Created { id, source } => vec![simple("creation", id, source, "CREATED")],
        Change::Archived { id, source } => vec![simple("deletion", id, source, "DELETED")],
        Change::Restored { id, source } => vec![simple("restore", id, source, "RESTORED")],
        Change::Erased { id, source } => vec![
            simple("privacyDeletion", id, source, "DELETED"),
            simple("deletion", id, source, "DELETED"),
        ],
        Change::Written {
            id,
            property,
            value,
            source,
        } => vec![Told {
            kind: "propertyChange",
            object: *id,
            source: *source,
            more: json!({
                "propertyName": &**property,
                "propertyValue": value,
                "isSensitive": false,
            }),
        }],
        Change::Merged {
            primary,
            merged,
            survivor,
            moved,
            source,
        } => vec![Told {
            kind: "merge",
            object: *primary,
            source: *source,
            more: json!({
                "changeFlag": "MERGED",
                "primaryObjectId": primary,
                "mergedObjectIds": merged,
                "newObjectId": survivor,
                "numberOfPropertiesMoved": moved,
            }),
        }],
    }
}

impl Told {
    fn is_for(&self, subscription: &Subscription) -> bool {
        let property = self.more.get("propertyName").and_then(Value::as_str);
        subscription.kind() == self.kind && subscription.property_name.as_deref() == property
    }

    fn event(
        &self,
        origin: Origin,
        place: usize,
        subscription: &Subscription,
    ) -> Map<String, Value> {
        let mut event = match &self.more {
            Value::Object(more) => more.clone(),
            _ => Map::new(),
        };
        let mut set = |name: &str, value: Value| event.insert(name.to_owned(), value);
        set("subscriptionId", (1_000_000 + place).into());
        set("portalId", origin.portal.into());
        set("appId", origin.app.into());
        set("occurredAt", origin.at.into());
        set(
            "subscriptionType",
            subscription.subscription_type.clone().into(),
        );
        set("objectId", self.object.into());
        set("changeSource", self.source.kind().into());
        set("sourceId", self.source.id().into());
        if subscription.generic() {
            set("objectTypeId", "0-1".into());
        }
        event
    }
}
