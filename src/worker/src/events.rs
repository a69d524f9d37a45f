//! The events of the platform: HTTP requests, cron and the queue.

pub(crate) mod dispatch;
pub(crate) mod wake;
