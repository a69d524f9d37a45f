//! The table of background queries to HubSpot that people started, with their results.
//!
//! Invariant: only the newest query of each kind is kept; a newer one replaces it, whether it has a result or not.

use jiff::Timestamp;
use serde::Serialize;

use crate::api_types::requests::{Query, QueryKind};
use crate::storage::columns::{self, to_json};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

columns::json!(Query);

row! {
    /// A query's row.
    #[derive(Debug)]
    pub(crate) struct QueryRow {
        pub(crate) id: u32 = "id",
        pub(crate) query: Query = "query",
        /// The result as it is shown; `None` while there is none.
        pub(crate) result: Option<String> = "result",
        /// The reason why there will be no result.
        pub(crate) problem: Option<String> = "problem",
    }
}

impl QueryRow {
    /// Returns whether the result is still to come.
    pub(crate) fn is_open(&self) -> bool {
        self.result.is_none() && self.problem.is_none()
    }
}

/// The kind of the queries that end with fetching the catalogue.
const CATALOGUE: &str = "catalogue";

/// Returns whether the query's result is the catalogue.
pub(crate) fn is_about_catalogue(query: &Query) -> bool {
    kind(query) == CATALOGUE
}

/// Returns the kind. Queries of one kind replace each other.
fn kind(query: &Query) -> &'static str {
    match query {
        Query::Count { .. } => QueryKind::Count.as_str(),
        Query::Preview { .. } => QueryKind::Preview.as_str(),
        Query::DryRun(_) => QueryKind::DryRun.as_str(),
        Query::Catalogue
        | Query::MakeProperties { .. }
        | Query::MakeReferredByProperties { .. } => CATALOGUE,
        Query::TryRule(_) => QueryKind::Trial.as_str(),
    }
}

/// Adds a query, which replaces the last one of its kind, and returns its id.
pub(crate) fn add(database: &Database, query: &Query, now: Timestamp) -> Result<u32, PortalError> {
    let last = database.number("SELECT COALESCE(MAX(id), 0) FROM query", &[])?;
    let statement = "DELETE FROM query WHERE kind = ?1";
    database.change(statement, &[kind(query).into()])?;
    let id = last.saturating_add(1);
    database.change(
        "INSERT INTO query (id, kind, query, started_at) VALUES (?1, ?2, ?3, ?4)",
        &[id.into(), kind(query).into(), to_json(query)?, now.into()],
    )?;
    Ok(id)
}

/// Checks that a query of this kind has this id.
pub(crate) fn check_kind(database: &Database, id: u32, kind: QueryKind) -> Result<(), PortalError> {
    let statement = "SELECT 1 FROM query WHERE id = ?1 AND kind = ?2";
    let is_there = database.exists(statement, &[id.into(), kind.as_str().into()])?;
    is_there.then_some(()).ok_or(PortalError::NotFound("query"))
}

/// Returns one query.
pub(crate) fn get(database: &Database, id: u32) -> Result<Option<QueryRow>, PortalError> {
    let columns = QueryRow::COLUMNS;
    let statement = format!("SELECT {columns} FROM query WHERE id = ?1");
    database.first(&statement, &[id.into()])
}

/// Returns the last query about the catalogue.
pub(crate) fn of_catalogue(database: &Database) -> Result<Option<QueryRow>, PortalError> {
    let columns = QueryRow::COLUMNS;
    let statement = format!("SELECT {columns} FROM query WHERE kind = ?1");
    database.first(&statement, &[CATALOGUE.into()])
}

/// Returns the queries whose results are still to come.
pub(crate) fn open(database: &Database) -> Result<Vec<QueryRow>, PortalError> {
    let columns = QueryRow::COLUMNS;
    let statement =
        format!("SELECT {columns} FROM query WHERE result IS NULL AND problem IS NULL ORDER BY id");
    database.all(&statement, &[])
}

/// Stores a query's result, complete or partial, with the problem that ended the query.
pub(crate) fn set_result(
    database: &Database,
    id: u32,
    result: &impl Serialize,
    problem: Option<&str>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE query SET result = ?2, problem = ?3 WHERE id = ?1",
        &[id.into(), to_json(result)?, problem.into()],
    )
}

/// Deletes a query.
pub(crate) fn delete(database: &Database, id: u32) -> Result<(), PortalError> {
    database.change("DELETE FROM query WHERE id = ?1", &[id.into()])
}
