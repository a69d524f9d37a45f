//! What a request asks with: ids from the path, values from the query, JSON from the body. What cannot be
//! read is refused with a problem that says why.

use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use url::form_urlencoded;

use crate::edge::incoming::Incoming;
use crate::edge::problem::{Kind, Problem};

/// The parts of a request that make a question.
pub(crate) struct Asked<'a> {
    ids: Vec<&'a str>,
    query: &'a str,
    body: &'a [u8],
}

impl<'a> Asked<'a> {
    pub(crate) fn new(ids: Vec<&'a str>, incoming: &'a Incoming) -> Self {
        Self {
            ids,
            query: incoming.query(),
            body: &incoming.body,
        }
    }

    /// An id of the path, by its place. What cannot be an id names nothing that there is.
    pub(crate) fn id<T: FromStr>(&self, at: usize) -> Result<T, Problem> {
        let text = self
            .ids
            .get(at)
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        text.and_then(|text| text.parse().ok()).ok_or_else(|| {
            Problem::new(
                Kind::NotFound,
                "What stands in the address for an id cannot be one.",
            )
        })
    }

    /// A value of the query, if it is given.
    pub(crate) fn filter<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let given = form_urlencoded::parse(self.query.as_bytes()).find(|(own, _)| own == name);
        let Some((_, text)) = given else {
            return Ok(None);
        };
        let unreadable = || {
            Problem::new(
                Kind::BadRequest,
                format!("The query's {name} cannot be read."),
            )
        };
        read(&text).map(Some).ok_or_else(unreadable)
    }

    /// The body. Its content type has been looked at already.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_slice(self.body).map_err(|error| match error.classify() {
            Category::Data => Problem::new(Kind::Invalid, format!("The body: {error}.")),
            Category::Syntax | Category::Eof | Category::Io => {
                Problem::new(Kind::BadRequest, format!("The body is not JSON: {error}."))
            }
        })
    }
}
