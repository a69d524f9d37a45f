//! HTTP requests and responses as values.
//!
//! Nothing here depends on HubSpot or on a socket.

mod query;
mod request;
mod response;

pub(crate) use query::Query;
pub use request::Request;
pub use response::Response;

/// Returns the first header of this name, without regard to case.
pub(crate) fn first_header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(present, _)| present.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}
