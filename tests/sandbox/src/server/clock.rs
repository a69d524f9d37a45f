//! The time. It never decreases, as the library demands.

use std::time::{SystemTime, UNIX_EPOCH};

/// A clock that stands still when the machine's clock is set back.
#[derive(Debug, Default)]
pub(crate) struct Clock(i64);

impl Clock {
    /// Returns milliseconds of the Unix epoch.
    pub(crate) fn now(&mut self) -> i64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        self.0 = self
            .0
            .max(i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        self.0
    }
}
