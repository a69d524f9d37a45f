//! The SQL port with types around it: parameters, columns, transactions, and a count of the rows written.

use std::cell::Cell;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::storage::error::PortalError;
use crate::storage::ports::{RolledBack, Sql, SqlError, SqlValue};

/// One object's database.
pub(crate) struct Database {
    sql: Box<dyn Sql>,
    written: Cell<u64>,
    read: Cell<u64>,
    transaction: Cell<Transaction>,
}

/// Whether statements are part of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Open,
    /// A part of it gave up: all of it will.
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

    /// Runs one statement and gives its rows.
    pub(crate) fn all(
        &self,
        statement: &str,
        parameters: &[SqlValue],
    ) -> Result<Vec<Row>, PortalError> {
        let rows = self.sql.run(statement, parameters)?;
        self.written.set(self.written.get() + rows.written);
        self.read.set(self.read.get() + rows.read);
        Ok(rows.rows.into_iter().map(Row).collect())
    }

    /// Runs one statement and gives its first row.
    pub(crate) fn first(
        &self,
        statement: &str,
        parameters: &[SqlValue],
    ) -> Result<Option<Row>, PortalError> {
        Ok(self.all(statement, parameters)?.into_iter().next())
    }

    /// Runs one statement for its effect.
    pub(crate) fn change(
        &self,
        statement: &str,
        parameters: &[SqlValue],
    ) -> Result<(), PortalError> {
        self.all(statement, parameters).map(drop)
    }

    /// Runs `work` as one transaction. Within another one it is a part of that: if it gives up, the whole
    /// is rolled back, whatever becomes of its error.
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

    /// Rows read since the object was opened.
    pub(crate) fn rows_read(&self) -> u64 {
        self.read.get()
    }

    /// Rows written since this was last asked.
    pub(crate) fn take_written(&self) -> u64 {
        self.written.replace(0)
    }
}

/// A row, read column by column from the left.
pub(crate) struct Row(Vec<SqlValue>);

/// A table holds what this code never wrote.
const UNREADABLE: PortalError = PortalError::Unreadable("a stored row");

impl Row {
    fn column(&self, at: usize) -> Result<&SqlValue, PortalError> {
        self.0.get(at).ok_or(UNREADABLE)
    }

    pub(crate) fn text(&self, at: usize) -> Result<&str, PortalError> {
        self.optional_text(at)?.ok_or(UNREADABLE)
    }

    pub(crate) fn optional_text(&self, at: usize) -> Result<Option<&str>, PortalError> {
        match self.column(at)? {
            SqlValue::Text(text) => Ok(Some(text)),
            SqlValue::Null => Ok(None),
            SqlValue::Integer(_) => Err(UNREADABLE),
        }
    }

    pub(crate) fn optional_integer(&self, at: usize) -> Result<Option<i64>, PortalError> {
        match self.column(at)? {
            SqlValue::Integer(number) => Ok(Some(*number)),
            SqlValue::Null => Ok(None),
            SqlValue::Text(_) => Err(UNREADABLE),
        }
    }

    pub(crate) fn integer(&self, at: usize) -> Result<i64, PortalError> {
        self.optional_integer(at)?.ok_or(UNREADABLE)
    }

    /// A count or an id of our own.
    pub(crate) fn count(&self, at: usize) -> Result<u32, PortalError> {
        u32::try_from(self.integer(at)?).map_err(|_| UNREADABLE)
    }

    pub(crate) fn flag(&self, at: usize) -> Result<bool, PortalError> {
        Ok(self.integer(at)? != 0)
    }

    pub(crate) fn optional_time(&self, at: usize) -> Result<Option<Timestamp>, PortalError> {
        self.optional_integer(at)?
            .map(|at| Timestamp::from_millisecond(at).map_err(|_| UNREADABLE))
            .transpose()
    }

    pub(crate) fn time(&self, at: usize) -> Result<Timestamp, PortalError> {
        self.optional_time(at)?.ok_or(UNREADABLE)
    }

    /// A column that is JSON text.
    pub(crate) fn json<T: DeserializeOwned>(&self, at: usize) -> Result<T, PortalError> {
        parse(self.text(at)?)
    }

    /// The same, or NULL.
    pub(crate) fn optional_json<T: DeserializeOwned>(
        &self,
        at: usize,
    ) -> Result<Option<T>, PortalError> {
        let text = self.optional_text(at)?;
        text.map(parse).transpose()
    }

    /// A column that holds the name of an enum's variant, as serde writes it.
    pub(crate) fn named<T: DeserializeOwned>(&self, at: usize) -> Result<T, PortalError> {
        named(self.text(at)?)
    }

    /// The same, or NULL.
    pub(crate) fn optional_named<T: DeserializeOwned>(
        &self,
        at: usize,
    ) -> Result<Option<T>, PortalError> {
        self.optional_text(at)?.map(named).transpose()
    }

    /// A column that holds an identity or a code.
    pub(crate) fn parsed<T: core::str::FromStr>(&self, at: usize) -> Result<T, PortalError> {
        self.text(at)?.parse().map_err(|_| UNREADABLE)
    }
}

/// Of bytes, as requests and HubSpot's answers are read: every reader that `serde_json` is asked for is a copy of it
/// in the Worker's wasm.
fn parse<T: DeserializeOwned>(text: &str) -> Result<T, PortalError> {
    serde_json::from_slice(text.as_bytes()).map_err(|_| UNREADABLE)
}

fn named<T: DeserializeOwned>(name: &str) -> Result<T, PortalError> {
    parse(&format!("\"{name}\""))
}

/// JSON text for a column or a bulk parameter.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<SqlValue, PortalError> {
    serde_json::to_string(value)
        .map(SqlValue::Text)
        .map_err(|_| PortalError::Unreadable("a value to be stored"))
}

/// JSON text as it stands, to be shown without being read.
pub(crate) fn raw(text: &str) -> Result<Box<RawValue>, PortalError> {
    RawValue::from_string(text.to_owned()).map_err(|_| UNREADABLE)
}

/// The name of an enum's variant, as serde writes it.
pub(crate) fn name(value: &impl serde::Serialize) -> Result<SqlValue, PortalError> {
    let text = serde_json::to_string(value).ok();
    let name = text
        .as_ref()
        .and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
    name.map(|name| SqlValue::Text(name.to_owned()))
        .ok_or(PortalError::Unreadable("a value to be stored"))
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
