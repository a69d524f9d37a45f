//! Whose a token is.

use core::fmt;

use domain::HubId;
use serde::Deserialize;

use crate::call::Reply;
use crate::failure::Failure;
use crate::wire;

/// What HubSpot tells of a token.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Introspection {
    /// Whether the token is good; of one that is not, HubSpot tells nothing else.
    #[serde(default)]
    pub active: bool,
    /// The account.
    #[serde(default, deserialize_with = "wire::optional_id")]
    pub hub_id: Option<HubId>,
    /// The account's domain.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub hub_domain: Option<String>,
    /// The person who granted.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub user_id: Option<String>,
    /// That person's e-mail address.
    #[serde(default, rename = "user", deserialize_with = "wire::optional_text")]
    pub user_email: Option<String>,
    /// The app that the token was issued to.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub app_id: Option<String>,
    /// What was granted.
    #[serde(default)]
    pub scopes: Vec<String>,
}

impl fmt::Debug for Introspection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Introspection")
            .field("active", &self.active)
            .field("hub_id", &self.hub_id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// Reads the answer to [`super::introspect`].
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn introspected(reply: &Reply) -> Result<Introspection, Failure> {
    wire::read(reply)
}
