//! API keys.

use core::fmt;

use jiff::Timestamp;
use serde::Serialize;

/// A key with which a customer's own systems call the API.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ApiKey))]
#[serde(rename_all = "camelCase")]
pub struct ApiKeyView {
    /// Its number.
    pub id: u32,
    /// What it is for.
    pub name: String,
    /// Since when it exists.
    pub created_at: Timestamp,
    /// The day on which it was last used, as YYYY-MM-DD in UTC.
    pub last_used_on: Option<String>,
    /// The key itself; in the answer to its making alone.
    pub key: Option<String>,
}

impl fmt::Debug for ApiKeyView {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ApiKeyView")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
