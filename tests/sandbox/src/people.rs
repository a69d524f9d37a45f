//! What a user of HubSpot does with contacts, in HubSpot. Outside of the API, its limits and faults,
//! but webhooks tell of it like of any change.

use serde_json::{Map, Value};

use crate::{
    Sandbox,
    objects::{Found, ObjectType, Source, judge},
    portal::Portal,
    properties::values::{self, Checked},
};

/// Why a deed was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such portal or record.
    NotFound,
    /// HubSpot does not take it, for this reason.
    Invalid(String),
}

/// The id of a record, as text: it may lie beyond what a double holds.
pub type RecordId = String;

impl Sandbox {
    /// Creates a contact.
    ///
    /// # Errors
    /// If the portal does not exist, or does not take the values.
    pub fn user_creates(
        &mut self,
        portal: u64,
        properties: &Map<String, Value>,
        now_ms: i64,
    ) -> Result<RecordId, Refused> {
        self.by_user(portal, |portal, user| {
            let values = judged(portal, ObjectType::Contacts, None, properties)?;
            let created = portal.create(ObjectType::Contacts, &values, user, now_ms);
            created
                .map(|id| id.to_string())
                .map_err(|problem| invalid(&problem.into_entry()))
        })
    }

    /// Changes a contact.
    ///
    /// # Errors
    /// If it does not exist, or does not take the values.
    pub fn user_updates(
        &mut self,
        portal: u64,
        contact: &str,
        properties: &Map<String, Value>,
        now_ms: i64,
    ) -> Result<(), Refused> {
        self.by_user(portal, |portal, user| {
            let id = live(portal, ObjectType::Contacts, contact)?;
            let values = judged(portal, ObjectType::Contacts, Some(id), properties)?;
            let written = portal.write(ObjectType::Contacts, id, &values, user, now_ms);
            written
                .map(|_| ())
                .map_err(|problem| invalid(&problem.into_entry()))
        })
    }

    /// Puts a contact into the recycle bin.
    ///
    /// # Errors
    /// If it does not exist.
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

    /// Takes a contact out of the recycle bin.
    ///
    /// # Errors
    /// If it is not there, or its address has gone to another.
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

    /// Merges a contact into another, and gives the id of the record that came of it.
    ///
    /// # Errors
    /// If either does not exist, or both are the same.
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

    /// Erases a contact for good, as privacy law asks.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn user_erases(&mut self, portal: u64, contact: &str, now_ms: i64) -> Result<(), Refused> {
        self.by_user(portal, |portal, user| {
            let id = live(portal, ObjectType::Contacts, contact)?;
            portal.erase(id, user, now_ms);
            Ok(())
        })
    }

    /// The ids of a portal's live contacts, in order.
    #[must_use]
    pub fn contact_ids(&self, portal: u64) -> Vec<RecordId> {
        let contacts = self.portals.get(&portal).map(|portal| &portal.contacts);
        let contacts = contacts.into_iter().flat_map(|contacts| contacts.from(0));
        contacts.map(|contact| contact.id.to_string()).collect()
    }

    /// A property's value as it stands; the id of a merged record leads to the surviving one.
    #[must_use]
    pub fn contact_value(&self, portal: u64, contact: &str, property: &str) -> Option<String> {
        let contacts = &self.portals.get(&portal)?.contacts;
        let (Found::Direct(contact) | Found::Merged(contact)) =
            contacts.find(contact.parse().ok()?)?;
        contact.value(property).map(std::borrow::Cow::into_owned)
    }

    /// The members of a list, in the order of their ids; none if the list was deleted.
    #[must_use]
    pub fn list_members(&self, portal: u64, list: &str) -> Option<Vec<RecordId>> {
        let lists = &self.portals.get(&portal)?.lists;
        lists.members(list)
    }

    pub(crate) fn by_user<T>(
        &mut self,
        portal: u64,
        deed: impl FnOnce(&mut Portal, Source) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let portal = self.portals.get_mut(&portal).ok_or(Refused::NotFound)?;
        let user = Source::User(portal.users.last().map_or(0, |user| user.id));
        let done = deed(portal, user);
        self.tell();
        done
    }
}

/// The id of a live record.
pub(crate) fn live(portal: &Portal, object: ObjectType, record: &str) -> Result<u64, Refused> {
    let id = record.parse().map_err(|_| Refused::NotFound)?;
    portal
        .records_of(object)
        .live(id)
        .map(|record| record.id)
        .ok_or(Refused::NotFound)
}

/// The values that a user writes.
pub(crate) fn judged(
    portal: &Portal,
    object: ObjectType,
    record: Option<u64>,
    properties: &Map<String, Value>,
) -> Result<Checked, Refused> {
    judge(portal, object, record, properties)
        .map_err(|invalid| Refused::Invalid(values::summary(&invalid)))
}

/// A problem, as a user reads it.
pub(crate) fn invalid(problem: &Value) -> Refused {
    let message = problem.get("message").and_then(Value::as_str);
    Refused::Invalid(message.unwrap_or_default().to_owned())
}
