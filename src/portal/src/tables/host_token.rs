//! The table with the portal's token, by which DNS proves that the account owns a host.
//!
//! Invariant: the token never changes, so that a record that was set once stays right.

use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// Returns the token, if there is one.
pub(crate) fn get(database: &Database) -> Result<Option<String>, PortalError> {
    database.first("SELECT token FROM host_token", &[])
}

/// Stores the token, unless there is one. Returns the token.
pub(crate) fn keep(database: &Database, token: &str) -> Result<String, PortalError> {
    database.change(
        "INSERT INTO host_token (id, token) VALUES (1, ?1) ON CONFLICT DO NOTHING",
        &[token.into()],
    )?;
    get(database)?.ok_or(PortalError::Unreadable("the token for hosts"))
}
