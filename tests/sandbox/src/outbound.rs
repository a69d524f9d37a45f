//! A request that HubSpot sends to an app, as a value: whoever has a socket performs it.

/// A request from HubSpot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// The method.
    pub method: String,
    /// The URL as called, which is the one that was signed.
    pub url: String,
    /// Headers, signatures included.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
}

impl Outbound {
    /// The first header of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |header: &&(String, String)| header.0.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .find(named)
            .map(|(_, value)| value.as_str())
    }
}

/// What came of sending it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It was answered with this status.
    Answered(u16),
    /// It was not answered in time.
    TimedOut,
    /// There was no connection.
    Unreachable,
}
