//! The properties and groups of one object type in one portal.

use std::collections::BTreeMap;

use super::{
    Definition, deals,
    groups::Group,
    settings::DefinitionLag,
    standard::{standard_groups, standard_properties},
};
use crate::{objects::ObjectType, pipelines::Pipelines};

/// The definitions of a portal, including archived ones.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    /// The type that has these properties.
    pub(crate) object: ObjectType,
    properties: BTreeMap<String, Definition>,
    /// A property that is defined and that no response shows.
    pub(crate) unshown: Option<&'static str>,
    groups: BTreeMap<String, Group>,
    /// The time of the present call.
    now: i64,
    lag: DefinitionLag,
}

impl Schema {
    /// Creates the properties of contacts in a new portal: HubSpot's own, and a few of the
    /// company's.
    pub(crate) fn of_contacts(created_at: i64) -> Self {
        let properties = standard_properties(created_at);
        Self::new(ObjectType::Contacts, properties, standard_groups())
    }

    /// Creates the properties of deals in a new portal.
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
            unshown: None,
            groups: groups.into_iter().map(grouped).collect(),
            // Every definition of a new portal is known.
            now: i64::MAX,
            lag: DefinitionLag::default(),
        }
    }

    /// Begins a call at this time.
    pub(crate) fn begin_call(&mut self, now: i64, lag: DefinitionLag) {
        self.now = now;
        self.lag = lag;
    }

    /// Returns whether a definition is shown already.
    pub(crate) fn shows(&self, property: &Definition) -> bool {
        property.created_at + self.lag.shown_ms <= self.now
    }

    /// Returns a property that takes values.
    pub(crate) fn taking_values(&self, name: &str) -> Option<&Definition> {
        self.live(name)
            .filter(|property| property.created_at + self.lag.write_ms <= self.now)
    }

    /// Returns a group that takes properties.
    pub(crate) fn taking_properties(&self, name: &str) -> Option<&Group> {
        self.group(name)
            .filter(|group| group.created_at + self.lag.group_ms <= self.now)
    }

    /// Returns a property that is not archived.
    pub(crate) fn live(&self, name: &str) -> Option<&Definition> {
        self.properties
            .get(name)
            .filter(|property| property.archived_at.is_none())
    }

    /// Returns a property, archived or not.
    pub(crate) fn any(&self, name: &str) -> Option<&Definition> {
        self.properties.get(name)
    }

    /// Returns a property to change.
    pub(crate) fn live_mut(&mut self, name: &str) -> Option<&mut Definition> {
        self.properties
            .get_mut(name)
            .filter(|property| property.archived_at.is_none())
    }

    /// Restores an archived property. Returns whether there is one.
    pub(crate) fn restore(&mut self, name: &str) -> bool {
        let archived = self.properties.get_mut(name);
        archived.is_some_and(|property| property.archived_at.take().is_some())
    }

    /// Returns all properties in order of names.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &Definition> {
        self.properties.values()
    }

    /// Adds a property, or replaces an archived one.
    pub(crate) fn insert(&mut self, property: Definition) {
        self.properties.insert(property.name.to_string(), property);
    }

    /// Returns a group that is not archived.
    pub(crate) fn group(&self, name: &str) -> Option<&Group> {
        self.groups.get(name).filter(|group| !group.archived)
    }

    /// Returns a group to change.
    pub(crate) fn group_mut(&mut self, name: &str) -> Option<&mut Group> {
        self.groups.get_mut(name).filter(|group| !group.archived)
    }

    /// Returns all groups in order of names.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values().filter(|group| !group.archived)
    }

    pub(crate) fn insert_group(&mut self, group: Group) {
        self.groups.insert(group.name.clone(), group);
    }
}
