//! The shapes that cross the wire: requests that a portal takes, and views that it answers with.
//!
//! Nothing here reads or changes a table.

pub(crate) mod requests;
pub mod views;
