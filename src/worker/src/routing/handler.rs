//! The function of a route, with the types of everything that it takes. The same types read the request and describe
//! it: a body that is described is the body that is read.

use serde::de::DeserializeOwned;

use super::described::Described;
use super::path_ids::PathIds;
use super::query::ReadQuery;
use super::request_parts::{RequestParts, refusal};
use crate::edge::json;
use crate::edge::problem::Problem;

/// Makes an `R`, such as a request to the portal, out of an HTTP request.
pub(crate) trait Handler<R>: Sync {
    /// Reads the request and makes the `R` of it.
    ///
    /// # Errors
    /// A problem that says what of the request cannot be read.
    fn handle(&self, parts: &RequestParts<'_>) -> Result<R, Problem>;

    /// Whether a body is read.
    fn takes_body(&self) -> bool {
        false
    }

    /// Describes what is read.
    #[cfg(feature = "openapi")]
    fn inputs(&self) -> Inputs;
}

/// The inputs of a route, described.
#[cfg(feature = "openapi")]
#[derive(Default)]
pub(crate) struct Inputs {
    /// Words and shapes of the path's ids, in their order.
    pub(crate) ids: Vec<(&'static str, super::shape::Shape)>,
    pub(crate) query: Vec<super::query::DescribedParameter>,
    pub(crate) body: Option<super::shape::Shape>,
}

/// Takes the ids of the path.
pub(crate) struct Plain<I: 'static, R: 'static>(pub(crate) fn(I) -> R);

impl<I: PathIds, R> Handler<R> for Plain<I, R> {
    fn handle(&self, parts: &RequestParts<'_>) -> Result<R, Problem> {
        Ok((self.0)(parts.ids()?))
    }

    #[cfg(feature = "openapi")]
    fn inputs(&self) -> Inputs {
        Inputs {
            ids: I::describe(),
            ..Inputs::default()
        }
    }
}

/// Takes the ids of the path, and parameters of the query.
pub(crate) struct WithQuery<I: 'static, Q: 'static, R: 'static>(
    pub(crate) ReadQuery<Q>,
    pub(crate) fn(I, Q) -> R,
);

impl<I: PathIds, Q, R> Handler<R> for WithQuery<I, Q, R> {
    fn handle(&self, parts: &RequestParts<'_>) -> Result<R, Problem> {
        let ids = parts.ids()?;
        let query = (self.0)(&mut parts.query())?;
        Ok((self.1)(ids, query))
    }

    #[cfg(feature = "openapi")]
    fn inputs(&self) -> Inputs {
        Inputs {
            ids: I::describe(),
            query: super::query::Query::described(self.0),
            ..Inputs::default()
        }
    }
}

/// Takes the ids of the path, and a JSON object as the body.
pub(crate) struct WithBody<I: 'static, B: 'static, R: 'static>(pub(crate) fn(I, B) -> R);

impl<I: PathIds, B: DeserializeOwned + Described, R> Handler<R> for WithBody<I, B, R> {
    fn handle(&self, parts: &RequestParts<'_>) -> Result<R, Problem> {
        let ids = parts.ids()?;
        let body = json::object(parts.body()).map_err(refusal)?;
        Ok((self.0)(ids, body))
    }

    fn takes_body(&self) -> bool {
        true
    }

    #[cfg(feature = "openapi")]
    fn inputs(&self) -> Inputs {
        Inputs {
            ids: I::describe(),
            body: Some(super::shape::Shape::of::<B>()),
            ..Inputs::default()
        }
    }
}

/// Takes a body that the Worker itself has written for one of its objects. It is not described, and may be any JSON.
pub(crate) struct WithMessage<B: 'static, R: 'static>(pub(crate) fn(B) -> R);

impl<B: DeserializeOwned, R> Handler<R> for WithMessage<B, R> {
    fn handle(&self, parts: &RequestParts<'_>) -> Result<R, Problem> {
        json::any(parts.body()).map(self.0).map_err(refusal)
    }

    fn takes_body(&self) -> bool {
        true
    }

    #[cfg(feature = "openapi")]
    fn inputs(&self) -> Inputs {
        Inputs::default()
    }
}
