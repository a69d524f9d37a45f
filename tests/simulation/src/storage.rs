//! A portal's storage: the real SQL on rusqlite, which can be told to refuse a statement.

use std::cell::Cell;
use std::rc::Rc;

use portal::native::NativeSql;
use portal::{RolledBack, Rows, Sql, SqlError, SqlValue};

/// A database that outlives the portals that are opened over it.
#[derive(Clone)]
pub(crate) struct Storage {
    sql: NativeSql,
    refuses_in: Rc<Cell<Option<u32>>>,
}

impl Storage {
    /// An empty one.
    #[must_use]
    pub(crate) fn new() -> Self {
        Self {
            sql: NativeSql::in_memory().expect("SQLite opens"),
            refuses_in: Rc::default(),
        }
    }

    /// Makes it refuse the statement that comes after so many others; the end of a transaction counts.
    pub(crate) fn refuse_after(&self, statements: u32) {
        self.refuses_in.set(Some(statements));
    }

    /// Makes it work again.
    pub(crate) fn mend(&self) {
        self.refuses_in.set(None);
    }

    /// Takes its coming refusal away; it works until [`Self::restore`] gives the refusal back.
    #[must_use]
    pub(crate) fn suspend(&self) -> Option<u32> {
        self.refuses_in.take()
    }

    /// Gives back what was suspended.
    pub(crate) fn restore(&self, refuses_in: Option<u32>) {
        self.refuses_in.set(refuses_in);
    }

    /// Looks into it, past what it refuses.
    #[must_use]
    pub(crate) fn look(&self, statement: &str) -> Vec<Vec<SqlValue>> {
        self.sql
            .run(statement, &[])
            .expect("a sound statement")
            .rows
    }

    /// The number that a statement gives.
    #[must_use]
    pub(crate) fn count(&self, statement: &str) -> i64 {
        match self.look(statement).first().and_then(|row| row.first()) {
            Some(SqlValue::Integer(number)) => *number,
            other => panic!("{statement} gave {other:?}"),
        }
    }

    /// Changes it from outside.
    pub(crate) fn change(&self, statement: &str, parameters: &[SqlValue]) {
        self.sql
            .run(statement, parameters)
            .expect("a sound statement");
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
