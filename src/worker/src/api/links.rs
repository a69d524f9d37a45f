//! `/api/link-domain`: the host of the account's own for its links.

use portal::{LinksRequest, PortalRequest};

use crate::routing::route::Route;

const DOMAIN: &str = "/api/link-domain";

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::get(DOMAIN, |_| Ok(PortalRequest::Links(LinksRequest::Domain))),
    Route::patch(DOMAIN, |asked| {
        let change = LinksRequest::ChangeDomain(asked.body()?);
        Ok(PortalRequest::Links(change))
    }),
];
