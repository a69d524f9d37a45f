//! Storage: the ports to the outside, the database with its schema, sealed secrets, and the settings.
//!
//! Left to others: the tables and what their rows mean (`tables`).

pub(crate) mod columns;
pub(crate) mod database;
pub(crate) mod error;
pub(crate) mod key_signer;
pub(crate) mod migrations;
#[cfg(feature = "rusqlite")]
pub mod native;
pub(crate) mod ports;
pub(crate) mod row;
pub(crate) mod sealing;
pub(crate) mod settings;
