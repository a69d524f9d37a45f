//! What the platform calls: HTTP requests, cron and the queue.

pub(crate) mod dispatch;
pub(crate) mod wake;
