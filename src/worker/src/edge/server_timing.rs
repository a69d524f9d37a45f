//! The cost of a response of the API, as the header Server-Timing, which browsers show beside the request.

use core::fmt;

use jiff::SignedDuration;

/// The cost of a response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServerTiming {
    /// The time that the portal took, measured here.
    pub(crate) portal: SignedDuration,
    /// The rows that the portal's storage read.
    pub(crate) rows_read: u64,
}

impl ServerTiming {
    /// The header's name.
    pub(crate) const HEADER: &str = "server-timing";
}

impl fmt::Display for ServerTiming {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let portal = self.portal.as_millis().max(0);
        write!(
            formatter,
            "portal;dur={portal}, rows-read;desc=\"{}\"",
            self.rows_read
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_browsers_read_it() {
        let cost = ServerTiming {
            portal: SignedDuration::from_micros(12_900),
            rows_read: 7,
        };
        assert_eq!(cost.to_string(), "portal;dur=12, rows-read;desc=\"7\"");
        let backwards = ServerTiming {
            portal: SignedDuration::from_millis(-1),
            rows_read: 0,
        };
        assert_eq!(backwards.to_string(), "portal;dur=0, rows-read;desc=\"0\"");
    }
}
