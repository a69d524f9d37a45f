//! `/api/api-keys`: the keys with which the customer's own systems call the API.

use http::StatusCode;
use portal::views::ApiKeyView;
use portal::{ApiKeyRequest, NewApiKey, PortalRequest};

use crate::edge::problem::Kind;
use crate::routing::about::About;
use crate::routing::address_value::KeyNumber;
use crate::routing::handler::{Plain, WithBody};
use crate::routing::route::{Family, Route};

const ALL: &str = "/api/api-keys";

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "API keys",
    "The keys with which the customer's own systems call the API.",
    &[
        Route::get(
            ALL,
            About::new("listApiKeys", "List all API keys")
                .lists::<ApiKeyView>("The keys, without their secret parts."),
            &Plain(|()| PortalRequest::ApiKeys(ApiKeyRequest::List)),
        ),
        Route::post(
            ALL,
            About::new("createApiKey", "Create an API key")
                .explained(
                    "Only this response shows the key: Goodword stores a hash of it. An Idempotency-Key has no effect \
                     here.",
                )
                .responds::<ApiKeyView>(StatusCode::CREATED, "The new key.")
                .refuses(&[Kind::Conflict, Kind::Disconnected]),
            &WithBody(|(), new: NewApiKey| PortalRequest::ApiKeys(ApiKeyRequest::Make(new))),
        ),
        Route::delete(
            "/api/api-keys/{key}",
            About::new("endApiKey", "Revoke an API key")
                .responds_nothing("The key no longer works."),
            &Plain(|KeyNumber(key)| PortalRequest::ApiKeys(ApiKeyRequest::End(key))),
        ),
    ],
);
