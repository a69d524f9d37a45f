//! What can go wrong inside a portal, by what the caller can do about it.

use crate::storage::ports::SqlError;

/// Why a portal did not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PortalError {
    /// There is no such thing in this portal.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A value cannot be accepted; the sentence is for the person who gave it.
    #[error("{field}: {why}")]
    Invalid {
        /// The field's name in the JSON API.
        field: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// It contradicts what is there; the sentence says what and what to do.
    #[error("{0}")]
    Conflict(String),
    /// The account is not connected to HubSpot; connecting it again helps.
    #[error("the account is not connected to HubSpot")]
    Disconnected,
    /// The API key is none of the account's.
    #[error("the API key is not known")]
    UnknownKey,
    /// Too much came from there in a short time.
    #[error("too much came from there in a short time")]
    TooMuch,
    /// For the moment it cannot be done; the same request helps in a few seconds.
    #[error("{0}")]
    Busy(&'static str),
    /// The storage failed; nothing was changed.
    #[error(transparent)]
    Storage(#[from] SqlError),
    /// The tables hold what this code never wrote, or a secret cannot be opened with the keys at hand.
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
