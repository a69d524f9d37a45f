//! The table of API keys. It holds the SHA-256 of each key, not the key itself.

use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

row! {
    /// A key's row.
    #[derive(Debug)]
    pub(crate) struct ApiKeyRow {
        pub(crate) id: u32 = "id",
        pub(crate) name: String = "name",
        pub(crate) hash: String = "hash",
        pub(crate) created_at: Timestamp = "created_at",
        /// A day of UTC, as YYYY-MM-DD.
        pub(crate) last_used_on: Option<String> = "last_used_on",
    }
}

/// Returns all keys, oldest first.
pub(crate) fn all(database: &Database) -> Result<Vec<ApiKeyRow>, PortalError> {
    let columns = ApiKeyRow::COLUMNS;
    database.all(&format!("SELECT {columns} FROM api_key ORDER BY id"), &[])
}

/// Returns one key.
pub(crate) fn find(database: &Database, id: u32) -> Result<Option<ApiKeyRow>, PortalError> {
    let columns = ApiKeyRow::COLUMNS;
    let statement = format!("SELECT {columns} FROM api_key WHERE id = ?1");
    database.first(&statement, &[id.into()])
}

/// Returns an id that no key has.
pub(crate) fn free_id(database: &Database) -> Result<u32, PortalError> {
    database.number("SELECT COALESCE(MAX(id), 0) + 1 FROM api_key", &[])
}

/// Adds a key under a free id.
pub(crate) fn insert(
    database: &Database,
    id: u32,
    name: &str,
    hash: &str,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO api_key (id, name, hash, created_at) VALUES (?1, ?2, ?3, ?4)",
        &[id.into(), name.into(), hash.into(), now.into()],
    )
}

/// Stores the day on which a key was last used.
pub(crate) fn set_last_used(database: &Database, id: u32, day: &str) -> Result<(), PortalError> {
    database.change(
        "UPDATE api_key SET last_used_on = ?2 WHERE id = ?1",
        &[id.into(), day.into()],
    )
}

/// Deletes all keys.
pub(crate) fn delete_all(database: &Database) -> Result<(), PortalError> {
    database.change("DELETE FROM api_key", &[])
}

/// Deletes a key.
///
/// # Errors
/// When there is no such key.
pub(crate) fn delete(database: &Database, id: u32) -> Result<(), PortalError> {
    let statement = "DELETE FROM api_key WHERE id = ?1 RETURNING id";
    if database.exists(statement, &[id.into()])? {
        Ok(())
    } else {
        Err(PortalError::NotFound("API key"))
    }
}
