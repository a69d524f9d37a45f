//! All routes: each once, with the scopes of which a call needs one, and with its rate limit.
//!
//! More specific patterns stand before those with parameters.

use super::{account_rows, list_rows, object_rows, property_rows, route::Route, sales_rows};

/// Returns all routes of the API.
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
