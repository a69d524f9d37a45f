//! Contacts.
//!
//! [`contact`] is one record with its values and their history, [`store`] all records of a portal
//! with their indices, [`people`] who is in it at the beginning. The other modules answer the API.

pub(crate) mod batch;
mod record;
pub(crate) mod gdpr;
pub(crate) mod inputs;
mod lifecycle;
pub(crate) mod list;
pub(crate) mod merge;
mod people;
pub(crate) mod read;
pub(crate) mod search;
mod store;
mod view;
pub(crate) mod write;

pub(crate) use record::{Record, Source};
pub(crate) use people::populate;
pub(crate) use store::{Changes, Records, Found};
pub(crate) use view::{History, Selection, show_written};
