//! Properties and their groups: the schema of one object type in one portal.
//!
//! [`definition`] is the type of a property. [`rules`] validates new properties. [`values`]
//! validates and normalises values. [`standard`] and [`deals`] list the properties of a new portal.
//! [`endpoints`] answers the API.

pub(crate) mod compare;
mod deals;
mod definition;
pub(crate) mod endpoints;
pub(crate) mod groups;
mod rules;
mod schema;
mod settings;
mod standard;
pub(crate) mod values;

pub(crate) use definition::{Choice, Definition, Kind, Name, Ownership};
pub(crate) use schema::Schema;
pub use settings::{ArchivedProperty, DefinitionLag, PropertyBatch, PropertySettings};
pub(crate) use standard::further_properties;
