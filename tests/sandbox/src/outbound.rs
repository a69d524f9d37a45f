//! A request that HubSpot sends to an app, as a value. The caller, who has a socket, sends it.

use crate::http::first_header;

/// A request from HubSpot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// The method.
    pub method: String,
    /// The URL of the request. The signature covers it.
    pub url: String,
    /// The headers, including the signatures.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
}

impl Outbound {
    /// Returns the first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        first_header(&self.headers, name)
    }
}

/// The result of sending a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The app answered with this status.
    Answered(u16),
    /// The app did not answer in time.
    TimedOut,
    /// There was no connection.
    Unreachable,
}
