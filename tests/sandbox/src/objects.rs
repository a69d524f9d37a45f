//! Objects: contacts and deals.
//!
//! [`record`] is one record with its values and their history. [`store`] holds all records of a
//! type in a portal, with their indices. [`object_type`] holds the differences between the types.
//! [`people`] creates the contacts that a portal has at the start. The other modules answer the
//! API.

pub(crate) mod batch;
pub(crate) mod gdpr;
pub(crate) mod inputs;
mod lifecycle;
pub(crate) mod list;
pub(crate) mod merge;
mod object_type;
mod people;
pub(crate) mod read;
mod record;
pub(crate) mod search;
mod store;
mod validate;
mod view;
pub(crate) mod write;

pub(crate) use object_type::ObjectType;
pub(crate) use people::populate;
pub(crate) use record::{Record, Source};
pub(crate) use store::{Changes, Found, Records};
pub(crate) use validate::validate;
pub(crate) use view::{History, Selection, show_written};
