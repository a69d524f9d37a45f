//! Routes: how one is declared, how the one of a request is found, and how the request is read.

pub(crate) mod request_parts;
pub(crate) mod route;
