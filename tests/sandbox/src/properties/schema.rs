//! The properties and groups of one type of objects in one portal.

use std::collections::BTreeMap;

use super::{
    Definition, deals,
    groups::Group,
    standard::{standard_groups, standard_properties},
};
use crate::{objects::ObjectType, pipelines::Pipelines};

/// The definitions of a portal, archived ones included.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    /// Whose properties they are.
    pub(crate) object: ObjectType,
    properties: BTreeMap<String, Definition>,
    groups: BTreeMap<String, Group>,
}

impl Schema {
    /// What every portal's contacts begin with, and a few fields that its users made.
    pub(crate) fn of_contacts(created_at: i64) -> Self {
        let properties = standard_properties(created_at);
        Self::new(ObjectType::Contacts, properties, standard_groups())
    }

    /// What every portal's deals begin with.
    pub(crate) fn of_deals(created_at: i64, pipelines: &Pipelines) -> Self {
        let properties = deals::properties(created_at, pipelines);
        Self::new(ObjectType::Deals, properties, deals::groups())
    }

    fn new(object: ObjectType, properties: Vec<Definition>, groups: Vec<Group>) -> Self {
        let named = |property: Definition| (property.name.to_string(), property);
        let grouped = |group: Group| (group.name.clone(), group);
        Self {
            object,
            properties: properties.into_iter().map(named).collect(),
            groups: groups.into_iter().map(grouped).collect(),
        }
    }

    /// A property that is not archived.
    pub(crate) fn live(&self, name: &str) -> Option<&Definition> {
        self.properties
            .get(name)
            .filter(|property| property.archived_at.is_none())
    }

    /// A property, archived or not.
    pub(crate) fn any(&self, name: &str) -> Option<&Definition> {
        self.properties.get(name)
    }

    /// A property to change.
    pub(crate) fn live_mut(&mut self, name: &str) -> Option<&mut Definition> {
        self.properties
            .get_mut(name)
            .filter(|property| property.archived_at.is_none())
    }

    /// Every property, by name.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &Definition> {
        self.properties.values()
    }

    /// Adds a property, or puts it in the place of an archived one.
    pub(crate) fn insert(&mut self, property: Definition) {
        self.properties.insert(property.name.to_string(), property);
    }

    /// A group that is not archived.
    pub(crate) fn group(&self, name: &str) -> Option<&Group> {
        self.groups.get(name).filter(|group| !group.archived)
    }

    /// A group to change.
    pub(crate) fn group_mut(&mut self, name: &str) -> Option<&mut Group> {
        self.groups.get_mut(name).filter(|group| !group.archived)
    }

    /// Every group, by name.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values().filter(|group| !group.archived)
    }

    /// Adds a group.
    pub(crate) fn insert_group(&mut self, group: Group) {
        self.groups.insert(group.name.clone(), group);
    }
}
