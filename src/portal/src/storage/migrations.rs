//! Numbered steps that bring a database to the present schema. A step, once released, is never edited.

use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// The steps of a portal's database.
pub(crate) const PORTAL: &[&str] = &[include_str!("schema.sql")];

/// The steps of the Directory's database.
pub(crate) const DIRECTORY: &[&str] = &[include_str!("directory.sql")];

/// Runs the steps that this database has not seen, each in a transaction of its own.
pub(crate) fn migrate(database: &Database, steps: &[&str]) -> Result<(), PortalError> {
    database.change(
        "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) WITHOUT ROWID",
        &[],
    )?;
    let done = database.number("SELECT COALESCE(MAX(version), 0) FROM schema_version", &[])?;
    for (version, step) in (1..).zip(steps) {
        if version <= done {
            continue;
        }
        database.atomically(|| {
            for statement in statements(step) {
                database.change(statement, &[])?;
            }
            database.change(
                "INSERT INTO schema_version (version) VALUES (?1)",
                &[version.into()],
            )
        })?;
    }
    Ok(())
}

/// The statements of a step. Our SQL has no semicolon but those that end a statement at the end of a line.
fn statements(step: &str) -> impl Iterator<Item = &str> {
    step.split(";\n").map(str::trim).filter(|statement| {
        statement
            .lines()
            .any(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--"))
    })
}
