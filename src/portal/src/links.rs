//! Links: their addresses, and the records of the link index that serve them.

pub(crate) mod addresses;
pub(crate) mod codes;
pub(crate) mod dns;
pub(crate) mod hosts;
pub(crate) mod index_records;
pub(crate) mod loops;
pub(crate) mod slugs;
