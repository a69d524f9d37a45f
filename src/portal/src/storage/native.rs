//! The SQL port on rusqlite: the same SQL as in the Durable Object, for native tests and the simulation.
//!
//! A [`NativeSql`] shares its database with its clones. So a portal can be dropped and opened again on the data that it
//! had committed.

use std::rc::Rc;

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params_from_iter};

use crate::storage::ports::{RolledBack, Rows, Sql, SqlError, SqlValue};

/// The number of prepared statements that are kept. A portal has some 300; each that is prepared anew costs more
/// than its execution.
const STATEMENTS: usize = 512;

/// A database in memory.
#[derive(Clone)]
pub struct NativeSql(Rc<Connection>);

impl NativeSql {
    /// Creates an empty database.
    ///
    /// # Errors
    /// When SQLite cannot be opened.
    pub fn in_memory() -> Result<Self, SqlError> {
        let open = Connection::open_in_memory().map_err(refused)?;
        open.set_prepared_statement_cache_capacity(STATEMENTS);
        // Otherwise SQLite prepares a statement with `LIMIT ?` anew for each limit.
        open.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(refused)?;
        Ok(Self(Rc::new(open)))
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err takes"
)]
fn refused(error: rusqlite::Error) -> SqlError {
    SqlError(error.to_string())
}

impl Sql for NativeSql {
    fn run(&self, statement: &str, parameters: &[SqlValue]) -> Result<Rows, SqlError> {
        let mut prepared = self.0.prepare_cached(statement).map_err(refused)?;
        let columns = prepared.column_count();
        let bound = parameters.iter().map(|value| match value {
            SqlValue::Null => rusqlite::types::Value::Null,
            SqlValue::Integer(number) => rusqlite::types::Value::Integer(*number),
            SqlValue::Text(text) => rusqlite::types::Value::Text(text.clone()),
        });
        let before = self.0.total_changes();
        let mut found = prepared.query(params_from_iter(bound)).map_err(refused)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(refused)? {
            let values: Result<Vec<_>, SqlError> = (0..columns)
                .map(|at| column(row.get_ref(at).map_err(refused)?))
                .collect();
            rows.push(values?);
        }
        drop(found);
        // Cloudflare counts index entries too, but rusqlite does not report them.
        Ok(Rows {
            rows,
            written: self.0.total_changes() - before,
            read: 0,
        })
    }

    fn atomically(
        &self,
        work: &mut dyn FnMut() -> Result<(), RolledBack>,
    ) -> Result<(), RolledBack> {
        let execute = |statement| self.0.prepare_cached(statement)?.execute([]);
        execute("BEGIN").map_err(|_| RolledBack)?;
        let done = work().and_then(|()| execute("COMMIT").map(drop).map_err(|_| RolledBack));
        if done.is_err() {
            // There may be nothing to roll back after a failed commit.
            let _ = execute("ROLLBACK");
        }
        done
    }
}

fn column(value: ValueRef<'_>) -> Result<SqlValue, SqlError> {
    match value {
        ValueRef::Null => Ok(SqlValue::Null),
        ValueRef::Integer(number) => Ok(SqlValue::Integer(number)),
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map(|text| SqlValue::Text(text.to_owned()))
            .map_err(|_| SqlError("text that is not UTF-8".into())),
        ValueRef::Real(_) | ValueRef::Blob(_) => Err(SqlError("a real number or a blob".into())),
    }
}
