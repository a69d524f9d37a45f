//! Deliveries of HubSpot's webhooks. The webhook route, which is planned and not built yet, will
//! use this module.
//!
//! HubSpot repeats deliveries, reorders them, gives two events one id, and may mix portals in one
//! delivery. Nothing here depends on order or uniqueness; an event is a hint that something
//! happened. Unknown events are kept apart. The route answers them with a 2xx like the rest,
//! because HubSpot repeats a refused delivery for a whole day.

use core::fmt;

use domain::{ContactId, HubId};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::showable;
use crate::wire;

/// HubSpot's object type of contacts.
const CONTACT_TYPE: &str = "0-1";

/// A change of a contact.
#[derive(Clone, PartialEq, Eq)]
pub enum ContactChange {
    /// It was created.
    Created(ContactId),
    /// It was moved to the recycle bin.
    Deleted(ContactId),
    /// It came back from the recycle bin.
    Restored(ContactId),
    /// Its data must be erased.
    PrivacyDeleted(ContactId),
    /// A property has a new value.
    PropertyChanged {
        /// The contact.
        contact: ContactId,
        /// The property's name.
        property: String,
        /// The value, empty if it was cleared.
        value: String,
    },
    /// Several contacts were merged into one.
    Merged {
        /// The contact whose values were kept.
        primary: ContactId,
        /// The contacts that were merged into it.
        merged: Vec<ContactId>,
        /// The record that stands for all of them from now on, if HubSpot names it.
        survivor: Option<ContactId>,
    },
}

/// One event of a known kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The portal.
    pub hub_id: HubId,
    /// The app that subscribed, to compare with the configured one.
    pub app_id: Option<String>,
    /// When it happened, if HubSpot says so.
    pub occurred_at: Option<Timestamp>,
    /// The change.
    pub change: ContactChange,
}

/// The parts of a delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// The known events, in the order of the delivery.
    pub events: Vec<Event>,
    /// The types of the events that are not about contacts, or of an unknown kind.
    pub unknown: Vec<String>,
    /// How many events of a known type lacked a required field.
    pub unreadable: usize,
}

/// The body is not a list of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body is not a list of events")]
pub struct NotADelivery;

/// Splits a delivery into its events.
///
/// # Errors
/// [`NotADelivery`] if the body is not a JSON array.
pub fn delivery(body: &[u8]) -> Result<Delivery, NotADelivery> {
    let values: Vec<Value> = serde_json::from_slice(body).map_err(|_| NotADelivery)?;
    let mut delivery = Delivery::default();
    for value in values {
        match Wire::deserialize(value) {
            Ok(event) => event.sort_into(&mut delivery),
            Err(_) => delivery.unreadable += 1,
        }
    }
    Ok(delivery)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    #[serde(deserialize_with = "wire::id")]
    portal_id: HubId,
    #[serde(deserialize_with = "wire::text")]
    subscription_type: String,
    #[serde(default, deserialize_with = "wire::optional_text")]
    app_id: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_text")]
    object_type_id: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_text")]
    occurred_at: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_id")]
    object_id: Option<ContactId>,
    #[serde(default, deserialize_with = "wire::optional_text")]
    property_name: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_text")]
    property_value: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_id")]
    primary_object_id: Option<ContactId>,
    #[serde(default, deserialize_with = "wire::or_default")]
    merged_object_ids: Vec<MergedId>,
    #[serde(default, deserialize_with = "wire::optional_id")]
    new_object_id: Option<ContactId>,
}

#[derive(Deserialize)]
struct MergedId(#[serde(deserialize_with = "wire::optional_id")] Option<ContactId>);

impl Wire {
    fn sort_into(self, delivery: &mut Delivery) {
        let Some(kind) = self.kind() else {
            delivery
                .unknown
                .push(showable::code(&self.subscription_type));
            return;
        };
        let occurred_at = self
            .occurred_at
            .as_deref()
            .and_then(|text| text.parse().ok())
            .and_then(|ms| Timestamp::from_millisecond(ms).ok());
        let (hub_id, app_id) = (self.portal_id.clone(), self.app_id.clone());
        match self.change(kind) {
            Some(change) => {
                delivery.events.push(Event {
                    hub_id,
                    app_id,
                    occurred_at,
                    change,
                });
            }
            None => delivery.unreadable += 1,
        }
    }

    /// Returns the kind of the event. HubSpot has two names for the same event: `contact.creation`,
    /// and `object.creation` with a type.
    fn kind(&self) -> Option<Kind> {
        let (about, what) = self.subscription_type.split_once('.')?;
        let about_contact = match about {
            "contact" => true,
            "object" => self.object_type_id.as_deref() == Some(CONTACT_TYPE),
            _ => false,
        };
        let kind = match what {
            "creation" => Kind::Creation,
            "deletion" => Kind::Deletion,
            "restore" => Kind::Restore,
            "privacyDeletion" => Kind::PrivacyDeletion,
            "propertyChange" => Kind::PropertyChange,
            "merge" => Kind::Merge,
            _ => return None,
        };
        about_contact.then_some(kind)
    }

    fn change(self, kind: Kind) -> Option<ContactChange> {
        match kind {
            Kind::Creation => self.object_id.map(ContactChange::Created),
            Kind::Deletion => self.object_id.map(ContactChange::Deleted),
            Kind::Restore => self.object_id.map(ContactChange::Restored),
            Kind::PrivacyDeletion => self.object_id.map(ContactChange::PrivacyDeleted),
            Kind::PropertyChange => Some(ContactChange::PropertyChanged {
                contact: self.object_id?,
                property: self.property_name?,
                value: self.property_value.unwrap_or_default(),
            }),
            Kind::Merge => {
                let merged: Vec<_> = self
                    .merged_object_ids
                    .into_iter()
                    .filter_map(|id| id.0)
                    .collect();
                let primary = self.primary_object_id?;
                let survivor = self.new_object_id;
                (!merged.is_empty()).then_some(ContactChange::Merged {
                    primary,
                    merged,
                    survivor,
                })
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Creation,
    Deletion,
    Restore,
    PrivacyDeletion,
    PropertyChange,
    Merge,
}

impl fmt::Debug for ContactChange {
    /// Hides the value, which is personal data.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created(contact) => write!(formatter, "Created({contact})"),
            Self::Deleted(contact) => write!(formatter, "Deleted({contact})"),
            Self::Restored(contact) => write!(formatter, "Restored({contact})"),
            Self::PrivacyDeleted(contact) => write!(formatter, "PrivacyDeleted({contact})"),
            Self::PropertyChanged {
                contact, property, ..
            } => {
                write!(formatter, "PropertyChanged({contact}, {property})")
            }
            Self::Merged {
                primary,
                merged,
                survivor,
            } => {
                write!(formatter, "Merged({primary}, {merged:?}, {survivor:?})")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ContactId {
        text.parse().unwrap()
    }

    #[test]
    fn each_kind_of_event_is_understood_under_both_of_its_names() {
        let merged = ContactChange::Merged {
            primary: id("51"),
            merged: vec![id("52"), id("53")],
            survivor: Some(id("900")),
        };
        let changed = ContactChange::PropertyChanged {
            contact: id("51"),
            property: "email".to_owned(),
            value: "jo@example.com".to_owned(),
        };
        for (what, fields, change) in [
            (
                "creation",
                r#""objectId":51"#,
                ContactChange::Created(id("51")),
            ),
            (
                "deletion",
                r#""objectId":51"#,
                ContactChange::Deleted(id("51")),
            ),
            (
                "restore",
                r#""objectId":"51""#,
                ContactChange::Restored(id("51")),
            ),
            (
                "privacyDeletion",
                r#""objectId":51"#,
                ContactChange::PrivacyDeleted(id("51")),
            ),
            (
                "propertyChange",
                r#""objectId":51,"propertyName":"email","propertyValue":"jo@example.com""#,
                changed,
            ),
            (
                "merge",
                r#""primaryObjectId":51,"mergedObjectIds":[52,"53"],"newObjectId":900,"numberOfPropertiesMoved":2"#,
                merged,
            ),
        ] {
            for name in [
                format!(r#""subscriptionType":"contact.{what}""#),
                format!(r#""subscriptionType":"object.{what}","objectTypeId":"0-1""#),
            ] {
                let body = format!(
                    r#"[{{"eventId":1,"subscriptionId":2,"portalId":123,"appId":9,
                    "occurredAt":1767225600000,"attemptNumber":0,"changeSource":"CRM_UI",{name},{fields}}}]"#
                );
                let delivery = delivery(body.as_bytes()).unwrap();
                let event = &delivery.events[0];
                assert_eq!(event.change, change, "{name}");
                assert_eq!(
                    (event.hub_id.as_str(), event.app_id.as_deref()),
                    ("123", Some("9"))
                );
                assert_eq!(
                    event.occurred_at.unwrap().to_string(),
                    "2026-01-01T00:00:00Z"
                );
                assert!(!format!("{delivery:?}").contains("example.com"));
            }
        }
    }

    #[test]
    fn unknown_events_are_kept_apart_and_affect_no_others() {
        let body = br#"[
            {"portalId":1,"subscriptionType":"deal.creation","objectId":7},
            {"portalId":1,"subscriptionType":"object.creation","objectTypeId":"0-3","objectId":7},
            {"portalId":1,"subscriptionType":"object.creation","objectId":7},
            {"portalId":1,"subscriptionType":"contact.somethingNew","objectId":7},
            {"portalId":1,"subscriptionType":"contact.creation"},
            {"portalId":1,"subscriptionType":"contact.merge","primaryObjectId":1,"mergedObjectIds":[]},
            {"subscriptionType":"contact.creation","objectId":7},
            "odd", null, [],
            {"portalId":2,"subscriptionType":"contact.creation","objectId":8,"occurredAt":"soon"}
        ]"#;
        let delivery = delivery(body).unwrap();
        let types = [
            "deal.creation",
            "object.creation",
            "object.creation",
            "contact.somethingNew",
        ];
        assert_eq!(delivery.unknown, types);
        assert_eq!(delivery.unreadable, 6);
        assert_eq!(delivery.events.len(), 1);
        assert_eq!(delivery.events[0].change, ContactChange::Created(id("8")));
        assert_eq!(delivery.events[0].occurred_at, None);
    }

    #[test]
    fn only_a_list_is_a_delivery() {
        assert_eq!(delivery(b"[]").unwrap(), Delivery::default());
        for body in ["", "{}", "null", "[", "<html>"] {
            assert_eq!(delivery(body.as_bytes()), Err(NotADelivery), "{body}");
        }
    }
}
