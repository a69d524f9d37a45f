//! The requests about the account's API keys.

use serde::Deserialize;

/// A request about API keys.
#[derive(Debug, Clone)]
pub enum ApiKeyRequest {
    /// List all keys, without their secrets.
    List,
    /// Create a key. Only the response shows the key. The response is not stored, so that a repeated request creates
    /// another key.
    Make(NewApiKey),
    /// Revoke the key with this number.
    End(u32),
}

/// A new API key.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewApiKey {
    /// The key's name, which says what the key is for; 1 to 100 characters.
    pub name: String,
}
