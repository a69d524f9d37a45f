//! `/api/api-keys`, in words.

use http::StatusCode;
use portal::NewApiKey;
use portal::views::ApiKeyView;

use super::routes::{Described, delete, get, post};
use super::shapes::Shape;
use crate::edge::problem::Kind;

const ALL: &str = "/api/api-keys";

pub(super) fn routes() -> Vec<Described> {
    vec![
        get(ALL, "listApiKeys", "All API keys").answers(
            StatusCode::OK,
            Shape::list::<ApiKeyView>(),
            "The keys, without what is secret of them.",
        ),
        post(ALL, "createApiKey", "Make an API key")
            .explained(
                "The answer alone shows the key: it is kept as a hash. An Idempotency-Key has no effect here.",
            )
            .takes::<NewApiKey>()
            .answers(StatusCode::CREATED, Shape::of::<ApiKeyView>(), "The new key.")
            .refuses(Kind::Conflict)
            .refuses(Kind::Disconnected),
        delete("/api/api-keys/{key}", "endApiKey", "Take an API key back")
            .answers_nothing("It is good for nothing any more."),
    ]
}
