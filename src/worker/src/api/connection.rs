//! `/api/connection`: giving the account's grant back.

use http::StatusCode;
use portal::PortalRequest;
use portal::views::ConnectionView;

use crate::routing::about::About;
use crate::routing::handler::Plain;
use crate::routing::route::Route;

pub(super) const DISCONNECT: Route = Route::post(
    "/api/connection/disconnect",
    About::new("disconnect", "Disconnect the account from HubSpot")
        .explained(
            "All data stays as it is. Nothing is synced until the account is connected again.",
        )
        .responds::<ConnectionView>(StatusCode::OK, "The connection."),
    &Plain(|()| PortalRequest::Disconnect),
);
