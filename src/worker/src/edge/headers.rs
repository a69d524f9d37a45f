//! The headers that several rooms use.

use core::ops::RangeInclusive;

/// The account that a request of the dashboard is for.
pub(crate) const ACCOUNT: &str = "goodword-portal";

/// The caller's key for a request that may be sent again.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The number of bytes of such a key: short enough to be kept, long enough to be unique.
pub(crate) const IDEMPOTENCY_KEY_LENGTH: RangeInclusive<usize> = 8..=100;

/// The API key that a portal's object has to check. The Worker sets this header on its own requests; it does not pass on
/// what a caller sends under this name.
pub(crate) const API_KEY: &str = "goodword-api-key";

/// The epoch of the session that a portal's object has to check. The Worker sets it, as the header above.
pub(crate) const SESSION_EPOCH: &str = "goodword-session-epoch";

/// The number of rows that an object read for its response.
pub(crate) const ROWS_READ: &str = "goodword-rows-read";

/// The visitor's network address, as the edge saw it.
pub(crate) const CLIENT_ADDRESS: &str = "cf-connecting-ip";
