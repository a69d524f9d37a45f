//! A portal's storage: the real SQL on rusqlite. It can refuse a statement on request.

use std::cell::Cell;
use std::rc::Rc;

use portal::native::NativeSql;
use portal::{RolledBack, Rows, Sql, SqlError, SqlValue};

/// A database that outlives the portals that use it.
#[derive(Clone)]
pub(crate) struct Storage {
    sql: NativeSql,
    refuses_in: Rc<Cell<Option<u32>>>,
}

impl Storage {
    /// Returns an empty storage.
    #[must_use]
    pub(crate) fn new() -> Self {
        Self {
            sql: NativeSql::in_memory().expect("SQLite opens"),
            refuses_in: Rc::default(),
        }
    }

    /// Makes the storage refuse one statement, after this number of others. The end of a transaction counts as a
    /// statement.
    pub(crate) fn refuse_after(&self, statements: u32) {
        self.refuses_in.set(Some(statements));
    }

    /// Makes the storage work again.
    pub(crate) fn mend(&self) {
        self.refuses_in.set(None);
    }

    /// Suspends the planned refusal and returns it. The storage works until [`Self::restore`] puts the refusal
    /// back.
    #[must_use]
    pub(crate) fn suspend(&self) -> Option<u32> {
        self.refuses_in.take()
    }

    /// Restores a refusal that was suspended.
    pub(crate) fn restore(&self, refuses_in: Option<u32>) {
        self.refuses_in.set(refuses_in);
    }

    /// Runs a read that never meets a planned refusal.
    #[must_use]
    pub(crate) fn look(&self, statement: &str) -> Vec<Vec<SqlValue>> {
        self.sql
            .run(statement, &[])
            .expect("a sound statement")
            .rows
    }

    /// Returns the number that a statement selects.
    #[must_use]
    pub(crate) fn count(&self, statement: &str) -> i64 {
        match self.look(statement).first().and_then(|row| row.first()) {
            Some(SqlValue::Integer(number)) => *number,
            other => panic!("{statement} gave {other:?}"),
        }
    }

    fn strain(&self) -> Result<(), SqlError> {
        match self.refuses_in.get() {
            Some(0) => {
                self.refuses_in.set(None);
                Err(SqlError("the disk is having a bad day".into()))
            }
            Some(left) => {
                self.refuses_in.set(Some(left - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Default for Storage {
    fn default() -> Self {
        Self::new()
    }
}

impl Sql for Storage {
    fn run(&self, statement: &str, parameters: &[SqlValue]) -> Result<Rows, SqlError> {
        self.strain()?;
        self.sql.run(statement, parameters)
    }

    fn atomically(
        &self,
        work: &mut dyn FnMut() -> Result<(), RolledBack>,
    ) -> Result<(), RolledBack> {
        self.sql.atomically(&mut || {
            work()?;
            self.strain().map_err(|_| RolledBack)
        })
    }
}
