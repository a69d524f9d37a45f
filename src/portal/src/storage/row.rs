//! Rows: a struct declares its columns once, and is read from a row in the order of its columns.
//!
//! [`row!`](crate::storage::row::row) declares the struct, the list of its columns and its reader in one place.
//! [`part!`](crate::storage::row::part) declares a group of neighbouring columns.
//! [`Column`] reads a type from columns: numbers, texts and flags are implemented here, the domain's types
//! in [`crate::storage::columns`].

use jiff::Timestamp;

use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;

/// The error for a stored value that this code never wrote.
pub(crate) const UNREADABLE: PortalError = PortalError::Unreadable("a stored row");

/// One row of a statement's result.
pub(crate) struct Row(Vec<SqlValue>);

impl Row {
    pub(crate) fn new(values: Vec<SqlValue>) -> Self {
        Self(values)
    }

    /// Reads the row from its first column on. Ignores further columns.
    pub(crate) fn read<T: Column>(&self) -> Result<T, PortalError> {
        Cells(&self.0).read()
    }
}

/// The values of a row that are not read yet.
pub(crate) struct Cells<'a>(&'a [SqlValue]);

impl<'a> Cells<'a> {
    /// Reads the next value, or the next values if the type has several columns.
    pub(crate) fn read<T: Column>(&mut self) -> Result<T, PortalError> {
        T::read(self)
    }

    fn next(&mut self) -> Result<&'a SqlValue, PortalError> {
        let (first, rest) = self.0.split_first().ok_or(UNREADABLE)?;
        self.0 = rest;
        Ok(first)
    }

    /// Reads a text without copying it.
    pub(crate) fn text(&mut self) -> Result<&'a str, PortalError> {
        match self.next()? {
            SqlValue::Text(text) => Ok(text),
            SqlValue::Null | SqlValue::Integer(_) => Err(UNREADABLE),
        }
    }
}

/// A type that is read from one column, or from several neighbouring ones.
pub(crate) trait Column: Sized {
    /// Reads the next column or columns.
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError>;
}

impl Column for i64 {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        match cells.next()? {
            SqlValue::Integer(number) => Ok(*number),
            SqlValue::Null | SqlValue::Text(_) => Err(UNREADABLE),
        }
    }
}

impl Column for u32 {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        Self::try_from(cells.read::<i64>()?).map_err(|_| UNREADABLE)
    }
}

impl Column for bool {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        Ok(cells.read::<i64>()? != 0)
    }
}

/// Milliseconds since 1970, UTC.
impl Column for Timestamp {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        Self::from_millisecond(cells.read()?).map_err(|_| UNREADABLE)
    }
}

impl Column for String {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        cells.text().map(str::to_owned)
    }
}

/// NULL is `None`. A type of several columns must not be optional.
impl<T: Column> Column for Option<T> {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        if let [SqlValue::Null, rest @ ..] = cells.0 {
            cells.0 = rest;
            return Ok(None);
        }
        T::read(cells).map(Some)
    }
}

macro_rules! tuple {
    ($($part:ident),*) => {
        impl<$($part: Column),*> Column for ($($part,)*) {
            fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
                Ok(($(cells.read::<$part>()?,)*))
            }
        }
    };
}
tuple!(A, B);
tuple!(A, B, C);
tuple!(A, B, C, D);
tuple!(A, B, C, D, E);

/// Declares a struct whose fields are columns: `field: Type = "column"`. A field of several columns names all of
/// them: `counts: Counts = "seen, failed"`. The struct gets `COLUMNS`, the list for a SELECT, and is a [`Column`].
macro_rules! row {
    (
        $(#[$about:meta])*
        $visible:vis struct $name:ident {
            $( $(#[$field_about:meta])* $field_visible:vis $field:ident: $type:ty = $column:literal ),* $(,)?
        }
    ) => {
        $(#[$about])*
        $visible struct $name {
            $( $(#[$field_about])* $field_visible $field: $type ),*
        }

        impl $name {
            /// The columns, in the order in which a row is read.
            $visible const COLUMNS: &str = $crate::storage::row::list!($($column),*);
        }

        impl $crate::storage::row::Column for $name {
            fn read(
                cells: &mut $crate::storage::row::Cells<'_>,
            ) -> Result<Self, $crate::storage::error::PortalError> {
                Ok(Self { $( $field: cells.read()? ),* })
            }
        }
    };
}

/// Declares a struct whose fields are read from neighbouring columns. The row or the statement around it names them.
macro_rules! part {
    (
        $(#[$about:meta])*
        $visible:vis struct $name:ident {
            $( $(#[$field_about:meta])* $field_visible:vis $field:ident: $type:ty ),* $(,)?
        }
    ) => {
        $(#[$about])*
        $visible struct $name {
            $( $(#[$field_about])* $field_visible $field: $type ),*
        }

        impl $crate::storage::row::Column for $name {
            fn read(
                cells: &mut $crate::storage::row::Cells<'_>,
            ) -> Result<Self, $crate::storage::error::PortalError> {
                Ok(Self { $( $field: cells.read()? ),* })
            }
        }
    };
}

/// Joins literals by commas.
macro_rules! list {
    ($first:literal $(, $next:literal)*) => { concat!($first $(, ", ", $next)*) };
}

pub(crate) use {list, part, row};

#[cfg(test)]
mod tests {
    use super::*;

    part! {
        /// Two numbers of one thing.
        #[derive(Debug, PartialEq)]
        struct Pair {
            first: u32,
            second: u32,
        }
    }

    row! {
        /// A row.
        #[derive(Debug, PartialEq)]
        struct Example {
            id: u32 = "id",
            name: Option<String> = "name",
            pair: Pair = "first, second",
        }
    }

    #[test]
    fn a_declaration_lists_the_columns_in_the_order_in_which_they_are_read() {
        assert_eq!(Example::COLUMNS, "id, name, first, second");
        let row = Row::new(vec![
            SqlValue::Integer(7),
            SqlValue::Null,
            SqlValue::Integer(1),
            SqlValue::Integer(2),
        ]);
        let pair = Pair {
            first: 1,
            second: 2,
        };
        let expected = Example {
            id: 7,
            name: None,
            pair,
        };
        assert_eq!(row.read::<Example>().unwrap(), expected);
    }

    #[test]
    fn a_value_of_another_kind_and_a_missing_column_are_unreadable() {
        let row = Row::new(vec![SqlValue::Text("seven".into())]);
        assert!(row.read::<u32>().is_err());
        assert!(row.read::<(String, String)>().is_err());
        assert!(Row::new(vec![SqlValue::Integer(-1)]).read::<u32>().is_err());
    }
}
