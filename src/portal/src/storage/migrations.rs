//! Numbered steps that bring a database to the present schema. A step that was released is never edited.

use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// The steps of a portal's database.
pub(crate) const PORTAL: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("steps/deal_credits.sql"),
    include_str!("steps/refused_answers.sql"),
    include_str!("steps/enrolments.sql"),
    include_str!("steps/seen_people.sql"),
];

/// The steps of the Directory's database.
pub(crate) const DIRECTORY: &[&str] = &[include_str!("directory.sql")];

/// Runs the steps that this database has not run yet, each in its own transaction.
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

/// Returns the statements of a step. In our SQL a semicolon at the end of a line always ends a statement.
fn statements(step: &str) -> impl Iterator<Item = &str> {
    step.split(";\n").map(str::trim).filter(|statement| {
        statement
            .lines()
            .any(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--"))
    })
}
