//! An API call as the endpoints get it: admitted, and with its portal.

use serde::de::DeserializeOwned;

use crate::{
    errors::{self, Problem},
    faults::Refusals,
    http::{Query, Request, Response},
    oauth::Access,
    objects::{ObjectType, Records, Source},
    portal::Portal,
    properties::Schema,
    random::Random,
    routes::{Matched, Version},
    settings::Settings,
    stats::Stats,
};

/// The result of an endpoint.
pub(crate) type EndpointResult = Result<Response, Problem>;

/// An admitted call.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    pub(crate) matched: &'a Matched,
    pub(crate) query: Query,
    pub(crate) now: i64,
    pub(crate) access: &'a Access,
    pub(crate) portal: &'a mut Portal,
    pub(crate) settings: &'a Settings,
    pub(crate) stats: &'a mut Stats,
    pub(crate) random: &'a mut Random,
    pub(crate) refusals: Refusals,
}

impl Call<'_> {
    /// Returns the path parameter of this name.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.matched.param(name)
    }

    /// Returns the type of the records that the route is about.
    pub(crate) fn object(&self) -> ObjectType {
        self.matched.route.object
    }

    /// Returns the record id in the path.
    pub(crate) fn record_param(&self) -> &str {
        self.param(self.object().id_param())
    }

    /// Returns the properties of the records that the route is about.
    pub(crate) fn schema(&self) -> &Schema {
        self.portal.schema_of(self.object())
    }

    /// Returns the records of the route's type.
    pub(crate) fn records(&self) -> &Records {
        self.portal.records_of(self.object())
    }

    /// Returns the API version in the path.
    pub(crate) fn version(&self) -> Version {
        self.matched.version
    }

    /// Parses the JSON body.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_slice(&self.request.body).map_err(|error| errors::bad_json(&error))
    }

    /// Parses a boolean query parameter in any case, because the Python client sends `False`.
    /// Returns false when it is absent or empty.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Problem> {
        let text = self.query.first(name).unwrap_or_default();
        match text.to_ascii_lowercase().as_str() {
            "" | "false" => Ok(false),
            "true" => Ok(true),
            _ => Err(Problem::validation(format!(
                "{text} is not a valid value for {name}"
            ))),
        }
    }

    /// Parses the query parameter `limit`. Accepts 1 to `most`.
    pub(crate) fn limit(&self, default: usize, most: usize) -> Result<usize, Problem> {
        let Some(text) = self.query.first("limit") else {
            return Ok(default);
        };
        match text.parse() {
            Ok(limit) if (1..=most).contains(&limit) => Ok(limit),
            _ => Err(Problem::validation(format!(
                "limit must be a whole number between 1 and {most}, got {text}"
            ))),
        }
    }

    /// Returns the source that is recorded for the changes of this call.
    pub(crate) fn source(&self) -> Source {
        Source::App(self.access.app)
    }
}
