//! Routes: how one is declared, how the one of a request is found, and how the request is read and described.

pub(crate) mod about;
pub(crate) mod address_value;
pub(crate) mod described;
pub(crate) mod handler;
pub(crate) mod path_ids;
pub(crate) mod query;
pub(crate) mod request_parts;
pub(crate) mod route;
#[cfg(feature = "openapi")]
pub(crate) mod shape;
