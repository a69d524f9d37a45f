//! Finds the endpoint for a method and a path.
//!
//! [`table`] names each route once, in its date-versioned form. HubSpot's older names
//! (`/crm/v3/objects/contacts`, `/oauth/v1/token`) are rewritten to this form first, so that old
//! and new names cannot behave differently.

mod account_rows;
mod list_rows;
mod object_rows;
mod paths;
mod property_rows;
mod route;
mod sales_rows;
mod table;

use std::collections::BTreeMap;

pub(crate) use paths::Version;
pub(crate) use route::{Endpoint, RateLimit, Route};

use crate::{errors::Problem, http::Request};

/// A route and the parameters in the path.
#[derive(Clone, Debug)]
pub(crate) struct Matched {
    /// The route.
    pub(crate) route: &'static Route,
    /// The version in the path.
    pub(crate) version: Version,
    params: BTreeMap<&'static str, String>,
}

impl Matched {
    /// Returns the path parameter of this name.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }
}

/// Finds the route of a request. The path alone selects the pattern; then the method selects the
/// route. So `DELETE …/lists/{v}/folders` does not delete a list named `folders`.
///
/// # Errors
/// 404 for an unknown path; 405 for a known path with another method.
pub(crate) fn resolve(request: &Request) -> Result<Matched, Problem> {
    let segments = paths::canonical(request.segments());
    let mut allowed = Vec::new();
    let mut decided = None;
    for route in table::routes() {
        let (method, pattern) = route.name.split_once(' ').unwrap_or_default();
        if decided.is_some_and(|decided| decided != pattern) {
            continue;
        }
        if let Some((version, params)) = paths::matches(pattern, &segments) {
            if method == request.method {
                return Ok(Matched {
                    route,
                    version,
                    params,
                });
            }
            decided = Some(pattern);
            allowed.push(method);
        }
    }
    if allowed.is_empty() {
        return Err(Problem::plain(404, "resource not found"));
    }
    Err(Problem::plain(405, "HTTP 405 Method Not Allowed").with_header("allow", allowed.join(", ")))
}
