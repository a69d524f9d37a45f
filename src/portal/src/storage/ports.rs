//! The ports of a portal, as traits: storage and entropy.
//!
//! All other access to the outside (HubSpot, the link index, the Directory) is an [`Effect`](crate::Effect): a value
//! that the shell performs and whose result it returns. Storage is the exception because a Durable Object's SQL is
//! synchronous and transactional: a decision and its record are one step, and nothing can come between them.

use core::fmt;

/// A value in a row. Ids that may exceed 2^53 are text, because the Durable Object's binding refuses larger integers.
#[derive(Debug, Clone, PartialEq)]
pub enum SqlValue {
    /// SQL NULL.
    Null,
    /// An integer of at most 53 bits and a sign.
    Integer(i64),
    /// UTF-8 text.
    Text(String),
}

/// The result of a statement.
#[derive(Debug, Default)]
pub struct Rows {
    /// The rows, each with its columns in the statement's order.
    pub rows: Vec<Vec<SqlValue>>,
    /// The number of rows written as Cloudflare bills them, index entries included.
    pub written: u64,
    /// The number of rows that the storage read; 0 if it does not count them.
    pub read: u64,
}

/// An error of the database: it refused a statement, or the storage under it failed.
#[derive(Debug, Clone, thiserror::Error)]
#[error("storage: {0}")]
pub struct SqlError(pub String);

/// The reason why a transaction was rolled back.
#[derive(Debug)]
pub struct RolledBack;

impl fmt::Display for RolledBack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("rolled back")
    }
}

/// One object's SQLite database.
pub trait Sql {
    /// Runs one statement, with at most 100 parameters, numbered `?1`, `?2`, …
    ///
    /// # Errors
    /// When the statement is refused or the storage fails. The statement then had no effect.
    fn run(&self, statement: &str, parameters: &[SqlValue]) -> Result<Rows, SqlError>;

    /// Runs `work` as one transaction: all of its statements take effect, or none if it returns an error or panics.
    /// Transactions do not nest.
    ///
    /// # Errors
    /// [`RolledBack`] when `work` returned an error or the commit failed.
    fn atomically(
        &self,
        work: &mut dyn FnMut() -> Result<(), RolledBack>,
    ) -> Result<(), RolledBack>;
}

/// A source of unguessable bytes for codes and nonces.
pub trait Entropy {
    /// Fills the slice.
    fn fill(&self, bytes: &mut [u8]);
}
