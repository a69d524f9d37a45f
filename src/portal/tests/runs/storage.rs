//! A portal's storage that refuses one statement on request.

use std::cell::Cell;
use std::rc::Rc;

use portal::native::NativeSql;
use portal::{RolledBack, Rows, Sql, SqlError, SqlValue};

#[derive(Clone)]
pub(crate) struct Storage {
    sql: NativeSql,
    refuses_in: Rc<Cell<Option<u32>>>,
}

impl Storage {
    pub(crate) fn new() -> Self {
        Self {
            sql: NativeSql::in_memory().unwrap(),
            refuses_in: Rc::default(),
        }
    }

    /// Refuses one statement, after this number of others. The end of a transaction counts as a statement.
    pub(crate) fn refuse_after(&self, statements: u32) {
        self.refuses_in.set(Some(statements));
    }

    /// Stops refusing. Returns whether a statement was refused.
    pub(crate) fn mend(&self) -> bool {
        self.refuses_in.take().is_none()
    }

    /// Returns the number that a statement selects.
    pub(crate) fn count(&self, statement: &str) -> i64 {
        match self.sql.run(statement, &[]).unwrap().rows[0][0] {
            SqlValue::Integer(number) => number,
            ref other => panic!("{statement} gave {other:?}"),
        }
    }

    pub(crate) fn change(&self, statement: &str) {
        self.sql.run(statement, &[]).unwrap();
    }

    fn strain(&self) -> Result<(), SqlError> {
        match self.refuses_in.get() {
            Some(0) => {
                self.refuses_in.set(None);
                Err(SqlError("the disk is having a bad day".into()))
            }
            left => {
                self.refuses_in.set(left.map(|left| left - 1));
                Ok(())
            }
        }
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
