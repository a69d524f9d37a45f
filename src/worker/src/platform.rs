//! The platform as the Worker uses it: the clock, the log, randomness, SQL, outgoing requests, and Unicode hosts.

pub mod durable_sql;
pub mod entropy;

pub(crate) mod clock;
pub(crate) mod log;
pub(crate) mod outgoing;
pub(crate) mod unicode_host;
