//! API keys.

use core::fmt;

use jiff::Timestamp;
use serde::Serialize;

/// A key with which a customer's own systems call the API.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ApiKey))]
#[serde(rename_all = "camelCase")]
pub struct ApiKeyView {
    /// The key's number.
    pub id: u32,
    /// The key's name, which says what the key is for.
    pub name: String,
    /// The time of its creation.
    pub created_at: Timestamp,
    /// The day of its last use in the account's time zone, as YYYY-MM-DD.
    pub last_used_on: Option<String>,
    /// The key itself; only in the response that creates it.
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
