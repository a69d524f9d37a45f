//! The errors of a portal, by what the caller can do about them.

use crate::storage::ports::SqlError;

/// The reason why a portal rejected a request or failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PortalError {
    /// The named thing does not exist in this portal.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A value is not valid. The sentence is for the person who gave it.
    #[error("{field}: {why}")]
    Invalid {
        /// The field's name in the JSON API.
        field: &'static str,
        /// The reason why the value is not valid.
        why: String,
    },
    /// The request conflicts with the present state. The sentence explains the conflict and its remedy.
    #[error("{0}")]
    Conflict(String),
    /// The account is not connected to HubSpot. Connecting it again helps.
    #[error("the account is not connected to HubSpot")]
    Disconnected,
    /// The API key does not belong to the account, or the account is not connected.
    #[error("the API key is not known")]
    UnknownKey,
    /// The session ended: everybody was signed out since it began. Signing in again helps.
    #[error("the session has ended")]
    SignedOut,
    /// One network sent too many forms in a minute.
    #[error("too many requests were sent in a short time")]
    TooMuch,
    /// The request cannot be served at the moment. The same request can succeed in a few seconds.
    #[error("{0}")]
    Busy(&'static str),
    /// The storage failed; nothing was changed.
    #[error(transparent)]
    Storage(#[from] SqlError),
    /// The tables hold a value that this code never wrote, or no key of the settings opens a sealed secret.
    #[error("unreadable: {0}")]
    Unreadable(&'static str),
}

impl PortalError {
    pub(crate) fn invalid(field: &'static str, why: impl Into<String>) -> Self {
        Self::Invalid {
            field,
            why: why.into(),
        }
    }
}
