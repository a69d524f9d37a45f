//! What can be asked of the account's API keys.

use serde::Deserialize;

/// One question or change.
#[derive(Debug, Clone)]
pub enum ApiKeyRequest {
    /// All keys, without what is secret of them.
    List,
    /// Make one. The answer alone shows it; it is not remembered for a repeated request, which makes another key.
    Make(NewApiKey),
    /// Take one back, by its number.
    End(u32),
}

/// A key to be.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewApiKey {
    /// What it is for; 1 to 100 characters.
    pub name: String,
}
