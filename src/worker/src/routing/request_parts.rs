//! The parts of a request that a route reads: ids from the path, values from the query, JSON from the body.

use super::path_ids::PathIds;
use super::query::Query;
use crate::edge::incoming::Incoming;
use crate::edge::json::Unreadable;
use crate::edge::problem::{Kind, Problem};

/// A request, taken apart by its route.
pub(crate) struct RequestParts<'a> {
    ids: Vec<&'a str>,
    query: &'a str,
    body: &'a [u8],
}

impl<'a> RequestParts<'a> {
    /// Takes a request whose path holds these ids.
    pub(crate) fn new(ids: Vec<&'a str>, incoming: &'a Incoming) -> Self {
        Self {
            ids,
            query: incoming.query(),
            body: &incoming.body,
        }
    }

    /// Returns the ids of the path. A text that cannot be an id names nothing.
    pub(crate) fn ids<I: PathIds>(&self) -> Result<I, Problem> {
        I::read(&self.ids).ok_or_else(|| {
            Problem::new(
                Kind::NotFound,
                "There is nothing at this address: an id in it is not a valid id.",
            )
        })
    }

    /// Returns the query.
    pub(crate) fn query(&self) -> Query<'a> {
        Query::new(self.query)
    }

    /// Returns the body, to be read by [`crate::edge::json`].
    pub(super) fn body(&self) -> &'a [u8] {
        self.body
    }
}

/// Refuses a body that was not read.
#[inline(never)]
pub(super) fn refusal(error: Unreadable) -> Problem {
    match error {
        Unreadable::NotJson(why) => Problem::new(
            Kind::BadRequest,
            format!("The body is not valid JSON: {why}. Send a JSON object."),
        ),
        Unreadable::Unfit(why) => Problem::new(
            Kind::Invalid,
            format!("The body does not have the form that /api/openapi.json describes: {why}."),
        ),
    }
}
