//! `/api/connection`: giving the account's grant back.

use portal::PortalRequest;

use crate::routing::route::Route;

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[Route::post("/api/connection/disconnect", |_| {
    Ok(PortalRequest::Disconnect)
})];
