//! HTTP as values: what the library takes in and gives out.
//!
//! Nothing here knows HubSpot, and nothing here touches a socket.

mod query;
mod request;
mod response;

pub(crate) use query::Query;
pub use request::Request;
pub use response::Response;
