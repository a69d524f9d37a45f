//! What a handler takes: ids from the path, values from the query, JSON from the body. Each refuses what
//! it cannot read with a problem that says why.

use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::LARGEST_BODY;
use crate::problem::{Kind, Problem};

/// Ids in the path. What cannot be an id names nothing that there is.
#[derive(Debug)]
pub(super) struct Named<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let named = Path::<T>::from_request_parts(parts, state).await;
        named.map(|Path(ids)| Self(ids)).map_err(|_| {
            Problem::new(
                Kind::NotFound,
                "What stands in the address for an id cannot be one.",
            )
        })
    }
}

/// Values in the query.
#[derive(Debug)]
pub(super) struct Filtered<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Filtered<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let filtered = Query::<T>::from_request_parts(parts, state).await;
        filtered
            .map(|Query(values)| Self(values))
            .map_err(|rejection| {
                Problem::new(
                    Kind::BadRequest,
                    format!("The query: {}.", rejection.body_text()),
                )
            })
    }
}

/// A body of JSON. Its content type has been looked at already.
#[derive(Debug)]
pub(super) struct Given<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Given<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let body = axum::body::to_bytes(request.into_body(), LARGEST_BODY)
            .await
            .map_err(|_| Problem::new(Kind::BadRequest, "The body did not arrive whole."))?;
        serde_json::from_slice(&body)
            .map(Self)
            .map_err(|error| match error.classify() {
                Category::Data => Problem::new(Kind::Invalid, format!("The body: {error}.")),
                Category::Syntax | Category::Eof | Category::Io => {
                    Problem::new(Kind::BadRequest, format!("The body is not JSON: {error}."))
                }
            })
    }
}
