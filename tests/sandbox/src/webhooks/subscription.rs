//! The settings and subscriptions of webhooks.

use serde::{Deserialize, Serialize};

use crate::objects::ObjectType;

/// The settings of webhooks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WebhookSettings {
    /// The URL that receives the posts. Without it none are sent.
    pub target_url: Option<String>,
    /// The most posts in flight at once.
    pub max_concurrent_requests: usize,
    /// The subscriptions.
    pub subscriptions: Vec<Subscription>,
    /// The minimum time that an event waits for others, in milliseconds.
    pub delay_ms: i64,
    /// The most milliseconds that it waits beyond this.
    pub spread_ms: u64,
    /// How many of 1,000 events are sent twice.
    pub doubled: u64,
    /// How many of 1,000 posts have their events in another order.
    pub disordered: u64,
}

impl Default for WebhookSettings {
    fn default() -> Self {
        let object = |kind: &str| Subscription {
            subscription_type: kind.to_owned(),
            object_type: None,
            property_name: None,
            active: true,
        };
        let property = |name: &str| Subscription {
            property_name: Some(name.to_owned()),
            ..object("object.propertyChange")
        };
        Self {
            target_url: None,
            max_concurrent_requests: 10,
            subscriptions: vec![
                object("object.creation"),
                object("object.deletion"),
                object("object.restore"),
                object("object.merge"),
                property("email"),
                property("firstname"),
                property("lastname"),
                object("contact.privacyDeletion"),
            ],
            delay_ms: 1_000,
            spread_ms: 4_000,
            doubled: 20,
            disordered: 50,
        }
    }
}

/// A subscription to one kind of event of contacts or deals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// HubSpot's name, such as `object.creation` or `contact.creation`.
    pub subscription_type: String,
    /// The object type of an `object.` type, `contact` or `deal`. The default is contacts.
    #[serde(default)]
    pub object_type: Option<String>,
    /// The property of a property change.
    #[serde(default)]
    pub property_name: Option<String>,
    /// Whether the subscription is active.
    #[serde(default = "active")]
    pub active: bool,
}

fn active() -> bool {
    true
}

/// The kinds of events. Each also has an older name, with `contact.` or `deal.` instead of
/// `object.`.
const KINDS: [&str; 7] = [
    "creation",
    "deletion",
    "restore",
    "merge",
    "propertyChange",
    "associationChange",
    "privacyDeletion",
];
/// Properties whose changes HubSpot does not report.
const UNTOLD: [&str; 2] = ["num_unique_conversion_events", "hs_lastmodifieddate"];

impl WebhookSettings {
    /// Describes the first error in the subscriptions, if there is one.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.subscriptions.iter().find_map(Subscription::fault)
    }
}

impl Subscription {
    /// Returns the object type.
    pub(super) fn object(&self) -> Option<ObjectType> {
        if self.generic() {
            ObjectType::parse(self.object_type.as_deref().unwrap_or("contact"))
        } else {
            let family = self.subscription_type.split('.').next()?;
            ObjectType::parse(family).filter(|object| object.singular() == family)
        }
    }

    /// Returns the part of the type after the dot.
    pub(super) fn kind(&self) -> &str {
        self.subscription_type
            .split_once('.')
            .map_or("", |(_, kind)| kind)
    }

    /// Returns whether it uses the newer name.
    pub(super) fn generic(&self) -> bool {
        self.subscription_type.starts_with("object.")
    }

    fn fault(&self) -> Option<String> {
        let kind = &self.subscription_type;
        let known = self.object().is_some() && KINDS.contains(&self.kind());
        // Only contacts have events of privacy deletion, and only under the older name.
        let misplaced = self.kind() == "privacyDeletion" && kind != "contact.privacyDeletion";
        if !known || misplaced {
            return Some(format!("{kind} is not a subscription type"));
        }
        if !self.generic() && self.object_type.is_some() {
            return Some(format!("{kind} takes no objectType"));
        }
        match (self.kind(), self.property_name.as_deref()) {
            ("propertyChange", None) => Some(format!("{kind} needs a propertyName")),
            ("propertyChange", Some(name)) if UNTOLD.contains(&name) => {
                Some(format!("Changes of {name} cannot be subscribed to"))
            }
            ("propertyChange", Some(_)) | (_, None) => None,
            (_, Some(_)) => Some(format!("{kind} takes no propertyName")),
        }
    }
}
