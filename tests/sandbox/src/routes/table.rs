//! The routes: each named once, with the scopes of which a caller needs one, and its limit.
//!
//! More exact patterns stand before those with parameters.

use super::{account_rows, list_rows, object_rows, property_rows, route::Route, sales_rows};

/// All routes of the API.
pub(super) fn routes() -> impl Iterator<Item = &'static Route> {
    [
        account_rows::ROWS,
        object_rows::CONTACTS,
        object_rows::DEALS,
        property_rows::ROWS,
        list_rows::ROWS,
        sales_rows::ROWS,
    ]
    .into_iter()
    .flatten()
}
