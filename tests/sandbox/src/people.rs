//! The actions of a HubSpot user on contacts. They are outside of the API, its limits and its
//! faults, but webhooks report them like any other change.

use serde_json::{Map, Value};

use crate::{
    Sandbox,
    objects::{Found, ObjectType, Source, validate},
    portal::Portal,
    properties::values::{self, Checked},
};

/// The reason why an action was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such portal or record.
    NotFound,
    /// HubSpot refuses it for this reason.
    Invalid(String),
}

/// The id of a record, as text: a double may not hold it exactly.
pub type RecordId = String;

impl Sandbox {
    /// Restores an archived property of contacts. Returns whether there is one.
    pub fn user_restores_property(&mut self, portal: u64, name: &str) -> bool {
        let portal = self.portals.get_mut(&portal);
        portal.is_some_and(|portal| portal.schema.restore(name))
    }

    /// Creates a contact.
    ///
    /// # Errors
    /// The portal does not exist, or a value is invalid.
    pub fn user_creates(
        &mut self,
        portal: u64,
        properties: &Map<String, Value>,
        now_ms: i64,
    ) -> Result<RecordId, Refused> {
        self.by_user(portal, |portal, user| {
            let values = validated(portal, ObjectType::Contacts, None, properties)?;
            let created = portal.create(ObjectType::Contacts, &values, user, now_ms);
            created
                .map(|id| id.to_string())
                .map_err(|problem| invalid(&problem.into_entry()))
        })
    }

    /// Changes a contact.
    ///
    /// # Errors
    /// The contact does not exist, or a value is invalid.
    pub fn user_updates(
        &mut self,
        portal: u64,
        contact: &str,
        properties: &Map<String, Value>,
        now_ms: i64,
    ) -> Result<(), Refused> {
        self.by_user(portal, |portal, user| {
            let id = live(portal, ObjectType::Contacts, contact)?;
            let values = validated(portal, ObjectType::Contacts, Some(id), properties)?;
            let written = portal.write(ObjectType::Contacts, id, &values, user, now_ms);
            written
                .map(|_| ())
                .map_err(|problem| invalid(&problem.into_entry()))
        })
    }

    /// Moves a contact to the recycle bin.
    ///
    /// # Errors
    /// The contact does not exist.
    pub fn user_deletes(&mut self, portal: u64, contact: &str, now_ms: i64) -> Result<(), Refused> {
        self.by_user(portal, |portal, user| {
            let id = live(portal, ObjectType::Contacts, contact)?;
            if portal.archive(ObjectType::Contacts, id, user, now_ms) {
                Ok(())
            } else {
                Err(Refused::NotFound)
            }
        })
    }

    /// Restores a contact from the recycle bin.
    ///
    /// # Errors
    /// The contact is not there, or another contact has its address now.
    pub fn user_restores(
        &mut self,
        portal: u64,
        contact: &str,
        now_ms: i64,
    ) -> Result<(), Refused> {
        self.by_user(portal, |portal, user| {
            let id = contact.parse().map_err(|_| Refused::NotFound)?;
            if portal.restore(id, user, now_ms) {
                Ok(())
            } else {
                Err(Refused::NotFound)
            }
        })
    }

    /// Merges a contact into another, and returns the id of the resulting record.
    ///
    /// # Errors
    /// One of the two does not exist, or both are the same.
    pub fn user_merges(
        &mut self,
        portal: u64,
        primary: &str,
        other: &str,
        now_ms: i64,
    ) -> Result<RecordId, Refused> {
        self.by_user(portal, |portal, user| {
            let (primary, other) = (
                live(portal, ObjectType::Contacts, primary)?,
                live(portal, ObjectType::Contacts, other)?,
            );
            let survivor = portal.merge(primary, other, user, now_ms);
            survivor.map(|id| id.to_string()).ok_or(Refused::NotFound)
        })
    }

    /// Erases a contact for good, for privacy.
    ///
    /// # Errors
    /// The contact does not exist.
    pub fn user_erases(&mut self, portal: u64, contact: &str, now_ms: i64) -> Result<(), Refused> {
        self.by_user(portal, |portal, user| {
            let id = live(portal, ObjectType::Contacts, contact)?;
            portal.erase(id, user, now_ms);
            Ok(())
        })
    }

    /// Returns the addresses of a portal's people who were erased, and that a contact has again.
    #[must_use]
    pub fn erased_and_back(&self, portal: u64) -> Vec<String> {
        let Some(portal) = self.portals.get(&portal) else {
            return Vec::new();
        };
        let erased = portal.contacts.blocked.iter();
        let back = erased.filter(|address| portal.contacts.by_email(address).is_some());
        back.cloned().collect()
    }

    /// Returns the ids of a portal's live contacts, in order.
    #[must_use]
    pub fn contact_ids(&self, portal: u64) -> Vec<RecordId> {
        let contacts = self.portals.get(&portal).map(|portal| &portal.contacts);
        let contacts = contacts.into_iter().flat_map(|contacts| contacts.from(0));
        contacts.map(|contact| contact.id.to_string()).collect()
    }

    /// Returns the current value of a property. The id of a merged record stands for the surviving
    /// one.
    #[must_use]
    pub fn contact_value(&self, portal: u64, contact: &str, property: &str) -> Option<String> {
        let contacts = &self.portals.get(&portal)?.contacts;
        let (Found::Direct(contact) | Found::Merged(contact)) =
            contacts.find(contact.parse().ok()?)?;
        contact.value(property).map(std::borrow::Cow::into_owned)
    }

    /// Returns the members of a list in order of ids, or none if the list was deleted.
    #[must_use]
    pub fn list_members(&self, portal: u64, list: &str) -> Option<Vec<RecordId>> {
        let lists = &self.portals.get(&portal)?.lists;
        lists.members(list)
    }

    /// Returns the members of a list as HubSpot shows them at a time, while it still works on the
    /// list, and whether it does.
    #[must_use]
    pub fn shown_members(
        &self,
        portal: u64,
        list: &str,
        now_ms: i64,
    ) -> Option<(Vec<RecordId>, bool)> {
        let lists = &self.portals.get(&portal)?.lists;
        lists.shown_members(list, now_ms)
    }

    /// Pauses HubSpot's work on a list, or lets it go on. Returns whether there is such a list.
    pub fn pause_list(&mut self, portal: u64, list: &str, paused: bool) -> bool {
        let portal = self.portals.get_mut(&portal);
        portal.is_some_and(|portal| portal.lists.pause(list, paused))
    }

    /// Sets the longest time for which active lists are processed after a change.
    pub fn set_list_processing(&mut self, longest_ms: i64) {
        for portal in self.portals.values_mut() {
            portal.lists.set_pace_ms(longest_ms);
        }
    }

    pub(crate) fn by_user<T>(
        &mut self,
        portal: u64,
        user_action: impl FnOnce(&mut Portal, Source) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let portal = self.portals.get_mut(&portal).ok_or(Refused::NotFound)?;
        let user = Source::User(portal.users.last().map_or(0, |user| user.id));
        let done = user_action(portal, user);
        self.create_events();
        done
    }
}

/// Returns the id of a live record.
pub(crate) fn live(portal: &Portal, object: ObjectType, record: &str) -> Result<u64, Refused> {
    let id = record.parse().map_err(|_| Refused::NotFound)?;
    portal
        .records_of(object)
        .live(id)
        .map(|record| record.id)
        .ok_or(Refused::NotFound)
}

/// Validates the values that a user writes.
pub(crate) fn validated(
    portal: &Portal,
    object: ObjectType,
    record: Option<u64>,
    properties: &Map<String, Value>,
) -> Result<Checked, Refused> {
    validate(portal, object, record, properties)
        .map_err(|invalid| Refused::Invalid(values::summary(&invalid)))
}

/// Describes a problem for a user.
pub(crate) fn invalid(problem: &Value) -> Refused {
    let message = problem.get("message").and_then(Value::as_str);
    Refused::Invalid(message.unwrap_or_default().to_owned())
}
