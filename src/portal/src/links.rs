//! Links: their addresses, and the records of the link index that serve them.

pub(crate) mod addresses;
pub(crate) mod index_records;
