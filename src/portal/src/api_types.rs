//! The shapes that cross the wire: the requests that a portal accepts and the views that it returns.
//!
//! Nothing here reads or changes a table.

pub(crate) mod requests;
pub mod views;
