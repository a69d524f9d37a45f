//! The SQL port on a Durable Object's SQLite.
//!
//! A change of several statements takes effect as a whole only inside `transactionSync`: the platform
//! keeps what was written before an error or a panic otherwise. The `worker` crate has no binding for
//! it, so one stands here.

use js_sys::Number;
use portal::{RolledBack, Rows, Sql, SqlError, SqlValue};
use wasm_bindgen::prelude::*;
use worker::{SqlStorage, SqlStorageValue, Storage};

#[wasm_bindgen]
extern "C" {
    /// `ctx.storage`, seen by the one method that the `worker` crate leaves out.
    #[derive(Debug, Clone)]
    type SyncStorage;

    /// Runs the closure in a transaction; one that throws is rolled back, and the error thrown on.
    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &SyncStorage,
        closure: &mut dyn FnMut() -> Result<JsValue, JsValue>,
    ) -> Result<JsValue, JsValue>;
}

/// The database of the Durable Object that it was made in.
#[derive(Debug)]
pub struct DurableSql {
    storage: SyncStorage,
    sql: SqlStorage,
}

impl DurableSql {
    /// Takes the object's storage.
    #[must_use]
    pub fn new(storage: &Storage) -> Self {
        let raw: &JsValue = storage.as_raw().as_ref();
        Self {
            storage: raw.unchecked_ref::<SyncStorage>().clone(),
            sql: storage.sql(),
        }
    }
}

impl Sql for DurableSql {
    fn run(&self, statement: &str, parameters: &[SqlValue]) -> Result<Rows, SqlError> {
        let parameters = parameters
            .iter()
            .map(to_platform)
            .collect::<Result<Vec<_>, _>>()?;
        let cursor = self
            .sql
            .exec(statement, parameters)
            .map_err(|error| refused(&error))?;
        let rows = cursor
            .raw()
            .map(|row| {
                let row = row.map_err(|error| refused(&error))?;
                row.into_iter()
                    .map(from_platform)
                    .collect::<Result<Vec<_>, _>>()
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Rows {
            rows,
            written: cursor.rows_written() as u64,
            read: cursor.rows_read() as u64,
        })
    }

    fn atomically(
        &self,
        work: &mut dyn FnMut() -> Result<(), RolledBack>,
    ) -> Result<(), RolledBack> {
        let mut closure = || match work() {
            Ok(()) => Ok(JsValue::UNDEFINED),
            Err(RolledBack) => Err(JsValue::from_str("rolled back")),
        };
        self.storage
            .transaction_sync(&mut closure)
            .map(|_| ())
            .map_err(|_| RolledBack)
    }
}

/// The platform's numbers are doubles, which hold integers of 53 bits and a sign.
fn to_platform(value: &SqlValue) -> Result<SqlStorageValue, SqlError> {
    match value {
        SqlValue::Null => Ok(SqlStorageValue::Null),
        SqlValue::Integer(number) => SqlStorageValue::try_from_i64(*number)
            .map_err(|_| SqlError("an integer beyond 2^53 cannot be stored".to_owned())),
        SqlValue::Text(text) => Ok(SqlStorageValue::String(text.clone())),
    }
}

fn from_platform(value: SqlStorageValue) -> Result<SqlValue, SqlError> {
    match value {
        SqlStorageValue::Null => Ok(SqlValue::Null),
        SqlStorageValue::Integer(number) => Ok(SqlValue::Integer(number)),
        SqlStorageValue::String(text) => Ok(SqlValue::Text(text)),
        SqlStorageValue::Float(number) if number.abs() > Number::MAX_SAFE_INTEGER => {
            Err(SqlError("an integer beyond 2^53 cannot be read".to_owned()))
        }
        SqlStorageValue::Float(_) | SqlStorageValue::Boolean(_) | SqlStorageValue::Blob(_) => Err(
            SqlError("a column holds neither integer, text nor null".to_owned()),
        ),
    }
}

fn refused(error: &worker::Error) -> SqlError {
    SqlError(error.to_string())
}
