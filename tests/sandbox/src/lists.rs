//! Lists of contacts.
//!
//! A `DYNAMIC` list always holds the contacts that match its filter: each change of a contact
//! evaluates the filter again. A `SNAPSHOT` list is filled by its filter once. It and a `MANUAL`
//! list then change by hand.

pub(crate) mod all;
mod collection;
mod create;
mod filter;
pub(crate) mod folders;
pub(crate) mod legacy;
mod list;
pub(crate) mod member_pages;
pub(crate) mod memberships;
pub(crate) mod read;
pub(crate) mod records;
pub(crate) mod search;
mod standard;
mod work;
pub(crate) mod write;

pub(crate) use collection::Lists;
pub(crate) use create::create;
pub(crate) use standard::create_standard_lists;
pub(crate) use work::Pace;

use list::{List, Processing};
