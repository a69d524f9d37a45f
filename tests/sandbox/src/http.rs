//! HTTP requests and responses as values.
//!
//! Nothing here depends on HubSpot or on a socket.

mod query;
mod request;
mod response;

pub(crate) use query::Query;
pub use request::Request;
pub use response::Response;
