//! A record in the API's format.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Record, record::Version};
use crate::{properties::Schema, time::iso};

/// The properties in a response.
pub(crate) struct Selection(Vec<String>);

impl Selection {
    /// Selects the requested properties that exist. HubSpot ignores the others without an error.
    pub(crate) fn new(schema: &Schema, asked: &[String]) -> Self {
        let always = schema.object.always();
        let names: BTreeSet<&str> = if asked.is_empty() {
            let defaults = schema.object.defaults().iter().copied();
            defaults.chain(always).collect()
        } else {
            let known = asked
                .iter()
                .map(String::as_str)
                .filter(|name| schema.live(name).is_some() && schema.unshown != Some(*name));
            known.chain(always).collect()
        };
        Self(names.into_iter().map(str::to_owned).collect())
    }

    /// Returns the record with these properties. A property without a value is null.
    pub(crate) fn show(&self, contact: &Record) -> Value {
        self.show_at(contact, i64::MAX)
    }

    /// Returns the record as it was at a time.
    pub(crate) fn show_at(&self, contact: &Record, at: i64) -> Value {
        let mut properties = Map::new();
        for name in &self.0 {
            let value = contact
                .value_at(name, at)
                .map_or(Value::Null, |it| it.into_owned().into());
            properties.insert(name.clone(), value);
        }
        record(contact, properties)
    }
}

/// Returns the record as the response to a write: the written properties, with "" for a cleared
/// one, and the default properties that have a value. Responses to writes contain no null.
pub(crate) fn show_written<'a>(contact: &Record, written: impl Iterator<Item = &'a str>) -> Value {
    let mut properties: Map<String, Value> =
        written.map(|name| (name.to_owned(), "".into())).collect();
    let object = contact.object;
    let usual = object.defaults().iter().copied().chain(object.always());
    let usual = usual.map(str::to_owned);
    let names: BTreeSet<String> = usual.chain(properties.keys().cloned()).collect();
    for name in names {
        if let Some(value) = contact.value(&name) {
            let value = value.into_owned().into();
            properties.insert(name, value);
        }
    }
    record(contact, properties)
}

fn record(contact: &Record, properties: Map<String, Value>) -> Value {
    let mut body = json!({
        "id": contact.id.to_string(),
        "createdAt": iso(contact.created_at),
        "updatedAt": iso(contact.updated_at),
        "archived": contact.archived_at.is_some(),
    });
    if let Some(fields) = body.as_object_mut() {
        fields.insert("properties".to_owned(), properties.into());
        if let Some(archived_at) = contact.archived_at {
            fields.insert("archivedAt".to_owned(), iso(archived_at).into());
        }
    }
    body
}

/// The properties whose earlier values are requested too.
pub(crate) struct History(Vec<String>);

impl History {
    /// Selects the requested properties that exist.
    pub(crate) fn new(schema: &Schema, asked: &[String]) -> Self {
        Self(
            asked
                .iter()
                .filter(|name| schema.live(name).is_some())
                .cloned()
                .collect(),
        )
    }

    /// Adds `propertiesWithHistory` to a record in the API's format.
    pub(crate) fn add(&self, contact: &Record, shown: &mut Value) {
        if self.0.is_empty() {
            return;
        }
        let version = |version: &Version| {
            json!({
                "value": &*version.value,
                "timestamp": iso(version.at),
                "sourceType": version.source.kind(),
                "sourceId": version.source.id(),
            })
        };
        let mut histories = Map::new();
        for name in &self.0 {
            let versions = contact
                .history(name)
                .into_iter()
                .map(version)
                .collect::<Vec<_>>();
            histories.insert(name.clone(), versions.into());
        }
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("propertiesWithHistory".to_owned(), histories.into());
        }
    }
}
