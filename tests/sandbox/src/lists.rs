//! Lists of contacts.
//!
//! A `DYNAMIC` list holds whom its filter takes, now: whenever a contact changes, it is judged
//! anew. A `SNAPSHOT` list held them once; it and a `MANUAL` list then change by hand.

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
pub(crate) mod write;

pub(crate) use collection::Lists;
pub(crate) use create::create;
pub(crate) use standard::found;

use list::{List, Processing};
