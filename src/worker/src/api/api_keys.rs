//! `/api/api-keys`: the keys with which the customer's own systems call the API.

use portal::{ApiKeyRequest, PortalRequest};

use crate::routing::route::Route;

const ALL: &str = "/api/api-keys";

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::get(ALL, |_| Ok(PortalRequest::ApiKeys(ApiKeyRequest::List))),
    Route::post(ALL, |asked| {
        let wanted = ApiKeyRequest::Make(asked.body()?);
        Ok(PortalRequest::ApiKeys(wanted))
    }),
    Route::delete("/api/api-keys/{key}", |asked| {
        let ended = ApiKeyRequest::End(asked.id(0)?);
        Ok(PortalRequest::ApiKeys(ended))
    }),
];
