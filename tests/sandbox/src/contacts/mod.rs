//! Contacts.
//!
//! [`contact`] is one record with its values and their history, [`store`] all records of a portal
//! with their indices, [`people`] who is in it at the beginning. The other modules answer the API.

pub(crate) mod batch_read;
pub(crate) mod batch_write;
mod contact;
pub(crate) mod inputs;
pub(crate) mod list;
mod people;
pub(crate) mod read;
mod store;
mod view;
pub(crate) mod write;

pub(crate) use contact::{Contact, Source};
pub(crate) use people::populate;
pub(crate) use store::{Changes, Contacts, Found};
pub(crate) use view::{History, Selection};
