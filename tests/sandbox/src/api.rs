//! One API call, as the endpoints see it: admitted, with its portal at hand.

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

/// What an endpoint gives back.
pub(crate) type Answer = Result<Response, Problem>;

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
    /// The path's parameter of that name.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.matched.param(name)
    }

    /// The type of the records that the route is about.
    pub(crate) fn object(&self) -> ObjectType {
        self.matched.route.object
    }

    /// The id of the record that the path names.
    pub(crate) fn record_param(&self) -> &str {
        self.param(self.object().id_param())
    }

    /// The properties of those records.
    pub(crate) fn schema(&self) -> &Schema {
        self.portal.schema_of(self.object())
    }

    /// Those records.
    pub(crate) fn records(&self) -> &Records {
        self.portal.records_of(self.object())
    }

    /// The version that the path named.
    pub(crate) fn version(&self) -> Version {
        self.matched.version
    }

    /// The JSON body.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_slice(&self.request.body).map_err(|error| errors::bad_json(&error))
    }

    /// A query parameter that is true or false, in any case: the Python client sends `False`. False
    /// when absent or empty.
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

    /// A query parameter that counts.
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

    /// Who changes something through this call.
    pub(crate) fn source(&self) -> Source {
        Source::App(self.access.app)
    }
}
