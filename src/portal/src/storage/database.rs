//! The SQL port with types: parameters, rows, transactions, and counts of the rows read and written.

use std::cell::Cell;

use jiff::Timestamp;

use crate::storage::error::PortalError;
use crate::storage::ports::{RolledBack, Sql, SqlError, SqlValue};
use crate::storage::row::{Column, Row};

/// One object's database.
pub(crate) struct Database {
    sql: Box<dyn Sql>,
    written: Cell<u64>,
    read: Cell<u64>,
    transaction: Cell<Transaction>,
}

/// The state of the current transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Open,
    /// A part of the transaction failed, so all of it will be rolled back.
    Doomed,
}

impl Database {
    pub(crate) fn new(sql: Box<dyn Sql>) -> Self {
        Self {
            sql,
            written: Cell::new(0),
            read: Cell::new(0),
            transaction: Cell::new(Transaction::None),
        }
    }

    /// Runs one statement and reads each of its rows.
    pub(crate) fn all<T: Column>(
        &self,
        statement: &str,
        parameters: &[SqlValue],
    ) -> Result<Vec<T>, PortalError> {
        self.run(statement, parameters)?
            .into_iter()
            .map(|values| Row::new(values).read())
            .collect()
    }

    /// Runs one statement and reads its first row, if there is one.
    pub(crate) fn first<T: Column>(
        &self,
        statement: &str,
        parameters: &[SqlValue],
    ) -> Result<Option<T>, PortalError> {
        let first = self.run(statement, parameters)?.into_iter().next();
        first.map(|values| Row::new(values).read()).transpose()
    }

    /// Runs one statement that counts, and returns the number; 0 if there is no row.
    pub(crate) fn number(
        &self,
        statement: &str,
        parameters: &[SqlValue],
    ) -> Result<u32, PortalError> {
        self.first(statement, parameters)
            .map(Option::unwrap_or_default)
    }

    /// Runs one statement, and returns whether it gives a row.
    pub(crate) fn exists(
        &self,
        statement: &str,
        parameters: &[SqlValue],
    ) -> Result<bool, PortalError> {
        Ok(!self.run(statement, parameters)?.is_empty())
    }

    /// Runs one statement for its effect.
    pub(crate) fn change(
        &self,
        statement: &str,
        parameters: &[SqlValue],
    ) -> Result<(), PortalError> {
        self.run(statement, parameters).map(drop)
    }

    fn run(
        &self,
        statement: &str,
        parameters: &[SqlValue],
    ) -> Result<Vec<Vec<SqlValue>>, PortalError> {
        let rows = self.sql.run(statement, parameters)?;
        self.written.set(self.written.get() + rows.written);
        self.read.set(self.read.get() + rows.read);
        Ok(rows.rows)
    }

    /// Runs `work` as one transaction. Within another transaction it becomes a part of that one: if it fails, the whole
    /// transaction is rolled back, even if the caller handles the error.
    pub(crate) fn atomically<T>(
        &self,
        work: impl FnOnce() -> Result<T, PortalError>,
    ) -> Result<T, PortalError> {
        if self.transaction.get() != Transaction::None {
            return work().inspect_err(|_| self.transaction.set(Transaction::Doomed));
        }
        let mut work = Some(work);
        let mut result = None;
        self.transaction.set(Transaction::Open);
        let outcome = self.sql.atomically(&mut || {
            let Some(work) = work.take() else {
                return Err(RolledBack);
            };
            let ended = work();
            let kept = ended.is_ok() && self.transaction.get() == Transaction::Open;
            result = Some(ended);
            if kept { Ok(()) } else { Err(RolledBack) }
        });
        self.transaction.set(Transaction::None);
        match (outcome, result) {
            (Ok(()), Some(result)) => result,
            (Err(RolledBack), Some(Err(error))) => Err(error),
            _ => Err(SqlError("the transaction was rolled back".into()).into()),
        }
    }

    /// Returns the number of rows read since the object was opened.
    pub(crate) fn rows_read(&self) -> u64 {
        self.read.get()
    }

    /// Returns the number of rows written since the last call.
    pub(crate) fn take_written(&self) -> u64 {
        self.written.replace(0)
    }
}

impl From<&str> for SqlValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for SqlValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for SqlValue {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for SqlValue {
    fn from(number: u32) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<bool> for SqlValue {
    fn from(flag: bool) -> Self {
        Self::Integer(i64::from(flag))
    }
}

impl From<Timestamp> for SqlValue {
    fn from(time: Timestamp) -> Self {
        Self::Integer(time.as_millisecond())
    }
}

impl<T: Into<Self>> From<Option<T>> for SqlValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
