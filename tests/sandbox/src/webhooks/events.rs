//! The events that report a change.

use serde_json::{Map, Value, json};

use super::Subscription;
use crate::{
    objects::{ObjectType, Source},
    portal::Change,
};

/// The place and time of a change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    pub(crate) portal: u64,
    pub(crate) app: u64,
    pub(crate) at: i64,
    /// Whether the app may see deals.
    pub(crate) reads_deals: bool,
}

/// The kind of a change, and the fields of its event.
struct EventData {
    object: ObjectType,
    kind: &'static str,
    id: Option<u64>,
    source: Source,
    more: Value,
}

/// Returns the events of a change, one for each matching subscription. They have no ids yet.
pub(crate) fn describe(
    change: &Change,
    origin: Origin,
    subscriptions: &[Subscription],
) -> Vec<Map<String, Value>> {
    let mut events = Vec::new();
    for data in event_data(change) {
        if data.of_deals() && !origin.reads_deals {
            continue;
        }
        for (place, subscription) in subscriptions.iter().enumerate() {
            if subscription.active && data.is_for(subscription) {
                events.push(data.event(origin, place, subscription));
            }
        }
    }
    events
}

fn event_data(change: &Change) -> Vec<EventData> {
    let simple = |object: ObjectType, kind, id: &u64, source: &Source, flag: &str| EventData {
        object,
        kind,
        id: Some(*id),
        source: *source,
        more: json!({ "changeFlag": flag }),
    };
    match change {
        Change::Created { object, id, source } => {
            vec![simple(*object, "creation", id, source, "CREATED")]
        }
        Change::Archived { object, id, source } => {
            vec![simple(*object, "deletion", id, source, "DELETED")]
        }
        Change::Restored { object, id, source } => {
            vec![simple(*object, "restore", id, source, "RESTORED")]
        }
        Change::Erased { id, source } => vec![
            simple(
                ObjectType::Contacts,
                "privacyDeletion",
                id,
                source,
                "DELETED",
            ),
            simple(ObjectType::Contacts, "deletion", id, source, "DELETED"),
        ],
        Change::Written {
            object,
            id,
            property,
            value,
            source,
        } => vec![EventData {
            object: *object,
            kind: "propertyChange",
            id: Some(*id),
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
        } => vec![EventData {
            object: ObjectType::Contacts,
            kind: "merge",
            id: Some(*primary),
            source: *source,
            more: json!({
                "changeFlag": "MERGED",
                "primaryObjectId": primary,
                "mergedObjectIds": merged,
                "newObjectId": survivor,
                "numberOfPropertiesMoved": moved,
            }),
        }],
        Change::Associated {
            contact,
            deal,
            removed,
            source,
        } => {
            let association = |object: ObjectType, from: u64, to: u64| EventData {
                object,
                kind: "associationChange",
                id: None,
                source: *source,
                more: json!({
                    "associationType": format!("{}_to_{}", object.singular(), object.other().singular())
                        .to_uppercase(),
                    "fromObjectId": from,
                    "toObjectId": to,
                    "associationRemoved": removed,
                    "isPrimaryAssociation": false,
                }),
            };
            vec![
                association(ObjectType::Contacts, *contact, *deal),
                association(ObjectType::Deals, *deal, *contact),
            ]
        }
    }
}

impl EventData {
    fn of_deals(&self) -> bool {
        self.object == ObjectType::Deals || self.kind == "associationChange"
    }

    fn is_for(&self, subscription: &Subscription) -> bool {
        let property = self.more.get("propertyName").and_then(Value::as_str);
        subscription.object() == Some(self.object)
            && subscription.kind() == self.kind
            && subscription.property_name.as_deref() == property
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
        let mut set = |name: &str, value: Value| {
            event.insert(name.to_owned(), value);
        };
        set("subscriptionId", (1_000_000 + place).into());
        set("portalId", origin.portal.into());
        set("appId", origin.app.into());
        set("occurredAt", origin.at.into());
        set(
            "subscriptionType",
            subscription.subscription_type.clone().into(),
        );
        if let Some(id) = self.id {
            set("objectId", id.into());
        }
        set("changeSource", self.source.kind().into());
        set("sourceId", self.source.id().into());
        match (subscription.generic(), self.id) {
            (false, _) => {}
            (true, Some(_)) => set("objectTypeId", self.object.id().into()),
            (true, None) => {
                set("fromObjectTypeId", self.object.id().into());
                set("toObjectTypeId", self.object.other().id().into());
            }
        }
        event
    }
}
