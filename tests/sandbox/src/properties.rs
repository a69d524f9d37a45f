//! Properties and their groups: the schema of one type of objects in one portal.
//!
//! [`definition`] says what a property is, [`rules`] which new ones HubSpot takes, [`values`] which
//! values a property takes and how it writes them, [`standard`] and [`deals`] what every portal
//! has from the beginning, and [`endpoints`] answers the API.

pub(crate) mod compare;
mod deals;
mod definition;
pub(crate) mod endpoints;
pub(crate) mod groups;
mod rules;
mod schema;
mod standard;
pub(crate) mod values;

pub(crate) use definition::{Choice, Definition, Kind, Name, Standing};
pub(crate) use schema::Schema;
