//! The table of the catalogue: the properties, lists and pipelines of the account as they were last fetched.
//!
//! They are stored as the JSON of the response, so that people can choose from them without waiting for HubSpot.

use jiff::Timestamp;
use serde_json::value::RawValue;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

row! {
    /// The catalogue's row.
    #[derive(Debug)]
    pub(crate) struct CatalogueRow {
        pub(crate) properties: Box<RawValue> = "properties",
        pub(crate) lists: Box<RawValue> = "lists",
        /// The reason why the lists could not be read, or null.
        pub(crate) lists_problem: Box<RawValue> = "lists_problem",
        pub(crate) pipelines: Box<RawValue> = "pipelines",
        /// The reason why the pipelines could not be read, or null.
        pub(crate) pipelines_problem: Box<RawValue> = "pipelines_problem",
        pub(crate) fetched_at: Timestamp = "fetched_at",
    }
}

/// Returns the catalogue, if it was ever fetched.
pub(crate) fn get(database: &Database) -> Result<Option<CatalogueRow>, PortalError> {
    let columns = CatalogueRow::COLUMNS;
    database.first(
        &format!("SELECT {columns} FROM catalogue WHERE id = 1"),
        &[],
    )
}

/// Stores a catalogue, which replaces the last one.
pub(crate) fn store(database: &Database, catalogue: &CatalogueRow) -> Result<(), PortalError> {
    database.change(
        "INSERT OR REPLACE INTO catalogue (id, properties, lists, lists_problem, pipelines, \
         pipelines_problem, fetched_at) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            catalogue.properties.get().into(),
            catalogue.lists.get().into(),
            catalogue.lists_problem.get().into(),
            catalogue.pipelines.get().into(),
            catalogue.pipelines_problem.get().into(),
            catalogue.fetched_at.into(),
        ],
    )
}

/// Returns whether a property of the catalogue takes text; `None` if the catalogue does not have it.
pub(crate) fn takes_text(database: &Database, property: &str) -> Result<Option<bool>, PortalError> {
    database.first(
        "SELECT EXISTS (SELECT 1 FROM json_each(property.value -> 'takes') WHERE value = 'text') \
         FROM catalogue, json_each(catalogue.properties) AS property \
         WHERE property.value ->> 'name' = ?1 LIMIT 1",
        &[property.into()],
    )
}

row! {
    /// A property of the catalogue, as far as writing to it is concerned.
    #[derive(Debug)]
    pub(crate) struct PropertyRow {
        /// Whether HubSpot lets apps write it.
        pub(crate) writable: bool = "property.value ->> 'writable'",
        /// HubSpot's name for its type, if the type is known.
        pub(crate) kind: Option<String> = "property.value ->> 'type'",
    }
}

/// Returns a property; `None` if the catalogue does not have it.
pub(crate) fn property(
    database: &Database,
    name: &str,
) -> Result<Option<PropertyRow>, PortalError> {
    let columns = PropertyRow::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM catalogue, json_each(catalogue.properties) AS property \
         WHERE property.value ->> 'name' = ?1 LIMIT 1"
    );
    database.first(&statement, &[name.into()])
}
